"""A part whose deadline hangs on holidays not announced yet says so, to be counted anew once they are.

Revision ID: 0057_provisional_legs
Revises: 0056_legs_of_a_street
"""

import sqlalchemy as sa
from alembic import op

revision = "0057_provisional_legs"
down_revision = "0056_legs_of_a_street"

INDEX = "ix_dispatch_leg_provisional"


def upgrade():
    op.add_column(
        "dispatch_leg",
        sa.Column("is_provisional", sa.Boolean, server_default=sa.text("false"), nullable=False),
    )
    op.create_index(
        INDEX,
        "dispatch_leg",
        ["due_at"],
        sqlite_where=sa.text("is_provisional = 1"),
        postgresql_where=sa.text("is_provisional"),
    )


def downgrade():
    op.drop_index(INDEX, "dispatch_leg")
    op.drop_column("dispatch_leg", "is_provisional")
