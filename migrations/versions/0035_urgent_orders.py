"""Urgent orders: the duty roster, what happens on the spot, the notice to every door.

Revision ID: 0035_urgent_orders
Revises: 0034_exceptions
"""

import sqlalchemy as sa
from alembic import op

revision = "0035_urgent_orders"
down_revision = "0034_exceptions"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "duty_shift",
        sa.Column("id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("body_id", BIG, nullable=False),
        sa.Column("role_words", sa.String(40), nullable=False),
        sa.Column("phone", sa.String(32), server_default="", nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary()),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("is_weekly", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("until", sa.DateTime()),
        sa.Column("set_by", BIG),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("ended_by", BIG),
        sa.CheckConstraint("(phone = '') <> (phone_sealed IS NULL)", name="one_number"),
        sa.CheckConstraint("ends_at > starts_at", name="moments_in_order"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_duty_shift_body_id"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_duty_shift_ended_by"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_duty_shift_place_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_duty_shift_set_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_duty_shift_street_id"),
        sa.PrimaryKeyConstraint("id", name="pk_duty_shift"),
    )
    op.create_index("ix_duty_shift_place", "duty_shift", ["place_id", "ended_at"])
    op.create_index("ix_duty_shift_street", "duty_shift", ["street_id", "ended_at", "starts_at", "id"])
    op.create_table(
        "incident",
        sa.Column("id", BIG, nullable=False),
        sa.Column("issue_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("rung_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime()),
        sa.Column("arrived_at", sa.DateTime()),
        sa.Column("restored_at", sa.DateTime()),
        sa.Column("over_at", sa.DateTime()),
        sa.Column("opened_by", BIG),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_incident_community_id"),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name="fk_incident_issue_id"),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name="fk_incident_opened_by"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_incident_place_id"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_incident_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_incident_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_incident_issue_id", "incident", ["issue_id", "id"])
    op.create_index("ix_incident_street", "incident", ["street_id", "over_at", "rung_at", "id"])
    op.create_index(
        "uq_incident_open",
        "incident",
        ["issue_id"],
        unique=True,
        sqlite_where=sa.text("over_at IS NULL"),
        postgresql_where=sa.text("over_at IS NULL"),
    )
    op.create_table(
        "door_notice",
        sa.Column("id", BIG, nullable=False),
        sa.Column("incident_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("what", sa.String(120), nullable=False),
        sa.Column("until", sa.DateTime()),
        sa.Column("call_body_id", BIG),
        sa.Column("given_by", BIG),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_body_id"], ["body.id"], name="fk_door_notice_call_body_id"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_door_notice_community_id"),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name="fk_door_notice_given_by"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_door_notice_incident_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_door_notice_place_id"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_door_notice_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_door_notice_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_door_notice"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_door_notice_incident_id", "door_notice", ["incident_id", "id"])
    op.create_table(
        "incident_event",
        sa.Column("id", BIG, nullable=False),
        sa.Column("incident_id", BIG, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("measure", sa.String(32)),
        sa.Column("body_id", BIG),
        sa.Column("by_id", BIG),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_incident_event_body_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_incident_event_by_id"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_incident_event_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incident_event"),
    )
    op.create_index("ix_incident_event_body", "incident_event", ["body_id", "kind", "incident_id"])
    op.create_index("ix_incident_event_incident_id", "incident_event", ["incident_id", "happened_at", "id"])
    op.create_table(
        "notice_delivery",
        sa.Column("id", BIG, nullable=False),
        sa.Column("notice_id", BIG, nullable=False),
        sa.Column("door_id", BIG, nullable=False),
        sa.Column("delivered_at", sa.DateTime()),
        sa.Column("delivered_by", BIG),
        sa.ForeignKeyConstraint(["delivered_by"], ["person.id"], name="fk_notice_delivery_delivered_by"),
        sa.ForeignKeyConstraint(["door_id"], ["place.id"], name="fk_notice_delivery_door_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["door_notice.id"], name="fk_notice_delivery_notice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_delivery"),
        sa.UniqueConstraint("notice_id", "door_id", name="uq_notice_delivery_door"),
    )
    with op.batch_alter_table("body") as table:
        table.add_column(sa.Column("phone_24h", sa.String(32), server_default="", nullable=False))


def downgrade():
    with op.batch_alter_table("body") as table:
        table.drop_column("phone_24h")
    for table in ("notice_delivery", "incident_event", "door_notice", "incident", "duty_shift"):
        op.drop_table(table)
