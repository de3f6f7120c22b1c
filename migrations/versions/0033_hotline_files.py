"""The hotline's files: layouts, what they said of an order, complainants, the city's callback, exports.

Revision ID: 0033_hotline_files
Revises: 0032_dispatch_table
"""

import sqlalchemy as sa
from alembic import op

from civic.database import append_only

revision = "0033_hotline_files"
down_revision = "0032_dispatch_table"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def reference(name, target, **options):
    return sa.Column(name, BIG, sa.ForeignKey(target), **options)


def needed(name, kind, **options):
    return sa.Column(name, kind, nullable=False, **options)


def count(name):
    return needed(name, sa.Integer, server_default=sa.text("0"))


def of_order():
    return reference("order_id", "work_order.id", primary_key=True, autoincrement=False)


def upgrade():
    op.create_table(
        "hotline_layout",
        sa.Column("id", BIG, primary_key=True),
        needed("source", sa.String(32)),
        needed("digest", sa.String(64)),
        needed("names", sa.JSON),
        needed("codes", sa.JSON),
        needed("used_at", sa.DateTime),
        sa.UniqueConstraint("source", "digest", name="uq_hotline_layout_digest"),
    )
    op.create_table(
        "hotline_row",
        of_order(),
        reference("layout_id", "hotline_layout.id", nullable=False),
        needed("title_length", sa.Integer),
        sa.Column("submitted_at", sa.DateTime),
        sa.Column("received_at", sa.DateTime),
        needed("kind_words", sa.String(64)),
        needed("category_words", sa.String(200)),
        needed("place_words", sa.String(500)),
        needed("lead_words", sa.String(100)),
        needed("assist_words", sa.JSON),
        reference("lead_id", "body.id"),
        needed("assist_ids", sa.JSON),
        needed("others", sa.JSON),
    )
    op.create_table("order_words", of_order(), needed("key", sa.String(32)))
    op.create_index("ix_order_words_key", "order_words", ["key", "order_id"])
    _create_personal()
    op.create_table(
        "city_callback",
        sa.Column("id", BIG, primary_key=True),
        reference("order_id", "work_order.id", nullable=False),
        needed("source", sa.String(32)),
        sa.Column("contacted", sa.Boolean),
        needed("solved", sa.String(32)),
        needed("satisfied", sa.String(32)),
        needed("at", sa.DateTime),
    )
    op.create_index("ix_city_callback_order", "city_callback", ["order_id", "id"])
    op.create_table(
        "hotline_export",
        sa.Column("id", BIG, primary_key=True),
        needed("source", sa.String(32)),
        reference("street_id", "place.id", nullable=False),
        sa.Column("since", sa.DateTime),
        needed("since_order", BIG),
        needed("until", sa.DateTime),
        needed("until_order", BIG),
        needed("orders", sa.Integer),
        reference("asked_by", "person.id"),
        needed("asked_at", sa.DateTime),
    )
    op.create_index("ix_hotline_export_source", "hotline_export", ["source", "id"])
    _create_upload()


def _create_personal():
    op.create_table(
        "personal_authorisation",
        sa.Column("id", BIG, primary_key=True),
        needed("source", sa.String(32)),
        needed("allowed_by", sa.String(100)),
        needed("reference", sa.String(100)),
        needed("retain_until", sa.Date),
        reference("recorded_by", "person.id"),
        needed("recorded_at", sa.DateTime),
    )
    op.create_table(
        "complainant",
        of_order(),
        sa.Column("name_sealed", sa.LargeBinary),
        sa.Column("phone_sealed", sa.LargeBinary),
        needed("confidential", sa.Boolean, server_default=sa.text("true")),
        reference("authorisation_id", "personal_authorisation.id", nullable=False),
        needed("retain_until", sa.Date),
    )
    op.create_index("ix_complainant_retain", "complainant", ["retain_until", "order_id"])
    op.create_table(
        "complainant_view",
        sa.Column("id", BIG, primary_key=True),
        reference("order_id", "work_order.id", nullable=False),
        reference("viewer_id", "person.id", nullable=False),
        needed("reason", sa.String(200)),
        needed("viewed_at", sa.DateTime),
    )
    op.create_index("ix_complainant_view_order", "complainant_view", ["order_id", "id"])
    append_only(op, "complainant_view")


def _create_upload():
    op.create_table(
        "hotline_upload",
        sa.Column("id", BIG, primary_key=True),
        needed("token", sa.String(32), unique=True),
        needed("name", sa.String(100)),
        needed("size", sa.Integer),
        needed("source", sa.String(32)),
        reference("street_id", "place.id", nullable=False),
        reference("community_id", "place.id", nullable=False),
        reference("authorisation_id", "personal_authorisation.id"),
        needed("state", sa.String(32)),
        reference("handed_in_by", "person.id"),
        needed("handed_in_at", sa.DateTime),
        needed("why", sa.String(500), server_default=""),
        *(count(name) for name in ("good", "bad", "new", "known", "callbacks", "personal")),
        sa.Column("claimed_until", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        needed("version", sa.Integer, server_default=sa.text("1")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hotline_upload_street", "hotline_upload", ["street_id", "id"])
    op.create_index("ix_hotline_upload_state", "hotline_upload", ["state", "id"])


def downgrade():
    for name in (
        "hotline_upload",
        "hotline_export",
        "city_callback",
        "complainant_view",
        "complainant",
        "personal_authorisation",
        "order_words",
        "hotline_row",
        "hotline_layout",
    ):
        op.drop_table(name)
