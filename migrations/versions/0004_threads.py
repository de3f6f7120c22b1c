"""The thread of each matter."""

import sqlalchemy as sa
from alembic import op

revision = "0004_threads"
down_revision = "0004_councils"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "thread",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("community_id", BIG, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("area_id", BIG, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("seals", sa.JSON, nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("holder_id", BIG, sa.ForeignKey("body.id")),
        sa.Column("holder_name", sa.String(80), nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("merged_into_id", BIG, sa.ForeignKey("thread.id")),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_thread_community_id_updated_at_id", "thread", ["community_id", "updated_at", "id"])
    op.create_index("ix_thread_community_id_status_due_on", "thread", ["community_id", "status", "due_on"])
    op.create_index("ix_thread_merged_into_id", "thread", ["merged_into_id"])


def downgrade():
    op.drop_table("thread")
