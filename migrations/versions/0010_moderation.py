"""Reports, rulings, appeals, holds and the first-look switch."""

import sqlalchemy as sa
from alembic import op

from civic.database import append_only

revision = "0010_moderation"
down_revision = "0009_action_items"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLES = ("report", "ruling", "appeal", "hold", "first_look")


def _subject():
    return (
        sa.Column("id", BIG, primary_key=True),
        sa.Column("community_id", BIG, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("thread_id", BIG, sa.ForeignKey("thread.id"), nullable=False),
        sa.Column("subject_type", sa.String(32), nullable=False),
        sa.Column("subject_id", BIG, nullable=False),
    )


def upgrade():
    op.create_table(
        "report",
        *_subject(),
        sa.Column("reporter_id", BIG, sa.ForeignKey("person.id")),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("settled_at", sa.DateTime),
        sa.UniqueConstraint("reporter_id", "subject_type", "subject_id", name="uq_report_once"),
    )
    op.create_index("ix_report_waiting", "report", ["community_id", "settled_at", "id"])
    op.create_index("ix_report_subject", "report", ["subject_type", "subject_id"])
    op.create_table(
        "ruling",
        *_subject(),
        sa.Column("author_id", BIG, sa.ForeignKey("person.id")),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("ruled_by", BIG, sa.ForeignKey("person.id")),
        sa.Column("ruler_role", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_ruling_newest", "ruling", ["community_id", "id"])
    op.create_index("ix_ruling_subject", "ruling", ["subject_type", "subject_id", "id"])
    op.create_index("ix_ruling_author", "ruling", ["author_id", "id"])
    append_only(op, "ruling")
    op.create_table(
        "appeal",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("ruling_id", BIG, sa.ForeignKey("ruling.id"), nullable=False, unique=True),
        sa.Column("appellant_id", BIG, sa.ForeignKey("person.id")),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("settled_at", sa.DateTime),
        sa.Column("answer_id", BIG, sa.ForeignKey("ruling.id")),
    )
    op.create_index("ix_appeal_waiting", "appeal", ["settled_at", "id"])
    op.create_table(
        "hold",
        *_subject(),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.UniqueConstraint("subject_type", "subject_id", name="uq_hold_subject"),
    )
    op.create_index("ix_hold_waiting", "hold", ["ended_at", "due_at"])
    op.create_table(
        "first_look",
        sa.Column("community_id", BIG, sa.ForeignKey("place.id"), primary_key=True, autoincrement=False),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("changed_by", BIG, sa.ForeignKey("person.id")),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )


def downgrade():
    for table in reversed(TABLES):
        op.drop_table(table)
