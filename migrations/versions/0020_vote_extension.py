"""A close that was put off: what was announced first, and why.

Revision ID: 0020_vote_extension
Revises: 0019_meeting_calls
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_vote_extension"
down_revision = "0019_meeting_calls"


def upgrade():
    op.add_column("vote", sa.Column("extended_from", sa.DateTime))
    op.add_column("vote", sa.Column("extension_reason", sa.Text))


def downgrade():
    with op.batch_alter_table("vote") as table:
        table.drop_column("extension_reason")
        table.drop_column("extended_from")
