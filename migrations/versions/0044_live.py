"""What goes on in the room: requests to speak and speeches, motions, raised hands.

Revision ID: 0044_live
Revises: 0043_calling
"""

import sqlalchemy as sa
from alembic import op

revision = "0044_live"
down_revision = "0043_calling"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
SPEAKING = sa.text("state = 'speaking'")


def _to(table, **more):
    return sa.ForeignKey(f"{table}.id", **more)


def upgrade():
    op.create_table(
        "speech",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("meeting_id", BIG, _to("meeting"), nullable=False),
        sa.Column("item_id", BIG, _to("agenda_item"), nullable=False),
        sa.Column("attendance_id", BIG, _to("attendance", ondelete="SET NULL")),
        sa.Column("body_id", BIG, _to("body")),
        sa.Column("door_id", BIG, _to("place")),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_by", BIG, _to("person", ondelete="SET NULL")),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("allowed", sa.Integer, nullable=False),
        sa.Column("began_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("seconds", sa.Integer, nullable=False),
    )
    op.create_index("ix_speech_meeting_id", "speech", ["meeting_id"])
    op.create_index("ix_speech_on_item", "speech", ["item_id", "state", "id"])
    op.create_index("ix_speech_attendance_id", "speech", ["attendance_id"])
    op.create_index("ix_speech_asked_by", "speech", ["asked_by"])
    op.create_index(
        "uq_speech_speaking", "speech", ["meeting_id"], unique=True, sqlite_where=SPEAKING,
        postgresql_where=SPEAKING,
    )  # fmt: skip
    op.create_table(
        "motion",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("meeting_id", BIG, _to("meeting"), nullable=False),
        sa.Column("item_id", BIG, _to("agenda_item"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("proposed_by", BIG, _to("person", ondelete="SET NULL")),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("frozen_at", sa.DateTime),
        sa.Column("read_at", sa.DateTime),
        sa.Column("breaks_id", BIG, _to("bottom_line")),
        sa.Column("replaces_id", BIG, _to("motion")),
        sa.Column("weight", sa.String(32)),
        sa.Column("way", sa.String(32)),
        sa.Column("hands_at", sa.DateTime),
        sa.Column("settled_at", sa.DateTime),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("for_count", sa.Integer, nullable=False),
        sa.Column("against_count", sa.Integer, nullable=False),
        sa.Column("abstain_count", sa.Integer, nullable=False),
        sa.UniqueConstraint("meeting_id", "number", name="uq_motion_number"),
        sa.UniqueConstraint("replaces_id", name="uq_motion_replaces_id"),
        sa.CheckConstraint(
            "for_count >= 0 AND against_count >= 0 AND abstain_count >= 0", name="ck_motion_hands_up"
        ),
    )
    op.create_index("ix_motion_item_id", "motion", ["item_id"])
    op.create_table(
        "hand",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("motion_id", BIG, _to("motion"), nullable=False),
        sa.Column("seat_id", BIG, _to("seat")),
        sa.Column("attendance_id", BIG, _to("attendance", ondelete="CASCADE")),
        sa.Column("choice", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("motion_id", "seat_id", name="uq_hand_seat"),
        sa.UniqueConstraint("motion_id", "attendance_id", name="uq_hand_attendance"),
        sa.CheckConstraint("(seat_id IS NULL) != (attendance_id IS NULL)", name="ck_hand_one_owner"),
    )
    op.create_index("ix_hand_attendance_id", "hand", ["attendance_id"])


def downgrade():
    for table in ("hand", "motion", "speech"):
        op.drop_table(table)
