"""A fifth of the adult residents may demand a residents' meeting too; how many there are, by which register.

Revision ID: 0047_calling_residents
Revises: 0046_minutes
"""

import sqlalchemy as sa
from alembic import op

revision = "0047_calling_residents"
down_revision = "0046_minutes"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
COLUMNS = ("persons", "adults", "needed_persons")


def upgrade():
    with op.batch_alter_table("meeting_call") as call:
        call.add_column(sa.Column("persons", sa.Integer, nullable=False, server_default="0"))
        call.add_column(sa.Column("adults", sa.Integer))
        call.add_column(sa.Column("needed_persons", sa.Integer))
    op.create_table(
        "meeting_call_person",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("topic_id", BIG, sa.ForeignKey("topic.id"), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("topic_id", "person_id"),
    )
    op.create_table(
        "adult_count",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("community_id", BIG, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("adults", sa.Integer, nullable=False),
        sa.Column("counted_on", sa.Date, nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("entered_by", BIG, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_adult_count_community_id_id", "adult_count", ["community_id", "id"])


def downgrade():
    op.drop_table("adult_count")
    op.drop_table("meeting_call_person")
    with op.batch_alter_table("meeting_call") as call:
        for name in COLUMNS:
            call.drop_column(name)
