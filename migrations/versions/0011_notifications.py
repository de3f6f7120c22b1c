"""Messages."""

import sqlalchemy as sa
from alembic import op

revision = "0011_notifications"
down_revision = "0010_moderation"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "message",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("thread_id", BIG, sa.ForeignKey("thread.id")),
        sa.Column("entry_id", BIG),
        sa.Column("verb", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("params", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("read_at", sa.DateTime),
    )
    op.create_index("ix_message_newest", "message", ["person_id", "id"])
    op.create_index("ix_message_unread", "message", ["person_id", "read_at"])


def downgrade():
    op.drop_table("message")
