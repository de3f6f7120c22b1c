"""Turnout by building, written at the close.

Revision ID: 0014_building_turnout
Revises: 0013_changed_envelopes
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_building_turnout"
down_revision = "0013_changed_envelopes"

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "building_turnout",
        sa.Column("vote_id", BigId, sa.ForeignKey("vote.id"), autoincrement=False, nullable=False),
        sa.Column("place_id", BigId, sa.ForeignKey("place.id"), autoincrement=False, nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("voted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("vote_id", "place_id"),
    )


def downgrade():
    op.drop_table("building_turnout")
