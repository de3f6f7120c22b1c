"""Short statements on a topic, the answers to them, and who answers alike.

Revision ID: 0039_statements
Revises: 0038_dispatch_speed
"""

import sqlalchemy as sa
from alembic import op

revision = "0039_statements"
down_revision = "0038_dispatch_speed"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
DUE = sa.text("changes > seen_changes")


def upgrade():
    op.create_table(
        "topic_statement",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("topic_id", BIG, sa.ForeignKey("topic.id"), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("text_key", sa.String(64), nullable=False),
        sa.Column("author_id", BIG, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("agrees", sa.Integer, nullable=False),
        sa.Column("disagrees", sa.Integer, nullable=False),
        sa.Column("passes", sa.Integer, nullable=False),
        sa.Column("reach", sa.Double, nullable=False),
        sa.Column("held_at", sa.DateTime),
        sa.Column("hidden_at", sa.DateTime),
        sa.UniqueConstraint("topic_id", "text_key", name="uq_topic_statement_said_once"),
    )
    op.create_index("ix_topic_statement_in_order", "topic_statement", ["topic_id", "id"])
    op.create_index("ix_topic_statement_author_id", "topic_statement", ["author_id"])
    op.create_table(
        "statement_answer",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("statement_id", BIG, sa.ForeignKey("topic_statement.id"), nullable=False),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id")),
        sa.Column("outside_no", sa.Integer),
        sa.Column("answer", sa.SmallInteger, nullable=False),
        sa.UniqueConstraint("statement_id", "person_id", name="uq_statement_answer_person"),
        sa.UniqueConstraint("statement_id", "outside_no", name="uq_statement_answer_outside"),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (outside_no IS NULL)", name=op.f("ck_statement_answer_one_voice")
        ),
        sa.CheckConstraint("answer BETWEEN -1 AND 1", name=op.f("ck_statement_answer_known")),
    )
    op.create_index("ix_statement_answer_person_id", "statement_answer", ["person_id"])
    op.create_table(
        "kinship",
        sa.Column("topic_id", BIG, sa.ForeignKey("topic.id"), primary_key=True, autoincrement=False),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.Column("seen_changes", sa.Integer, nullable=False),
        sa.Column("computed_at", sa.DateTime),
        sa.Column("participants", sa.Integer, nullable=False),
        sa.Column("kept", sa.Integer, nullable=False),
        sa.Column("result", sa.JSON, nullable=False),
    )
    op.create_index("ix_kinship_due", "kinship", ["computed_at"], sqlite_where=DUE, postgresql_where=DUE)


def downgrade():
    op.drop_table("kinship")
    op.drop_table("statement_answer")
    op.drop_table("topic_statement")
