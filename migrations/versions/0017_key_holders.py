"""Key holders, the box between close and opening, its rehearsal, and who opens it in public.

Revision ID: 0017_key_holders
Revises: 0016_ledger_nodes
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_key_holders"
down_revision = "0016_ledger_nodes"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _vote(**more):
    return sa.Column("vote_id", BIG, sa.ForeignKey("vote.id"), autoincrement=False, nullable=False, **more)


def upgrade():
    op.create_table(
        "key_holder",
        _vote(primary_key=True),
        sa.Column("no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
    )
    op.create_table(
        "box_rehearsal",
        _vote(primary_key=True),
        sa.Column("box", sa.Text, nullable=False),
        sa.Column("expected", sa.String(64), nullable=False),
        sa.Column("passed_on", sa.Date),
    )
    op.create_table(
        "sealed_box",
        _vote(primary_key=True),
        sa.Column("box", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("by_channel", sa.JSON, nullable=False),
        sa.Column("unverified", sa.Integer, nullable=False),
        sa.Column("sealed_on", sa.Date, nullable=False),
    )
    op.create_table(
        "box_opening",
        _vote(primary_key=True),
        sa.Column("box", sa.String(64), nullable=False),
        sa.Column("unreadable", sa.Integer, nullable=False),
        sa.Column("list", sa.String(64), nullable=False),
        sa.Column("spoiled", sa.JSON, nullable=False),
        sa.Column("signatures", sa.JSON, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
    )
    op.create_table(
        "opening_official",
        sa.Column("id", BIG, primary_key=True),
        _vote(),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("by_objectors", sa.Boolean, nullable=False),
    )
    op.create_index("ix_opening_official_vote_id", "opening_official", ["vote_id"])
    op.create_table(
        "opening_witness",
        _vote(primary_key=True),
        sa.Column(
            "person_id", BIG, sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True,
            autoincrement=False,
        ),
        sa.Column("body_id", BIG, sa.ForeignKey("body.id")),
        sa.Column("witnessed_on", sa.Date, nullable=False),
    )  # fmt: skip
    op.create_index("ix_opening_witness_person_id", "opening_witness", ["person_id"])


def downgrade():
    for table in (
        "opening_witness", "opening_official", "box_opening", "sealed_box", "box_rehearsal", "key_holder",
    ):  # fmt: skip
        op.drop_table(table)
