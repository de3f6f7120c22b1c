"""A second person agrees before a telephone number is shown.

Revision ID: 0037_contact_requests
Revises: 0035_urgent_orders
"""

import sqlalchemy as sa
from alembic import op

revision = "0037_contact_requests"
down_revision = "0035_urgent_orders"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "contact_request",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("person_id", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("community_id", BIG, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("asked_by", BIG, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_role", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("settled_by", BIG, sa.ForeignKey("person.id")),
        sa.Column("settled_role", sa.String(32)),
        sa.Column("settled_at", sa.DateTime),
        sa.Column("granted", sa.Boolean),
        sa.Column("view_id", BIG, sa.ForeignKey("contact_view.id")),
    )
    op.create_index("ix_contact_request_person_id", "contact_request", ["person_id"])
    op.create_index("ix_contact_request_view_id", "contact_request", ["view_id"])
    op.create_index("ix_contact_request_waiting", "contact_request", ["community_id", "settled_at"])
    op.create_index("ix_contact_request_asker", "contact_request", ["asked_by", "person_id"])
    # Titles are indexed anew by the worker: their tokens are words of their own now (issues/search.py).
    op.execute(
        "INSERT INTO issue_search_due (issue_id, mark) SELECT issue.id, 1 FROM issue "
        "WHERE issue.visibility = 'public' AND issue.summary_state = 'released' "
        "AND issue.id NOT IN (SELECT issue_id FROM issue_search_due)"
    )


def downgrade():
    op.drop_table("contact_request")
