"""Whose a different view in the minutes is, and since when they know that its day is there.

Revision ID: 0050_told
Revises: 0047_calling_residents
"""

import sqlalchemy as sa
from alembic import op

revision = "0050_told"
down_revision = "0047_calling_residents"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    with op.batch_alter_table("dissent") as batch:
        batch.add_column(sa.Column("person_id", BIG, nullable=True))
        batch.add_column(sa.Column("told_on", sa.Date(), nullable=True))
        batch.create_index("ix_dissent_person_id", ["person_id"])
        batch.create_foreign_key("fk_dissent_person_id", "person", ["person_id"], ["id"], ondelete="SET NULL")


def downgrade():
    with op.batch_alter_table("dissent") as batch:
        batch.drop_constraint("fk_dissent_person_id", type_="foreignkey")
        batch.drop_index("ix_dissent_person_id")
        batch.drop_column("told_on")
        batch.drop_column("person_id")
