"""Action items, their notes, and the 待办 list."""

import sqlalchemy as sa
from alembic import op

revision = "0009_action_items"
down_revision = "0008_decisions"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
OPEN = sa.text("taken_off_at IS NULL")


def upgrade():
    op.create_table(
        "action_item",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("community_id", BIG, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("thread_id", BIG, sa.ForeignKey("thread.id"), nullable=False),
        sa.Column("issue_id", BIG, sa.ForeignKey("issue.id")),
        sa.Column("decision_id", BIG, sa.ForeignKey("decision.id")),
        sa.Column("owner_body_id", BIG, sa.ForeignKey("body.id"), nullable=False),
        sa.Column("assigned_by", BIG, sa.ForeignKey("person.id")),
        sa.Column("what", sa.String(120), nullable=False),
        sa.Column("standard", sa.String(300), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("first_due_on", sa.Date, nullable=False),
        sa.Column("done_words", sa.Text, nullable=False),
        sa.Column("done_at", sa.DateTime),
        sa.Column("confirmed_at", sa.DateTime),
        sa.Column("times_reopened", sa.Integer, nullable=False),
        sa.Column("late_since", sa.Date),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_action_item_newest", "action_item", ["community_id", "id"])
    op.create_index("ix_action_item_due", "action_item", ["community_id", "state", "due_on", "id"])
    op.create_index("ix_action_item_owner", "action_item", ["owner_body_id", "state", "due_on", "id"])
    for column in ("thread_id", "issue_id", "decision_id"):
        op.create_index(f"ix_action_item_{column}", "action_item", [column])
    op.create_table(
        "action_note",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("item_id", BIG, sa.ForeignKey("action_item.id"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body_id", BIG, sa.ForeignKey("body.id")),
        sa.Column("author_id", BIG, sa.ForeignKey("person.id")),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_action_note_item", "action_note", ["item_id", "id"])
    op.create_table(
        "backlog_entry",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("community_id", BIG, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("issue_id", BIG, sa.ForeignKey("issue.id"), nullable=False),
        sa.Column("thread_id", BIG, sa.ForeignKey("thread.id"), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("next_look_on", sa.Date, nullable=False),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.Column("put_by", BIG, sa.ForeignKey("person.id")),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("taken_off_at", sa.DateTime),
    )
    op.create_index(
        "ix_backlog_entry_open", "backlog_entry", ["community_id", "taken_off_at", "next_look_on", "id"]
    )
    op.create_index(
        "uq_backlog_entry_issue",
        "backlog_entry",
        ["issue_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade():
    for table in ("backlog_entry", "action_note", "action_item"):
        op.drop_table(table)
