"""Homes are told on a day, not at a moment; how many ballots were settled is kept without what they say.

Revision ID: 0021_told_by_day
Revises: 0020_vote_extension
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_told_by_day"
down_revision = "0020_vote_extension"


def upgrade():
    # Without row numbers, which would keep the order in which homes came on a day.
    with op.batch_alter_table("entered_ballot", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.add_column(sa.Column("noted_on", sa.Date))
        table.add_column(sa.Column("told_on", sa.Date))
        table.drop_index("ix_entered_ballot_untold")
    op.execute("UPDATE entered_ballot SET noted_on = entered_on")
    op.execute("UPDATE entered_ballot SET told_on = entered_on WHERE told")
    with op.batch_alter_table("entered_ballot", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.drop_column("told")
        table.alter_column("noted_on", existing_type=sa.Date(), nullable=False)
        table.create_index("ix_entered_ballot_untold", ["vote_id", "told_on"])
    op.add_column("paper_sheet", sa.Column("settled", sa.Integer, nullable=False, server_default="0"))
    _forget_what_was_counted()


def _forget_what_was_counted():
    """What `paper_count.let_go` does at the count, for votes counted before there was such a thing."""
    op.execute(
        "UPDATE paper_sheet SET settled = (SELECT count(*) FROM paper_settlement AS one "
        "WHERE one.vote_id = paper_sheet.vote_id) "
        "WHERE vote_id IN (SELECT id FROM vote WHERE state IN ('closed', 'void'))"
    )
    for table in ("paper_keying", "paper_settlement"):
        op.execute(
            f"DELETE FROM {table} WHERE vote_id IN "
            "(SELECT id FROM vote WHERE state IN ('closed', 'void') AND ballot_kind <> 'named')"
        )


def downgrade():
    op.drop_column("paper_sheet", "settled")
    with op.batch_alter_table("entered_ballot") as table:
        table.add_column(sa.Column("told", sa.Boolean, nullable=False, server_default=sa.true()))
        table.drop_index("ix_entered_ballot_untold")
    op.execute("UPDATE entered_ballot SET told = (told_on IS NOT NULL)")
    with op.batch_alter_table("entered_ballot") as table:
        table.drop_column("told_on")
        table.drop_column("noted_on")
        table.create_index("ix_entered_ballot_untold", ["vote_id", "told"])
