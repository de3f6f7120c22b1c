"""Bodies serve a street, a district or a city; a dissolved one has a last day.

Revision ID: 0027_street_bodies
Revises: 0026_owners_calls
"""

import sqlalchemy as sa
from alembic import op

revision = "0027_street_bodies"
down_revision = "0026_owners_calls"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    with op.batch_alter_table("body") as batch:
        batch.add_column(sa.Column("place_id", BIG))
        batch.add_column(sa.Column("ended_on", sa.Date))
        batch.create_foreign_key("fk_body_place_id", "place", ["place_id"], ["id"])
        batch.create_index("ix_body_place_id", ["place_id"])
    op.execute("UPDATE body SET place_id = community_id WHERE community_id IS NOT NULL")


def downgrade():
    with op.batch_alter_table("body") as batch:
        batch.drop_index("ix_body_place_id")
        batch.drop_constraint("fk_body_place_id", type_="foreignkey")
        batch.drop_column("ended_on")
        batch.drop_column("place_id")
