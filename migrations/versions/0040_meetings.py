"""Places to meet, meetings, their agenda, and who came.

Revision ID: 0040_meetings
Revises: 0039_statements
"""

import sqlalchemy as sa
from alembic import op

revision = "0040_meetings"
down_revision = "0039_statements"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "venue",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.String(length=200), nullable=False),
        sa.Column("access", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name=op.f("fk_venue_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_venue_community_id_name")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("place_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=True),
        sa.Column("council_id", BIG, nullable=True),
        sa.Column("topic_id", BIG, nullable=True),
        sa.Column("issue_id", BIG, nullable=True),
        sa.Column("whistle_id", BIG, nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("where_held", sa.String(length=120), nullable=False),
        sa.Column("venue_id", BIG, nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes_planned", sa.Integer(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(), nullable=True),
        sa.Column("called_by", BIG, nullable=True),
        sa.Column("chair_id", BIG, nullable=True),
        sa.Column("recorder_id", BIG, nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("called_off_reason", sa.String(length=300), nullable=False),
        sa.Column("had_quorum", sa.Boolean(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["called_by"], ["person.id"], name=op.f("fk_meeting_called_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name=op.f("fk_meeting_community_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_meeting_council_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_meeting_issue_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_meeting_place_id")),
        sa.ForeignKeyConstraint(
            ["recorder_id"], ["person.id"], name=op.f("fk_meeting_recorder_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_meeting_thread_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_meeting_topic_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_meeting_venue_id")),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistle.id"], name=op.f("fk_meeting_whistle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meeting_ahead", "meeting", ["community_id", "state", "starts_at", "id"], unique=False)
    op.create_index("ix_meeting_council", "meeting", ["council_id", "starts_at", "id"], unique=False)
    op.create_index("ix_meeting_issue_id", "meeting", ["issue_id"], unique=False)
    op.create_index("ix_meeting_newest", "meeting", ["community_id", "starts_at", "id"], unique=False)
    op.create_index("ix_meeting_thread_id", "meeting", ["thread_id"], unique=False)
    op.create_index("ix_meeting_topic_id", "meeting", ["topic_id"], unique=False)
    op.create_index("ix_meeting_whistle_id", "meeting", ["whistle_id"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("topic_id", BIG, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_agenda_item_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("meeting_id", "position", name="uq_agenda_item_position"),
    )
    op.create_index(op.f("ix_agenda_item_topic_id"), "agenda_item", ["topic_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("capacity", sa.String(32), nullable=False),
        sa.Column("seat_id", BIG, nullable=True),
        sa.Column("body_id", BIG, nullable=True),
        sa.Column("door_id", BIG, nullable=True),
        sa.Column("checked_by", sa.String(32), nullable=False),
        sa.Column("came_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(capacity = 'seat') = (seat_id IS NOT NULL)", name=op.f("ck_attendance_seat_named")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_attendance_body_id")),
        sa.ForeignKeyConstraint(["door_id"], ["place.id"], name=op.f("fk_attendance_door_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_attendance_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "person_id", name="uq_attendance_person"),
        sa.UniqueConstraint("meeting_id", "seat_id", name="uq_attendance_seat"),
    )
    op.create_index("ix_attendance_in_order", "attendance", ["meeting_id", "id"], unique=False)
    op.create_index("ix_attendance_person_id", "attendance", ["person_id"], unique=False)


def downgrade():
    for table in ("attendance", "agenda_item", "meeting", "venue"):
        op.drop_table(table)
