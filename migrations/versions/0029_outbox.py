"""Messages that leave the house, what people do not want to be told, and bodies' mailboxes.

Revision ID: 0029_outbox
Revises: 0028_work_orders
"""

import sqlalchemy as sa
from alembic import op

revision = "0029_outbox"
down_revision = "0028_work_orders"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def reference(name, target, **options):
    return sa.Column(name, BIG, sa.ForeignKey(target), **options)


def part(name, target):
    return reference(name, target, primary_key=True, autoincrement=False)


def upgrade():
    op.create_table(
        "outbox_message",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("verb", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("params", sa.JSON, nullable=False),
        reference("thread_id", "thread.id"),
        reference("person_id", "person.id"),
        reference("body_id", "body.id"),
        sa.Column("destination_sealed", sa.LargeBinary),
        sa.Column("is_urgent", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("next_try_at", sa.DateTime),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("claimed_by", sa.String(80)),
        sa.Column("claimed_until", sa.DateTime),
        sa.Column("sent_at", sa.DateTime),
        sa.Column("given_up_at", sa.DateTime),
        sa.Column("given_up_for", sa.String(32)),
    )
    op.create_index("ix_outbox_message_due", "outbox_message", ["channel", "next_try_at"])
    op.create_index("ix_outbox_message_given_up_at", "outbox_message", ["given_up_at", "id"])
    op.create_index("ix_outbox_message_person_id", "outbox_message", ["person_id"])
    op.create_table(
        "sender_outage",
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("fault", sa.String(64), nullable=False),
        sa.Column("next_probe_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "shown_message",
        sa.Column("key", sa.String(64), primary_key=True),
        reference("person_id", "person.id"),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("shown_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_shown_message_person_id", "shown_message", ["person_id"])
    op.create_table(
        "message_choice",
        part("person_id", "person.id"),
        sa.Column("sms", sa.String(32), nullable=False),
    )
    op.create_table(
        "thread_mute",
        part("person_id", "person.id"),
        part("thread_id", "thread.id"),
        sa.Column("muted_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "body_mailbox",
        part("body_id", "body.id"),
        sa.Column("address", sa.String(200), nullable=False),
    )


def downgrade():
    for name in (
        "body_mailbox",
        "thread_mute",
        "message_choice",
        "shown_message",
        "sender_outage",
        "outbox_message",
    ):
        op.drop_table(name)
