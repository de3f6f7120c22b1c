"""How many parts a body was ever given, counted with the leg; indices of open legs alone.

Revision ID: 0038_dispatch_speed
Revises: 0037_contact_requests
"""

import sqlalchemy as sa
from alembic import op

revision = "0038_dispatch_speed"
down_revision = "0037_contact_requests"

COUNT = """
UPDATE leg_tally SET parts = (
  SELECT count(*) FROM dispatch_leg
  WHERE dispatch_leg.street_id = leg_tally.street_id AND dispatch_leg.body_id = leg_tally.body_id
)
"""

OPEN = sa.text("ended_at IS NULL")
INDICES = {
    "ix_dispatch_leg_body": ("body_id", "due_at", "id"),
    "ix_dispatch_leg_street": ("street_id", "due_at", "id"),
    "ix_dispatch_leg_board": ("street_id", "turned", "due_at", "id"),
}


def upgrade():
    with op.batch_alter_table("leg_tally") as tally:
        tally.add_column(sa.Column("parts", sa.Integer, server_default=sa.text("0"), nullable=False))
    op.execute(COUNT)
    for name, columns in INDICES.items():
        op.drop_index(name, "dispatch_leg")
        op.create_index(name, "dispatch_leg", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade():
    for name, (first, *others) in INDICES.items():
        op.drop_index(name, "dispatch_leg")
        op.create_index(name, "dispatch_leg", [first, "ended_at", *others])
    with op.batch_alter_table("leg_tally") as tally:
        tally.drop_column("parts")
