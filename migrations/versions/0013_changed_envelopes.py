"""Where the receipt of a replaced envelope is looked for: an index over those that were changed.

Revision ID: 0013_changed_envelopes
Revises: 0012_vote_terms
"""

import sqlalchemy as sa
from alembic import op

revision = "0013_changed_envelopes"
down_revision = "0012_vote_terms"

CHANGED = sa.text("replaced <> ''")


def upgrade():
    op.create_index(
        "ix_envelope_changed", "envelope", ["vote_id"], sqlite_where=CHANGED, postgresql_where=CHANGED
    )


def downgrade():
    op.drop_index("ix_envelope_changed", "envelope")
