"""Categories as data, the dispatch table, and why the community's list changed.

Revision ID: 0032_dispatch_table
Revises: 0031_callbacks
"""

import sqlalchemy as sa
from alembic import op

revision = "0032_dispatch_table"
down_revision = "0031_callbacks"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "category",
        sa.Column("id", BIG, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("parent", sa.String(64), server_default="", nullable=False),
        sa.Column("label", sa.String(40), server_default="", nullable=False),
        sa.Column("position", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("is_active", sa.Boolean, server_default=sa.text("true"), nullable=False),
        sa.Column("questions", sa.JSON),
        sa.Column("divert_text", sa.String(120)),
        sa.Column("divert_phone", sa.String(40)),
        sa.Column("is_provisional", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("set_by", BIG),
        sa.Column("set_at", sa.DateTime, nullable=False),
        sa.Column("version", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_category_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_category"),
        sa.UniqueConstraint("code", name="uq_category_code"),
    )
    op.create_index("ix_category_parent", "category", ["parent", "position", "id"])
    op.create_table(
        "category_version",
        sa.Column("id", BIG, nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_category_version"),
    )
    op.create_table(
        "dispatch_rule",
        sa.Column("id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("category", sa.String(64), server_default="", nullable=False),
        sa.Column("lead_body_id", BIG, nullable=False),
        sa.Column("assist_body_ids", sa.JSON, server_default=sa.text("'[]'"), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("set_by", BIG),
        sa.Column("set_at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.String(200), server_default="", nullable=False),
        sa.Column("ended_by", BIG),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("end_reason", sa.String(200), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_dispatch_rule_ended_by"),
        sa.ForeignKeyConstraint(["lead_body_id"], ["body.id"], name="fk_dispatch_rule_lead_body_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_dispatch_rule_place_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_dispatch_rule_set_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_dispatch_rule_street_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dispatch_rule"),
    )
    op.create_index("ix_dispatch_rule_street", "dispatch_rule", ["street_id", "valid_to", "category"])
    op.create_index(
        "uq_dispatch_rule_open",
        "dispatch_rule",
        ["place_id", "category"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "community_duty_change",
        sa.Column("id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("role", sa.String(32)),
        sa.Column("reason", sa.String(200), server_default="", nullable=False),
        sa.Column("set_by", BIG),
        sa.Column("set_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_community_duty_change_set_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_community_duty_change_street_id"),
        sa.PrimaryKeyConstraint("id", name="pk_community_duty_change"),
    )
    op.create_index("ix_community_duty_change_street", "community_duty_change", ["street_id", "id"])


def downgrade():
    op.drop_table("community_duty_change")
    op.drop_table("dispatch_rule")
    op.drop_table("category_version")
    op.drop_table("category")
