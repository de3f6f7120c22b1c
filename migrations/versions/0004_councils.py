"""Bodies, councils, seats and mandates."""

import sqlalchemy as sa
from alembic import op

revision = "0004_councils"
down_revision = "0003_accounts"
branch_labels = None
depends_on = None

big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "body",
        sa.Column("id", big_id, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("short_name", sa.String(40), nullable=False),
        sa.Column("community_id", big_id, nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_body_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_body"),
        sa.UniqueConstraint("name", name="uq_body_name"),
    )
    op.create_index("ix_body_community_id", "body", ["community_id"])
    op.create_table(
        "council",
        sa.Column("id", big_id, nullable=False),
        sa.Column("community_id", big_id, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_council_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_council"),
        sa.UniqueConstraint("community_id", "name", name="uq_council_community_id_name"),
    )
    op.create_table(
        "seat",
        sa.Column("id", big_id, nullable=False),
        sa.Column("council_id", big_id, nullable=False),
        sa.Column("body_id", big_id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_convener", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name="fk_seat_council_id"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_seat_body_id"),
        sa.PrimaryKeyConstraint("id", name="pk_seat"),
        sa.UniqueConstraint("council_id", "body_id", name="uq_seat_body"),
        sa.UniqueConstraint("council_id", "position", name="uq_seat_position"),
    )
    op.create_index("ix_seat_body_id", "seat", ["body_id"])
    op.create_table(
        "mandate",
        sa.Column("id", big_id, nullable=False),
        sa.Column("seat_id", big_id, nullable=False),
        sa.Column("person_id", big_id, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ck_mandate_days_in_order"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name="fk_mandate_seat_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_mandate_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mandate"),
    )
    op.create_index("ix_mandate_person_id", "mandate", ["person_id"])
    op.create_index(
        "uq_mandate_open",
        "mandate",
        ["seat_id", "role"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite took this key on trust in 0003
        op.create_foreign_key("fk_membership_body_id", "membership", "body", ["body_id"], ["id"])


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_membership_body_id", "membership", type_="foreignkey")
    for table in ("mandate", "seat", "council", "body"):
        op.drop_table(table)
