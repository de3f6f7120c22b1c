"""The box of a vote whose key lies with holders: public keys, rehearsal, the closed box, its opening.

Nothing here opens an envelope: shares and the key never reach the site (verifier/keyholder.py).
"""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import Person
from civic.councils.models import Body
from civic.database import Base, Pk, enum_type


class Office(StrEnum):
    """Who does what when a box is opened in public (当众开票)."""

    SCRUTINEER = "scrutineer"
    TELLER = "teller"
    CALLER = "caller"

    @property
    def label(self):
        return {
            Office.SCRUTINEER: _l("Scrutineer"),
            Office.TELLER: _l("Teller"),
            Office.CALLER: _l("Caller"),
        }[self]


class KeyHolder(Base):
    """Who keeps a share, by name, and the key their digest is signed with."""

    __tablename__ = "key_holder"
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(64))


class BoxRehearsal(Base):
    """A box of practice ballots sealed to the same key; `expected` is the digest of what must come out."""

    __tablename__ = "box_rehearsal"
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    box: Mapped[str] = mapped_column(Text)
    expected: Mapped[str] = mapped_column(String(64))
    passed_on: Mapped[date | None]


class SealedBox(Base):
    """The closed box between the close and its opening: envelopes in the order of their bytes, no unit."""

    __tablename__ = "sealed_box"
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    box: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    by_channel: Mapped[dict] = mapped_column(JSON)
    unverified: Mapped[int]
    sealed_on: Mapped[date]


class BoxOpening(Base):
    """What the holders signed when they opened the box."""

    __tablename__ = "box_opening"
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    box: Mapped[str] = mapped_column(String(64))
    unreadable: Mapped[int]
    list: Mapped[str] = mapped_column(String(64))
    spoiled: Mapped[list] = mapped_column(JSON)
    signatures: Mapped[list] = mapped_column(JSON)
    opened_on: Mapped[date]


class OpeningOfficial(Base):
    """Somebody named before the vote opened, to watch or to count when the box is opened."""

    __tablename__ = "opening_official"
    id: Mapped[Pk]
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), index=True)
    office: Mapped[Office] = mapped_column(enum_type(Office))
    name: Mapped[str] = mapped_column(String(60))
    by_objectors: Mapped[bool] = mapped_column(default=False)


class OpeningWitness(Base):
    """Somebody who was there and said so with one tap (我见证); shown as their body's name."""

    __tablename__ = "opening_witness"
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    witnessed_on: Mapped[date]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    body: Mapped[Body | None] = relationship(lazy="raise_on_sql")
