"""Form keys and the ledger."""

import sqlalchemy as sa
from alembic import op

from civic.database import append_only

revision = "0001_foundation_ledger"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLES = (
    "submission",
    "ledger_entry",
    "ledger_payload",
    "ledger_erasure",
    "ledger_leaf",
    "ledger_checkpoint",
)

# A payload may be emptied, never altered, and only when its erasure was written down first.
SQLITE_ERASE = """
CREATE TRIGGER ledger_payload_no_update BEFORE UPDATE ON ledger_payload
WHEN NOT (NEW.entry_id = OLD.entry_id AND NEW.salt IS NULL AND NEW.actor_id IS NULL AND NEW.at IS NULL
  AND NEW.public_json IS NULL AND NEW.sealed_json IS NULL
  AND EXISTS (SELECT 1 FROM ledger_erasure e WHERE e.entry_id = OLD.entry_id))
BEGIN SELECT RAISE(ABORT, 'ledger_payload is append-only'); END
"""
POSTGRES_ERASE = """
CREATE FUNCTION civic_ledger_payload_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF NEW.entry_id = OLD.entry_id AND NEW.salt IS NULL AND NEW.actor_id IS NULL AND NEW.at IS NULL
  AND NEW.public_json IS NULL AND NEW.sealed_json IS NULL
  AND EXISTS (SELECT 1 FROM ledger_erasure e WHERE e.entry_id = OLD.entry_id) THEN RETURN NEW; END IF;
RAISE EXCEPTION 'ledger_payload is append-only'; END $$
"""
POSTGRES_ERASE_TRIGGER = """
CREATE TRIGGER ledger_payload_no_update BEFORE UPDATE ON ledger_payload
FOR EACH ROW EXECUTE FUNCTION civic_ledger_payload_guard()
"""


def upgrade():
    op.create_table(
        "submission",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("used_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_submission_used_at", "submission", ["used_at"])
    op.create_table(
        "ledger_entry",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("community_id", sa.BigInteger),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("verb", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_ledger_entry_thread_id_id", "ledger_entry", ["thread_id", "id"])
    op.create_index("ix_ledger_entry_community_id_id", "ledger_entry", ["community_id", "id"])
    op.create_index("ix_ledger_entry_subject", "ledger_entry", ["subject"])
    op.create_table(
        "ledger_payload",
        sa.Column("entry_id", BIG, sa.ForeignKey("ledger_entry.id"), primary_key=True),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("actor_id", sa.BigInteger),
        sa.Column("at", sa.DateTime),
        sa.Column("public_json", sa.JSON),
        sa.Column("sealed_json", sa.JSON),
    )
    op.create_index("ix_ledger_payload_actor_id", "ledger_payload", ["actor_id"])
    op.create_table(
        "ledger_erasure",
        sa.Column("entry_id", BIG, sa.ForeignKey("ledger_entry.id"), primary_key=True),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "ledger_leaf",
        sa.Column("community_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("index", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("entry_id", BIG, sa.ForeignKey("ledger_entry.id"), nullable=False),
        sa.UniqueConstraint("entry_id"),
    )
    op.create_table(
        "ledger_checkpoint",
        sa.Column("community_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("root_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    for table in TABLES[1:]:
        append_only(op, table, update=table != "ledger_payload")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE_ERASE)
    else:
        op.execute(POSTGRES_ERASE)
        op.execute(POSTGRES_ERASE_TRIGGER)


def downgrade():
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS civic_ledger_payload_guard")
        op.execute("DROP FUNCTION IF EXISTS civic_append_only")
