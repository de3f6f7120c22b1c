"""Owners may demand their meeting on a topic.

Revision ID: 0026_owners_calls
Revises: 0025_cosignatures
"""

import sqlalchemy as sa
from alembic import op

revision = "0026_owners_calls"
down_revision = "0025_cosignatures"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def part(name, target):
    return sa.Column(name, BIG, sa.ForeignKey(target), primary_key=True, autoincrement=False)


def upgrade():
    op.create_table(
        "owners_call",
        part("topic_id", "topic.id"),
        sa.Column("owners", sa.Integer, nullable=False),
        sa.Column("needed", sa.Integer, nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("reached_at", sa.DateTime),
    )
    op.create_table(
        "owners_call_voice",
        part("topic_id", "topic.id"),
        part("household_id", "household.id"),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id", ondelete="SET NULL")),
    )


def downgrade():
    op.drop_table("owners_call_voice")
    op.drop_table("owners_call")
