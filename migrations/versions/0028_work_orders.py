"""Work orders and their legs; what a community may be given.

Revision ID: 0028_work_orders
Revises: 0027_street_bodies
"""

import sqlalchemy as sa
from alembic import op

revision = "0028_work_orders"
down_revision = "0027_street_bodies"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "community_duty",
        sa.Column("id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("set_by", BIG),
        sa.Column("set_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_community_duty_set_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_community_duty_street_id"),
        sa.PrimaryKeyConstraint("id", name="pk_community_duty"),
        sa.UniqueConstraint("street_id", "category", name="uq_community_duty"),
    )
    op.create_table(
        "work_order",
        sa.Column("id", BIG, nullable=False),
        sa.Column("issue_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("source", sa.String(32), server_default="", nullable=False),
        sa.Column("external_no", sa.String(64)),
        sa.Column("priority", sa.String(32), server_default="", nullable=False),
        sa.Column("category", sa.String(64)),
        sa.Column("urgency", sa.String(32)),
        sa.Column("first_receiver_id", BIG),
        sa.Column("objections", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("is_excluded", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("received_by", BIG),
        sa.Column("dispatched_at", sa.DateTime),
        sa.Column("due_at", sa.DateTime),
        sa.Column("due_is_given", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("replied_at", sa.DateTime),
        sa.Column("called_back_at", sa.DateTime),
        sa.Column("closed_at", sa.DateTime),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("version", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_work_order_community_id"),
        sa.ForeignKeyConstraint(["first_receiver_id"], ["body.id"], name="fk_work_order_first_receiver_id"),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name="fk_work_order_issue_id"),
        sa.ForeignKeyConstraint(["received_by"], ["person.id"], name="fk_work_order_received_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_work_order_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_work_order_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_work_order"),
        sa.UniqueConstraint("issue_id", name="uq_work_order_issue_id"),
        sa.UniqueConstraint("source", "external_no", name="uq_work_order_external_no"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_work_order_changed", "work_order", ["source", "changed_at", "id"])
    op.create_index("ix_work_order_community", "work_order", ["community_id", "state", "id"])
    op.create_index("ix_work_order_dispatched", "work_order", ["street_id", "dispatched_at", "id"])
    op.create_index("ix_work_order_inbox", "work_order", ["street_id", "state", "id"])
    op.create_index("ix_work_order_thread", "work_order", ["thread_id"])
    op.create_table(
        "dispatch_leg",
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("round", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.Column("body_id", BIG, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.Column("sent_by", BIG),
        sa.Column("accepted_at", sa.DateTime),
        sa.Column("accepted_by", BIG),
        sa.Column("contact_due_at", sa.DateTime),
        sa.Column("contacted_at", sa.DateTime),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("amber_at", sa.DateTime, nullable=False),
        sa.Column("next_look_at", sa.DateTime),
        sa.Column("contact_urged_at", sa.DateTime),
        sa.Column("warned_at", sa.DateTime),
        sa.Column("late_since", sa.DateTime),
        sa.Column("turned", sa.String(32), nullable=False),
        sa.Column("escalated_to", sa.String(32), nullable=False),
        sa.Column("replied_at", sa.DateTime),
        sa.Column("replied_by", BIG),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("reply_words", sa.Text, server_default="", nullable=False),
        sa.Column("reply_basis", sa.Text, server_default="", nullable=False),
        sa.Column("explained_by", sa.String(60), server_default="", nullable=False),
        sa.Column("explained_to", sa.String(120), server_default="", nullable=False),
        sa.Column("evidence_words", sa.String(200), server_default="", nullable=False),
        sa.Column("version", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name="fk_dispatch_leg_accepted_by"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_dispatch_leg_body_id"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_dispatch_leg_community_id"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_dispatch_leg_order_id"),
        sa.ForeignKeyConstraint(["replied_by"], ["person.id"], name="fk_dispatch_leg_replied_by"),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name="fk_dispatch_leg_sent_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_dispatch_leg_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_dispatch_leg_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dispatch_leg"),
        sa.UniqueConstraint("order_id", "round", "body_id", name="uq_dispatch_leg_body"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "leg_tally",
        sa.Column("street_id", BIG, sa.ForeignKey("place.id"), primary_key=True, autoincrement=False),
        sa.Column("body_id", BIG, sa.ForeignKey("body.id"), primary_key=True, autoincrement=False),
        sa.Column("green", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("amber", sa.Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("red", sa.Integer, server_default=sa.text("0"), nullable=False),
    )
    op.create_index(
        "ix_dispatch_leg_board", "dispatch_leg", ["street_id", "ended_at", "turned", "due_at", "id"]
    )
    op.create_index("ix_dispatch_leg_body", "dispatch_leg", ["body_id", "ended_at", "due_at", "id"])
    op.create_index("ix_dispatch_leg_look", "dispatch_leg", ["next_look_at"])
    op.create_index("ix_dispatch_leg_street", "dispatch_leg", ["street_id", "ended_at", "due_at", "id"])
    op.create_index("ix_dispatch_leg_thread", "dispatch_leg", ["thread_id"])
    op.add_column(
        "issue", sa.Column("helper_body_ids", sa.JSON, server_default=sa.text("'[]'"), nullable=False)
    )
    op.add_column("issue", sa.Column("work_order_id", BIG))
    op.add_column("issue", sa.Column("street_id", BIG))


def downgrade():
    op.drop_column("issue", "street_id")
    op.drop_column("issue", "work_order_id")
    op.drop_column("issue", "helper_body_ids")
    op.drop_table("leg_tally")
    op.drop_table("dispatch_leg")
    op.drop_table("work_order")
    op.drop_table("community_duty")
