"""The index of a street's open parts goes: its board reads them by colour, and no page all of them.

Revision ID: 0056_legs_of_a_street
Revises: 0055_outside_ranks
"""

import sqlalchemy as sa
from alembic import op

revision = "0056_legs_of_a_street"
down_revision = "0055_outside_ranks"

OPEN = sa.text("ended_at IS NULL")


def upgrade():
    op.drop_index("ix_dispatch_leg_street", "dispatch_leg")


def downgrade():
    columns = ["street_id", "due_at", "id"]
    op.create_index(
        "ix_dispatch_leg_street", "dispatch_leg", columns, sqlite_where=OPEN, postgresql_where=OPEN
    )
