"""Results of votes held elsewhere: evidence and announcement.

Revision ID: 0015_outside_results
Revises: 0014_building_turnout
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_outside_results"
down_revision = "0014_building_turnout"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "outside_result",
        sa.Column("vote_id", BIG, sa.ForeignKey("vote.id"), primary_key=True, autoincrement=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("announcement", sa.Text(), nullable=False),
        sa.Column("announced_on", sa.Date()),
        sa.Column("entered_by", BIG, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
    )


def downgrade():
    op.drop_table("outside_result")
