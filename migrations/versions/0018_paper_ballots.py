"""Paper ballots: register, keying twice, hand count; what was entered for a home, challenges, certification.

Revision ID: 0018_paper_ballots
Revises: 0017_key_holders
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_paper_ballots"
down_revision = "0017_key_holders"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
CODE = sa.String(32)
FLAW_OR_CONTENT = "(content IS NULL) = (flaw IS NOT NULL)"


def vote():
    return sa.Column("vote_id", BIG, sa.ForeignKey("vote.id"), primary_key=True, autoincrement=False)


def number():
    return sa.Column("number", sa.Integer, primary_key=True, autoincrement=False)


def unit(**how):
    return sa.Column("roll_entry_id", BIG, sa.ForeignKey("roll_entry.id"), **how)


def person(name):
    return sa.Column(name, BIG, sa.ForeignKey("person.id", ondelete="SET NULL"))


def read():
    return sa.Column("content", sa.JSON), sa.Column("flaw", CODE)


def upgrade():
    _register()
    _keying()
    _certifying()


def _register():
    op.create_table(
        "paper_ballot",
        vote(),
        number(),
        unit(),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("fate", CODE, nullable=False),
        sa.Column("fate_on", sa.Date()),
        sa.Column("flaw", CODE),
        sa.CheckConstraint(
            "(fate = 'spoiled') = (flaw IS NOT NULL)", name="ck_paper_ballot_spoiled_for_a_reason"
        ),
    )
    live = sa.text("fate <> 'spoiled'")
    op.create_index(
        "uq_paper_ballot_unit", "paper_ballot", ["vote_id", "roll_entry_id"],
        unique=True, sqlite_where=live, postgresql_where=live,
    )  # fmt: skip
    op.create_index("ix_paper_ballot_fate", "paper_ballot", ["vote_id", "fate"])
    op.create_table(
        "paper_visit",
        vote(),
        unit(primary_key=True, autoincrement=False),
        sa.Column("visited_on", sa.Date(), primary_key=True),
    )
    op.create_table(
        "paper_sheet",
        vote(),
        sa.Column("returned", sa.Integer, nullable=False),
        sa.Column("spoiled", sa.Integer, nullable=False),
        sa.Column("unreturned", sa.Integer, nullable=False),
        person("counted_by"),
        sa.Column("counted_on", sa.Date(), nullable=False),
    )


def _keying():
    turn = {"primary_key": True, "autoincrement": False}
    op.create_table(
        "paper_keyer",
        vote(),
        sa.Column("turn", sa.Integer, **turn),
        sa.Column("body_id", BIG, sa.ForeignKey("body.id"), nullable=False),
        sa.UniqueConstraint("vote_id", "body_id", name="uq_paper_keyer_body"),
        sa.CheckConstraint("turn IN (1, 2)", name="ck_paper_keyer_two_turns"),
    )
    op.create_table(
        "paper_keying",
        vote(),
        number(),
        sa.Column("turn", sa.Integer, **turn),
        person("keyed_by"),
        *read(),
        sa.Column("keyed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote_id", "turn"], ["paper_keyer.vote_id", "paper_keyer.turn"], name="fk_paper_keying_turn"
        ),
        sa.UniqueConstraint("vote_id", "number", "keyed_by", name="uq_paper_keying_person"),
        sa.CheckConstraint(FLAW_OR_CONTENT, name="ck_paper_keying_content_or_flaw"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paper_settlement",
        vote(),
        number(),
        *read(),
        sa.Column("reason", sa.Text(), nullable=False),
        person("settled_by"),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.CheckConstraint(FLAW_OR_CONTENT, name="ck_paper_settlement_content_or_flaw"),
        sqlite_with_rowid=False,
    )


def _certifying():
    op.create_table(
        "entered_ballot",
        vote(),
        unit(primary_key=True, autoincrement=False),
        sa.Column("channel", CODE, primary_key=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("told", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_entered_ballot_untold", "entered_ballot", ["vote_id", "told"])
    op.create_table(
        "entry_challenge",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("vote_id", BIG, sa.ForeignKey("vote.id"), nullable=False),
        unit(),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("ruling", CODE),
        sa.Column("reason", sa.Text(), nullable=False),
        person("settled_by"),
        sa.Column("settled_on", sa.Date()),
    )
    waiting = sa.text("ruling IS NULL")
    op.create_index(
        "uq_entry_challenge_open", "entry_challenge", ["vote_id", "roll_entry_id"],
        unique=True, sqlite_where=waiting, postgresql_where=waiting,
    )  # fmt: skip
    op.create_table(
        "vote_certification",
        vote(),
        sa.Column("body_id", BIG, sa.ForeignKey("body.id"), nullable=False),
        person("certified_by"),
        sa.Column("certified_on", sa.Date(), nullable=False),
    )
    op.create_table(
        "vote_announcement",
        vote(),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        person("entered_by"),
    )


def downgrade():
    for table in (
        "vote_announcement", "vote_certification", "entry_challenge", "entered_ballot", "paper_settlement",
        "paper_keying", "paper_keyer", "paper_sheet", "paper_visit", "paper_ballot",
    ):  # fmt: skip
        op.drop_table(table)
