"""Bodies co-sign the checkpoints of the record.

Revision ID: 0025_cosignatures
Revises: 0024_ballot_codes
"""

import sqlalchemy as sa
from alembic import op

from civic.database import append_only

revision = "0025_cosignatures"
down_revision = "0024_ballot_codes"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "ledger_witness",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("community_id", sa.BigInteger, nullable=False),
        sa.Column("body_id", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("named_on", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date),
    )
    op.create_index("ix_ledger_witness_community", "ledger_witness", ["community_id", "id"])
    op.create_table(
        "ledger_cosignature",
        sa.Column("community_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(
            "witness_id", BIG, sa.ForeignKey("ledger_witness.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("signed_at", sa.BigInteger, nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
    )
    append_only(op, "ledger_cosignature")


def downgrade():
    op.drop_table("ledger_cosignature")
    op.drop_table("ledger_witness")
