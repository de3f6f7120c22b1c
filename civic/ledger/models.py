"""Entries that nobody can change, payloads that can be erased without breaking the tree.

An entry holds no personal data, so it stays for ever. What it says in full (who, exactly when,
which values) is in its payload; the leaf hash binds the two through a salt that goes with the
payload when it is erased. Foreign keys to other rooms are left out on purpose: the record must
outlive whatever it names.
"""

from datetime import date

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.database import Base, Moment, Pk, protects


class LedgerEntry(Base):
    """One act: on which day, which verb, on what. `leaf_hash` is fixed at insert."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_thread_id_id", "thread_id", "id"),
        Index("ix_ledger_entry_community_id_id", "community_id", "id"),
        Index("ix_ledger_entry_subject", "subject"),
    )
    id: Mapped[Pk]
    community_id: Mapped[int | None] = mapped_column(BigInteger)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    day: Mapped[date] = mapped_column(Date)
    verb: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LedgerPayload(Base):
    """What an entry says in full; erasable by `erase` only, which leaves a row in ledger_erasure."""

    __tablename__ = "ledger_payload"
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    actor_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    at: Mapped[Moment | None]
    public_json: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    sealed_json: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))


class LedgerErasure(Base):
    """Why a payload was erased; without this row the database refuses to erase it."""

    __tablename__ = "ledger_erasure"
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(32))
    at: Mapped[Moment]


class LedgerLeaf(Base):
    """The place of an entry in its community's tree, filled without gaps by one sequencer."""

    __tablename__ = "ledger_leaf"
    __table_args__ = (UniqueConstraint("entry_id"),)
    community_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"))


class LedgerNode(Base):
    """The hash over leaves index·2^level … (index+1)·2^level - 1 of a tree, level 1 and up, once complete."""

    __tablename__ = "ledger_node"
    community_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LedgerCheckpoint(Base):
    """A signed statement: at this size the tree's root was this. Ed25519 over `note` (C2SP form)."""

    __tablename__ = "ledger_checkpoint"
    community_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    key_id: Mapped[str] = mapped_column(String(16))
    at: Mapped[Moment]


class LedgerWitness(Base):
    """A body that puts its own signature under checkpoints. `key`: its Ed25519 public key in hex."""

    __tablename__ = "ledger_witness"
    __table_args__ = (Index("ix_ledger_witness_community", "community_id", "id"),)
    id: Mapped[Pk]
    community_id: Mapped[int] = mapped_column(BigInteger)
    body_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(64))
    named_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)


class LedgerCosignature(Base):
    """A witness's signature under the checkpoint of this size, and the second it says it signed in."""

    __tablename__ = "ledger_cosignature"
    community_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    witness_id: Mapped[int] = mapped_column(
        ForeignKey("ledger_witness.id"), primary_key=True, autoincrement=False
    )
    signed_at: Mapped[int] = mapped_column(BigInteger)
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


for _table in ("entry", "payload", "erasure", "leaf", "node", "checkpoint", "cosignature"):
    protects(f"ledger_{_table}")
