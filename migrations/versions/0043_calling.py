"""Calling a meeting: invitations, requests, slips of paper; a seat may pass on in the middle of a meeting.

Revision ID: 0043_calling
Revises: 0040_meetings
"""

import sqlalchemy as sa
from alembic import op

revision = "0043_calling"
down_revision = "0040_meetings"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
THERE = sa.text("left_at IS NULL")


def upgrade():
    op.add_column("meeting", sa.Column("seats_present", sa.Integer, nullable=False, server_default="0"))
    op.add_column("meeting", sa.Column("sequence", sa.Integer, nullable=False, server_default="0"))
    op.add_column("meeting", sa.Column("urgent_reason", sa.String(300), nullable=False, server_default=""))
    with op.batch_alter_table("attendance") as table:
        table.drop_constraint("uq_attendance_seat", type_="unique")
    op.create_index(
        "uq_attendance_seat", "attendance", ["meeting_id", "seat_id"], unique=True,
        sqlite_where=THERE, postgresql_where=THERE,
    )  # fmt: skip
    op.create_table(
        "meeting_invitation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("body_id", BIG, nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("who", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_invitation_meeting_id"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_meeting_invitation_body_id"),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name="fk_meeting_invitation_answered_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_invitation"),
        sa.UniqueConstraint("meeting_id", "body_id", name="uq_meeting_invitation_body"),
    )
    op.create_index("ix_meeting_invitation_body_id", "meeting_invitation", ["body_id"])
    op.create_table(
        "meeting_request",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("council_id", BIG, nullable=False),
        sa.Column("body_id", BIG, nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_by", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("meeting_id", BIG, nullable=True),
        sa.Column("answer", sa.String(300), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_meeting_request_community_id"),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name="fk_meeting_request_council_id"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_meeting_request_body_id"),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name="fk_meeting_request_asked_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_request_meeting_id"),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name="fk_meeting_request_answered_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_request"),
    )
    op.create_index("ix_meeting_request_waiting", "meeting_request", ["community_id", "answered_at", "id"])
    op.create_index("ix_meeting_request_council_id", "meeting_request", ["council_id", "id"])
    op.create_table(
        "opinion_slip",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("item_id", BIG, nullable=True),
        sa.Column("opinion_id", BIG, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("keyed_by", BIG, nullable=True),
        sa.Column("keyed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_opinion_slip_meeting_id"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name="fk_opinion_slip_item_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name="fk_opinion_slip_opinion_id"),
        sa.ForeignKeyConstraint(
            ["keyed_by"], ["person.id"], name="fk_opinion_slip_keyed_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opinion_slip"),
        sa.UniqueConstraint("meeting_id", "number", name="uq_opinion_slip_number"),
    )
    op.create_index("ix_opinion_slip_item_id", "opinion_slip", ["item_id"])
    op.create_index("ix_opinion_slip_opinion_id", "opinion_slip", ["opinion_id"])


def downgrade():
    for table in ("opinion_slip", "meeting_request", "meeting_invitation"):
        op.drop_table(table)
    op.drop_index("uq_attendance_seat", "attendance")
    with op.batch_alter_table("attendance") as table:
        table.create_unique_constraint("uq_attendance_seat", ["meeting_id", "seat_id"])
    with op.batch_alter_table("meeting") as table:
        for column in ("urgent_reason", "sequence", "seats_present"):
            table.drop_column(column)
