"""Owners with several homes, the roll that hangs out and objections to it, proxies in writing.

Revision ID: 0022_owners_and_roll
Revises: 0021_told_by_day
"""

import sqlalchemy as sa
from alembic import op

revision = "0022_owners_and_roll"
down_revision = "0021_told_by_day"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
CODE = sa.String(32)


def part_of_key(name, target):
    return sa.Column(name, BIG, sa.ForeignKey(target), primary_key=True, autoincrement=False)


def points(name, target, **how):
    return sa.Column(name, BIG, sa.ForeignKey(target), nullable=how.pop("nullable", False), **how)


def person(name):
    return sa.Column(name, BIG, sa.ForeignKey("person.id", ondelete="SET NULL"))


def upgrade():
    op.create_table(
        "owner",
        sa.Column("id", BIG, primary_key=True),
        points("community_id", "place.id"),
        sa.Column("basis", CODE, nullable=False),
        person("entered_by"),
        sa.Column("entered_on", sa.Date(), nullable=False),
    )
    op.create_index("ix_owner_community", "owner", ["community_id", "id"])
    op.create_table("owned_home", part_of_key("household_id", "household.id"), points("owner_id", "owner.id"))
    op.create_index("ix_owned_home_owner_id", "owned_home", ["owner_id"])
    op.create_table(
        "roll_home",
        part_of_key("vote_id", "vote.id"),
        part_of_key("household_id", "household.id"),
        points("roll_entry_id", "roll_entry.id"),
    )
    op.create_index("ix_roll_home_line", "roll_home", ["roll_entry_id"])
    _objections()
    _proxies()


def _objections():
    op.create_table(
        "roll_objection",
        sa.Column("id", BIG, primary_key=True),
        points("vote_id", "vote.id"),
        points("household_id", "household.id"),
        sa.Column("words", sa.Text, nullable=False),
        person("raised_by"),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("ruling", CODE),
        sa.Column("reason", sa.Text),
        person("settled_by"),
        sa.Column("settled_on", sa.Date()),
    )
    waiting = sa.text("ruling IS NULL")
    op.create_index(
        "uq_roll_objection_open", "roll_objection", ["vote_id", "household_id"],
        unique=True, sqlite_where=waiting, postgresql_where=waiting,
    )  # fmt: skip


def _proxies():
    op.create_table(
        "proxy",
        sa.Column("id", BIG, primary_key=True),
        points("vote_id", "vote.id"),
        points("giver_id", "roll_entry.id"),
        points("holder_id", "roll_entry.id", nullable=True),
        sa.Column("holder_key", sa.String(64), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        person("entered_by"),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("ended", CODE),
        sa.Column("ended_on", sa.Date()),
    )
    live = sa.text("ended IS NULL")
    op.create_index(
        "uq_proxy_giver", "proxy", ["vote_id", "giver_id"],
        unique=True, sqlite_where=live, postgresql_where=live,
    )  # fmt: skip
    op.create_index("ix_proxy_holder", "proxy", ["vote_id", "holder_key"])


def downgrade():
    for table in ("proxy", "roll_objection", "roll_home", "owned_home", "owner"):
        op.drop_table(table)
