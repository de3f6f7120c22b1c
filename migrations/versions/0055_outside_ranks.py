"""Ranks of streets that the city or a district announced: what others counted, kept apart from ours.

Revision ID: 0055_outside_ranks
Revises: 0053_lists_looked_at
"""

import sqlalchemy as sa
from alembic import op

from civic.database import append_only

revision = "0055_outside_ranks"
down_revision = "0053_lists_looked_at"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "outside_rank",
        sa.Column("id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("of", sa.Integer),
        sa.Column("list_name", sa.String(80), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
        sa.Column("noted_by", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outside_rank"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_outside_rank_street_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name="fk_outside_rank_noted_by"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outside_rank_street_id", "outside_rank", ["street_id", "id"])
    append_only(op, "outside_rank")


def downgrade():
    op.drop_table("outside_rank")
