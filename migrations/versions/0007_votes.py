"""Votes: question, options, frozen roll, envelopes, counted ballots, turnout, result.

Revision ID: 0007_votes
Revises: 0006_topics
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_votes"
down_revision = "0006_topics"
branch_labels = None
depends_on = None

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "vote", "vote_option", "roll_entry", "envelope", "counted_ballot", "receipt_line",
    "turnout", "vote_result",
)  # fmt: skip


def word(name, nullable=False):
    """A StrEnum's value."""
    return sa.Column(name, sa.String(32), nullable=nullable)


def to(name, target, nullable=False, **options):
    """A foreign key column."""
    return sa.Column(name, BigId, sa.ForeignKey(target, **options), nullable=nullable)


def person(name):
    """Who did it; forgotten when the person deletes themselves."""
    return to(name, "person.id", nullable=True, ondelete="SET NULL")


def of_vote():
    """Part of the primary key, so never counted up by itself."""
    return sa.Column("vote_id", BigId, sa.ForeignKey("vote.id"), primary_key=True, autoincrement=False)


def number(name, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def moment(name):
    return sa.Column(name, sa.DateTime(), nullable=False)


def upgrade():
    _questions()
    _roll()
    _box()
    _figures()


def _questions():
    op.create_table(
        "vote",
        sa.Column("id", BigId, primary_key=True),
        to("thread_id", "thread.id"),
        to("topic_id", "topic.id"),
        to("community_id", "place.id"),
        to("place_id", "place.id"),
        to("council_id", "council.id", nullable=True),
        *(word(name) for name in ("regime", "unit", "method", "ballot_kind", "state")),
        sa.Column("question", sa.String(120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("fact_names", sa.JSON(), nullable=False),
        number("quorum_num"),
        number("quorum_den"),
        sa.Column("quorum_strict", sa.Boolean(), nullable=False),
        number("threshold_num", nullable=True),
        number("threshold_den", nullable=True),
        sa.Column("threshold_strict", sa.Boolean(), nullable=False),
        moment("opens_at"),
        moment("closes_at"),
        number("roll_size"),
        sa.Column("roll_root", sa.String(64)),
        person("prepared_by"),
        moment("created_at"),
        word("void_reason", nullable=True),
        sa.Column("void_note", sa.Text()),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_vote_times_in_order")),
    )
    op.create_index("ix_vote_newest", "vote", ["community_id", "id"])
    op.create_index("ix_vote_by_state", "vote", ["state", "id"])
    op.create_index("ix_vote_due", "vote", ["state", "closes_at"])
    op.create_index("ix_vote_thread_id", "vote", ["thread_id"])
    op.create_index("ix_vote_topic_id", "vote", ["topic_id"])
    op.create_table(
        "vote_option",
        sa.Column("id", BigId, primary_key=True),
        to("vote_id", "vote.id"),
        sa.Column("letter", sa.String(2), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        number("position"),
        sa.UniqueConstraint("vote_id", "letter", name="uq_vote_option_letter"),
    )


def _roll():
    op.create_table(
        "roll_entry",
        sa.Column("id", BigId, primary_key=True),
        to("vote_id", "vote.id"),
        word("unit_kind"),
        sa.Column("unit_id", BigId, nullable=False),
        number("area_centi"),
        sa.Column("label", sa.String(80), nullable=False),
        person("representative_id"),
        sa.UniqueConstraint("vote_id", "unit_kind", "unit_id", name="uq_roll_entry_unit"),
    )


def _box():
    op.create_table(
        "envelope",
        sa.Column("id", sa.String(32), primary_key=True),
        to("vote_id", "vote.id"),
        sa.Column("unit_ref", sa.String(64), nullable=False),
        *(word(name) for name in ("kind", "channel", "standing")),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("replaced", sa.Text(), nullable=False),
        sa.Column("cast_on", sa.Date(), nullable=False),
        sqlite_with_rowid=False,  # rows lie in the order of the random key, not of casting
    )
    op.create_index("uq_envelope_unit", "envelope", ["vote_id", "unit_ref"], unique=True)
    op.create_table(
        "counted_ballot",
        sa.Column("key", sa.String(32), primary_key=True),
        to("vote_id", "vote.id"),
        sa.Column("content", sa.JSON(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_counted_ballot_vote_id", "counted_ballot", ["vote_id"])
    op.create_table(
        "receipt_line",
        of_vote(),
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        word("standing"),
        sqlite_with_rowid=False,
    )


def _figures():
    op.create_table(
        "turnout",
        of_vote(),
        sa.Column("channel", sa.String(32), primary_key=True),
        number("returned"),
        number("published"),
        moment("published_at"),
    )
    op.create_table(
        "vote_result",
        of_vote(),
        word("outcome"),
        *(number(name) for name in ("roll_size", "returned", "unverified", "spoiled")),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("by_channel", sa.JSON(), nullable=False),
        sa.Column("envelopes_root", sa.String(64), nullable=False),
        sa.Column("ballots_root", sa.String(64), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
    )


def downgrade():
    for table in reversed(TABLES):
        op.drop_table(table)
