"""The terms of a vote: who holds it, tie, silence, money, key holders, public opening; areas of a count.

Revision ID: 0012_vote_terms
Revises: 0011_notifications
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_vote_terms"
down_revision = "0011_notifications"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def word(name, default=None):
    """A StrEnum's value, with what older votes get."""
    return sa.Column(name, sa.String(32), nullable=default is None, server_default=default)


def text(name, size, nullable=False):
    return sa.Column(name, sa.String(size), nullable=nullable, server_default=None if nullable else "")


def yes_no(name, default):
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=default)


def number(name, kind=sa.Integer):
    return sa.Column(name, kind, nullable=False, server_default="0")


def vote_columns():
    """New columns of `vote`; made anew at each call, for a column belongs to one table."""
    return [
        word("conduct", "here"), text("convened_by", 120), text("matter", 40, nullable=True),
        yes_no("cannot_accept", sa.true()), word("tie_rule", "not_carried"), text("draw_source", 200),
        text("draw_value", 200, nullable=True), yes_no("silence_follows", sa.false()),
        sa.Column("points_most", sa.Integer()), sa.Column("budget_fen", BIG), word("budget_rule"),
        yes_no("proxies", sa.false()), number("holders_needed"), number("holders_total"),
        text("box_key", 64, nullable=True), sa.Column("opening_at", sa.DateTime()),
        text("opening_place", 120), sa.Column("roll_drawn_on", sa.Date()), number("roll_area", BIG),
    ]  # fmt: skip


def more():
    """(table, new columns) of each table touched."""
    return (
        ("vote", vote_columns()),
        ("vote_option", [sa.Column("cost_fen", BIG)]),
        ("vote_result", [number("roll_area", BIG), number("returned_area", BIG)]),
    )


def upgrade():
    for table, columns in more():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.add_column(column)
        with op.batch_alter_table(table) as batch:
            for column in columns:
                if column.server_default is not None:
                    batch.alter_column(column.name, server_default=None)


def downgrade():
    for table, columns in reversed(more()):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column.name)
