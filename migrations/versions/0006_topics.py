"""Topics: options, supporters, reviews, papers, opinion rounds.

Revision ID: 0006_topics
Revises: 0005_issues
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_topics"
down_revision = "0005_issues"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def word(name, nullable=True):
    """A StrEnum's value."""
    return sa.Column(name, sa.String(32), nullable=nullable)


def to(name, target, nullable=False, **options):
    """A foreign key column."""
    return sa.Column(name, BigId, sa.ForeignKey(target, **options), nullable=nullable)


def person(name):
    """Who did it; forgotten when the person deletes themselves."""
    return to(name, "person.id", nullable=True, ondelete="SET NULL")


def moment(name, nullable=True):
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def text(name, nullable=False):
    return sa.Column(name, sa.Text(), nullable=nullable)


def number(name):
    return sa.Column(name, sa.Integer(), nullable=False)


def key():
    return sa.Column("id", BigId, primary_key=True)


def upgrade():
    _topics()
    _options()
    _opinions()


def _topics():
    op.create_table(
        "topic",
        key(),
        to("thread_id", "thread.id"),
        to("community_id", "place.id"),
        to("place_id", "place.id"),
        to("council_id", "council.id", nullable=True),
        word("level", nullable=False),
        word("state", nullable=False),
        sa.Column("quick", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        text("why"),
        person("proposed_by"),
        moment("created_at", nullable=False),
        moment("moved_at", nullable=False),
        word("regime"),
        sa.Column("electorate", sa.String(64)),
        sa.Column("burdens_others", sa.Boolean(), nullable=False),
        to("doer_body_id", "body.id", nullable=True),
        sa.Column("doer_due_on", sa.Date()),
        number("support_threshold"),
        number("supports"),
        moment("threshold_reached_at"),
        moment("agenda_reply_due"),
        word("agenda_answer"),
        moment("agenda_answered_at"),
        text("agenda_reason", nullable=True),
        moment("agenda_late_at"),
        number("notice_days"),
        moment("notice_from"),
        moment("notice_until"),
        sa.Column("fact_names", sa.JSON(), nullable=False),
        sa.Column("letters_seed", sa.String(64)),
        number("issues_count"),
        number("options_count"),
        number("opinions_count"),
        word("exit_code"),
        text("exit_reason", nullable=True),
        person("exit_by"),
        sa.Column("look_again_on", sa.Date()),
        sa.UniqueConstraint("thread_id", name="uq_topic_thread_id"),
    )
    op.create_index("ix_topic_newest", "topic", ["community_id", "id"])
    op.create_index("ix_topic_by_state", "topic", ["community_id", "state", "id"])
    op.create_index("ix_topic_most_supported", "topic", ["community_id", "supports", "id"])
    for column in ("place_id", "agenda_reply_due", "notice_until"):
        op.create_index(f"ix_topic_{column}", "topic", [column])
    op.create_table(
        "topic_issue",
        sa.Column("topic_id", BigId, sa.ForeignKey("topic.id"), primary_key=True),
        sa.Column("issue_id", BigId, sa.ForeignKey("issue.id"), primary_key=True),
        moment("linked_at", nullable=False),
    )
    op.create_index("ix_topic_issue_issue_id", "topic_issue", ["issue_id"])
    op.create_table(
        "topic_support",
        key(),
        to("topic_id", "topic.id"),
        to("household_id", "household.id"),
        person("person_id"),
        moment("created_at", nullable=False),
        sa.UniqueConstraint("topic_id", "household_id", name="uq_topic_support_topic_id_household_id"),
    )
    op.create_table(
        "admission_review",
        key(),
        to("topic_id", "topic.id"),
        person("asked_by"),
        moment("asked_at", nullable=False),
        text("grounds"),
        moment("ruled_at"),
        person("ruled_by"),
        sa.Column("admitted", sa.Boolean()),
        text("reason", nullable=True),
        sa.UniqueConstraint("topic_id", name="uq_admission_review_topic_id"),
    )
    op.create_table(
        "topic_document",
        key(),
        to("topic_id", "topic.id"),
        word("kind", nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("where_when", sa.String(120), nullable=False),
        text("body"),
        person("added_by"),
        moment("created_at", nullable=False),
    )
    op.create_index("ix_topic_document_in_order", "topic_document", ["topic_id", "dated", "id"])


def _options():
    op.create_table(
        "bottom_line",
        key(),
        to("topic_id", "topic.id"),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
    )
    op.create_index("ix_bottom_line_topic_id", "bottom_line", ["topic_id"])
    op.create_table(
        "topic_option",
        key(),
        to("topic_id", "topic.id"),
        sa.Column("letter", sa.String(1)),
        sa.Column("title", sa.String(60), nullable=False),
        text("body"),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        person("proposed_by"),
        moment("created_at", nullable=False),
        to("breaks_id", "bottom_line.id", nullable=True),
        moment("removed_at"),
        person("removed_by"),
        to("removed_body_id", "body.id", nullable=True),
        text("removal_reason", nullable=True),
        moment("hidden_at"),
        sa.UniqueConstraint("topic_id", "letter", name="uq_topic_option_topic_id_letter"),
    )
    op.create_index("ix_topic_option_topic_id", "topic_option", ["topic_id"])
    op.create_table(
        "option_removal_review",
        key(),
        to("option_id", "topic_option.id"),
        person("asked_by"),
        moment("asked_at", nullable=False),
        text("grounds"),
        moment("ruled_at"),
        person("ruled_by"),
        to("body_id", "body.id", nullable=True),
        sa.Column("restored", sa.Boolean()),
        text("reason", nullable=True),
        sa.UniqueConstraint("option_id", name="uq_option_removal_review_option_id"),
    )


def _opinions():
    op.create_table(
        "opinion_round",
        key(),
        to("topic_id", "topic.id"),
        number("number"),
        moment("opens_at", nullable=False),
        moment("closes_at", nullable=False),
        moment("closed_at"),
        number("opinions_count"),
        number("unanswered"),
        sa.UniqueConstraint("topic_id", "number", name="uq_opinion_round_topic_id_number"),
    )
    op.create_table(
        "opinion_reply",
        key(),
        to("round_id", "opinion_round.id"),
        word("outcome", nullable=False),
        text("reason"),
        person("answered_by"),
        number("answers"),
        moment("created_at", nullable=False),
    )
    op.create_index("ix_opinion_reply_round_id", "opinion_reply", ["round_id"])
    op.create_table(
        "opinion",
        key(),
        to("round_id", "opinion_round.id"),
        person("person_id"),
        to("option_id", "topic_option.id", nullable=True),
        text("body"),
        moment("created_at", nullable=False),
        to("reply_id", "opinion_reply.id", nullable=True),
        moment("hidden_at"),
    )
    op.create_index("ix_opinion_in_order", "opinion", ["round_id", "id"])
    op.create_index("ix_opinion_unanswered", "opinion", ["round_id", "reply_id", "id"])
    op.create_index("ix_opinion_person_id", "opinion", ["person_id"])


def downgrade():
    for table in (
        "opinion",
        "opinion_reply",
        "opinion_round",
        "option_removal_review",
        "topic_option",
        "bottom_line",
        "topic_document",
        "admission_review",
        "topic_support",
        "topic_issue",
        "topic",
    ):
        op.drop_table(table)
