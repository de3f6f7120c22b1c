"""Callers of the hotline are found by their sealed number; the link of a notice is kept as a fingerprint.

Revision ID: 0045_found_by_number
Revises: 0044_live
"""

import sqlalchemy as sa
from alembic import op

from civic.accounts.sealing import lookup

revision = "0045_found_by_number"
down_revision = "0044_live"


def upgrade():
    with op.batch_alter_table("complainant") as complainant:
        complainant.add_column(sa.Column("phone_lookup", sa.String(64)))
    op.create_index("ix_complainant_phone", "complainant", ["phone_lookup"])
    with op.batch_alter_table("affected_notice") as notice:
        notice.add_column(sa.Column("token_salt", sa.String(32)))
        notice.add_column(sa.Column("token_lookup", sa.String(64)))
    _keep_fingerprints()
    with op.batch_alter_table("affected_notice") as notice:
        notice.drop_constraint("uq_affected_notice_token", type_="unique")
        notice.drop_column("token")
        notice.create_unique_constraint("uq_affected_notice_token_lookup", ["token_lookup"])


def _keep_fingerprints():
    """Links handed out before go on working; only whoever holds them knows them now."""
    rows = op.get_bind().execute(sa.text("SELECT id, token FROM affected_notice")).all()
    for number, token in rows:
        op.get_bind().execute(
            sa.text("UPDATE affected_notice SET token_lookup = :kept WHERE id = :number"),
            {"kept": lookup("notice-token", token), "number": number},
        )


def downgrade():
    """Links of notices cannot be read back: each gets one that nobody holds."""
    with op.batch_alter_table("affected_notice") as notice:
        notice.add_column(sa.Column("token", sa.String(32)))
    op.execute("UPDATE affected_notice SET token = substr(token_lookup, 1, 32)")
    with op.batch_alter_table("affected_notice") as notice:
        notice.drop_constraint("uq_affected_notice_token_lookup", type_="unique")
        notice.drop_column("token_lookup")
        notice.drop_column("token_salt")
        notice.alter_column("token", existing_type=sa.String(32), nullable=False)
        notice.create_unique_constraint("uq_affected_notice_token", ["token"])
    op.drop_index("ix_complainant_phone", "complainant")
    with op.batch_alter_table("complainant") as complainant:
        complainant.drop_column("phone_lookup")
