"""How many parts a body was ever given, counted with the leg: no page counts all legs.

Revision ID: 0038_dispatch_speed
Revises: 0037_contact_requests
"""

import sqlalchemy as sa
from alembic import op

revision = "0038_dispatch_speed"
down_revision = "0037_contact_requests"
branch_labels = None
depends_on = None

COUNT = """
UPDATE leg_tally SET parts = (
  SELECT count(*) FROM dispatch_leg
  WHERE dispatch_leg.street_id = leg_tally.street_id AND dispatch_leg.body_id = leg_tally.body_id
)
"""


def upgrade():
    with op.batch_alter_table("leg_tally") as tally:
        tally.add_column(sa.Column("parts", sa.Integer, server_default=sa.text("0"), nullable=False))
    op.execute(COUNT)


def downgrade():
    with op.batch_alter_table("leg_tally") as tally:
        tally.drop_column("parts")
