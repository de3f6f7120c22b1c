"""What an option costs, so that money can be given out among several.

Revision ID: 0023_option_costs
Revises: 0022_owners_and_roll
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_option_costs"
down_revision = "0022_owners_and_roll"


def upgrade():
    op.add_column("topic_option", sa.Column("cost_fen", sa.BigInteger))


def downgrade():
    op.drop_column("topic_option", "cost_fen")
