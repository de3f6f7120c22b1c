"""The tree of places and the homes behind the doors."""

import sqlalchemy as sa
from alembic import op

revision = "0002_places"
down_revision = "0001_foundation_ledger"
branch_labels = None
depends_on = None

big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Byte order on PostgreSQL too: a range over paths is a subtree.
path = sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def upgrade():
    op.create_table(
        "place",
        sa.Column("id", big_id, nullable=False),
        sa.Column("parent_id", big_id, nullable=True),
        sa.Column("community_id", big_id, nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("spot", sa.String(32), nullable=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", path, nullable=True),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("width", sa.Double(), nullable=False),
        sa.Column("height", sa.Double(), nullable=False),
        sa.Column("note", sa.String(120), nullable=False),
        sa.Column("homes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["place.id"], name="fk_place_parent_id"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_place_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
        sa.UniqueConstraint("path", name="uq_place_path"),
        sa.UniqueConstraint("parent_id", "kind", "name", name="uq_place_parent_kind_name"),
    )
    op.create_index("ix_place_community_kind_number", "place", ["community_id", "kind", "number"])
    op.create_table(
        "household",
        sa.Column("id", big_id, nullable=False),
        sa.Column("community_id", big_id, nullable=False),
        sa.Column("door_id", big_id, nullable=False),
        sa.Column("unit_label", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area_centi", sa.Integer(), nullable=False),
        sa.CheckConstraint("area_centi > 0", name="ck_household_area_positive"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_household_community_id"),
        sa.ForeignKeyConstraint(["door_id"], ["place.id"], name="fk_household_door_id"),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
        sa.UniqueConstraint("door_id", "unit_label", name="uq_household_door_id_unit_label"),
    )
    op.create_index(
        "ix_household_community_door_position", "household", ["community_id", "door_id", "position"]
    )


def downgrade():
    op.drop_table("household")
    op.drop_table("place")
