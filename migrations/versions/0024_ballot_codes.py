"""Ballots by code drawn from sealed envelopes.

Revision ID: 0024_ballot_codes
Revises: 0023_option_costs
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_ballot_codes"
down_revision = "0023_option_costs"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def part(name, target):
    return sa.Column(name, BIG, sa.ForeignKey(target), primary_key=True, autoincrement=False)


def upgrade():
    op.create_table(
        "code_sheet",
        part("vote_id", "vote.id"),
        sa.Column("printed", sa.Integer, nullable=False),
        sa.Column("drawn", sa.Integer, nullable=False),
    )
    op.create_table(
        "ballot_code",
        part("vote_id", "vote.id"),
        sa.Column("mark", sa.String(64), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "code_drawn",
        part("vote_id", "vote.id"),
        part("roll_entry_id", "roll_entry.id"),
        sqlite_with_rowid=False,
    )


def downgrade():
    for table in ("code_drawn", "ballot_code", "code_sheet"):
        op.drop_table(table)
