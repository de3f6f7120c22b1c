"""Newest is what was raised last: complaints of years ago keep their place when a list brings them over.

Revision ID: 0058_raised_last
Revises: 0057_provisional_legs
"""

from alembic import op

revision = "0058_raised_last"
down_revision = "0057_provisional_legs"

SCOPES = ("community_id", "area_id", "status", "category", "kind")
BY_NUMBER = ("community_id", "area_id", "status", "kind")  # category: the latest solved case is found by it


def upgrade():
    op.create_index("ix_issue_raised_at", "issue", ["raised_at", "id"])
    for scope in SCOPES:
        op.create_index(f"ix_issue_{scope}_raised_at", "issue", [scope, "raised_at", "id"])
    for scope in BY_NUMBER:
        op.drop_index(f"ix_issue_{scope}", "issue")


def downgrade():
    for scope in BY_NUMBER:
        op.create_index(f"ix_issue_{scope}", "issue", [scope, "id"])
    for scope in SCOPES:
        op.drop_index(f"ix_issue_{scope}_raised_at", "issue")
    op.drop_index("ix_issue_raised_at", "issue")
