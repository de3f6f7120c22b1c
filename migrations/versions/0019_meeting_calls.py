"""Demands for a residents' meeting on a topic: one voice a household.

Revision ID: 0019_meeting_calls
Revises: 0018_paper_ballots
"""

import sqlalchemy as sa
from alembic import op

revision = "0019_meeting_calls"
down_revision = "0018_paper_ballots"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _key(name, table):
    return sa.Column(name, BIG, sa.ForeignKey(f"{table}.id"), primary_key=True, autoincrement=False)


def upgrade():
    op.create_table(
        "meeting_call",
        _key("topic_id", "topic"),
        sa.Column("households", sa.Integer, nullable=False),
        sa.Column("needed", sa.Integer, nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("reached_at", sa.DateTime),
    )
    op.create_table(
        "meeting_call_voice",
        _key("topic_id", "topic"),
        _key("household_id", "household"),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )


def downgrade():
    op.drop_table("meeting_call_voice")
    op.drop_table("meeting_call")
