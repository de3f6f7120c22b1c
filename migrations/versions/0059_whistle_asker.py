"""A department or utility may ask for a whistle: which one it was stands on the whistle.

Revision ID: 0059_whistle_asker
Revises: 0058_raised_last
"""

import sqlalchemy as sa
from alembic import op

revision = "0059_whistle_asker"
down_revision = "0058_raised_last"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
KEPT = {"sqlite_autoincrement": True}  # a table made anew must not give a number a second time


def upgrade():
    with op.batch_alter_table("whistle", table_kwargs=KEPT) as batch:
        batch.add_column(sa.Column("asked_by_body_id", BIG, nullable=True))
        batch.create_foreign_key("fk_whistle_asked_by_body_id", "body", ["asked_by_body_id"], ["id"])
        batch.create_index("ix_whistle_asked_by_body", ["asked_by_body_id", "id"])


def downgrade():
    with op.batch_alter_table("whistle", table_kwargs=KEPT) as batch:
        batch.drop_index("ix_whistle_asked_by_body")
        batch.drop_constraint("fk_whistle_asked_by_body_id", type_="foreignkey")
        batch.drop_column("asked_by_body_id")
