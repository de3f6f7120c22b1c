"""Decisions with their ground, burden record and objections.

Revision ID: 0008_decisions
Revises: 0007_votes
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_decisions"
down_revision = "0007_votes"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def to(name, target, nullable=False, **options):
    """A foreign key column."""
    return sa.Column(name, BigId, sa.ForeignKey(target, **options), nullable=nullable)


def person(name):
    """Who did it; forgotten when the person deletes themselves."""
    return to(name, "person.id", nullable=True, ondelete="SET NULL")


def upgrade():
    op.create_table(
        "decision",
        sa.Column("id", BigId, primary_key=True),
        to("thread_id", "thread.id"),
        to("community_id", "place.id"),
        to("topic_id", "topic.id"),
        to("vote_id", "vote.id", nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(32), nullable=False),
        sa.Column("basis_note", sa.Text(), nullable=False),
        sa.Column("affected", sa.Text(), nullable=False),
        sa.Column("offered", sa.Text(), nullable=False),
        sa.Column("their_reply", sa.Text(), nullable=False),
        person("nobody_affected_signed_by"),
        sa.Column("nobody_affected_signed_at", sa.DateTime()),
        sa.Column("notice_from", sa.DateTime()),
        sa.Column("notice_until", sa.DateTime()),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("trial_until", sa.Date()),
        sa.Column("review_on", sa.Date()),
        to("doer_body_id", "body.id", nullable=True),
        sa.Column("doer_due_on", sa.Date()),
        person("drafted_by"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime()),
        sa.Column("withdrawn_reason", sa.Text()),
        sa.Column("objections_count", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
    )
    op.create_index("ix_decision_newest", "decision", ["community_id", "id"])
    op.create_index("ix_decision_by_state", "decision", ["community_id", "state", "id"])
    for column in ("thread_id", "topic_id", "vote_id", "notice_until", "review_on"):
        op.create_index(f"ix_decision_{column}", "decision", [column])
    op.create_table(
        "decision_objection",
        sa.Column("id", BigId, primary_key=True),
        to("decision_id", "decision.id"),
        person("person_id"),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text()),
        person("answered_by"),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("hidden_at", sa.DateTime()),
    )
    op.create_index("ix_decision_objection_in_order", "decision_objection", ["decision_id", "id"])
    op.create_index("ix_decision_objection_person_id", "decision_objection", ["person_id"])


def downgrade():
    op.drop_table("decision_objection")
    op.drop_table("decision")
