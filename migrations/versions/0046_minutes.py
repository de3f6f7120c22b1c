"""Notes and minutes of meetings, what was agreed and what not, corrections; streams and who is filmed.

Revision ID: 0046_minutes
Revises: 0045_found_by_number
"""

import sqlalchemy as sa
from alembic import op

revision = "0046_minutes"
down_revision = "0045_found_by_number"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "agreement",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("standard", sa.String(length=300), nullable=False),
        sa.Column("owner_body_id", BIG, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("became", sa.String(32), nullable=True),
        sa.Column("rule_text", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_agreement_meeting_id")),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_agreement_owner_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("meeting_id", "position", name="uq_agreement_position"),
    )
    op.create_table(
        "dissent",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=False),
        sa.Column("heard_again_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_dissent_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissent")),
    )
    op.create_index("ix_dissent_due", "dissent", ["heard_again_at", "again_on"], unique=False)
    op.create_index("ix_dissent_in_order", "dissent", ["meeting_id", "id"], unique=False)
    op.create_table(
        "meeting_stream",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("captions_url", sa.String(length=300), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("shown_at", sa.DateTime(), nullable=True),
        sa.Column("cut_at", sa.DateTime(), nullable=True),
        sa.Column("cut_reason", sa.String(length=200), nullable=False),
        sa.Column("gone_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name=op.f("fk_meeting_stream_community_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_stream_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_stream")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_stream_meeting_id")),
    )
    op.create_index("ix_meeting_stream_due", "meeting_stream", ["state", "keep_until"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("telling", sa.Text(), nullable=False),
        sa.Column("drafted_by", BIG, nullable=True),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column("comments_until", sa.Date(), nullable=True),
        sa.Column("confirm_by", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name=op.f("fk_minutes_community_id")),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["person.id"], name=op.f("fk_minutes_drafted_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    op.create_index("ix_minutes_due", "minutes", ["state", "confirm_by"], unique=False)
    op.create_index(
        "ix_minutes_newest", "minutes", ["community_id", "state", "published_at", "id"], unique=False
    )
    op.create_table(
        "erratum",
        sa.Column("id", BIG, nullable=False),
        sa.Column("minutes_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("was", sa.String(length=500), nullable=False),
        sa.Column("now", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("made_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_erratum_made_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_erratum_minutes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erratum")),
        sa.UniqueConstraint("minutes_id", "number", name="uq_erratum_number"),
    )
    op.create_index(op.f("ix_erratum_made_by"), "erratum", ["made_by"], unique=False)
    op.create_table(
        "meeting_note",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("beside_id", BIG, nullable=True),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_meeting_note_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["beside_id"], ["meeting_note.id"], name=op.f("fk_meeting_note_beside_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_meeting_note_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_note_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
    )
    op.create_index(op.f("ix_meeting_note_author_id"), "meeting_note", ["author_id"], unique=False)
    op.create_index("ix_meeting_note_in_order", "meeting_note", ["meeting_id", "id"], unique=False)
    op.create_table(
        "minutes_comment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("minutes_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("capacity", sa.String(32), nullable=False),
        sa.Column("body_id", BIG, nullable=True),
        sa.Column("door_id", BIG, nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_minutes_comment_body_id")),
        sa.ForeignKeyConstraint(["door_id"], ["place.id"], name=op.f("fk_minutes_comment_door_id")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_comment_minutes_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_minutes_comment_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_comment")),
    )
    op.create_index("ix_minutes_comment_in_order", "minutes_comment", ["minutes_id", "id"], unique=False)
    op.create_index(op.f("ix_minutes_comment_person_id"), "minutes_comment", ["person_id"], unique=False)
    op.create_table(
        "minutes_confirmation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("minutes_id", BIG, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("capacity", sa.String(32), nullable=False),
        sa.Column("body_id", BIG, nullable=True),
        sa.Column("door_id", BIG, nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_minutes_confirmation_body_id")),
        sa.ForeignKeyConstraint(["door_id"], ["place.id"], name=op.f("fk_minutes_confirmation_door_id")),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_confirmation_minutes_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_minutes_confirmation_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_confirmation")),
        sa.UniqueConstraint("minutes_id", "round", "person_id", name="uq_minutes_confirmation"),
    )
    op.create_index(
        op.f("ix_minutes_confirmation_person_id"), "minutes_confirmation", ["person_id"], unique=False
    )
    op.create_table(
        "stream_consent",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("attendance_id", BIG, nullable=False),
        sa.Column("filmed", sa.Boolean(), nullable=False),
        sa.Column("said_by", sa.String(32), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name=op.f("fk_stream_consent_attendance_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_stream_consent_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream_consent")),
        sa.UniqueConstraint("attendance_id", name=op.f("uq_stream_consent_attendance_id")),
    )
    op.create_index(op.f("ix_stream_consent_meeting_id"), "stream_consent", ["meeting_id"], unique=False)
    with op.batch_alter_table("action_item") as batch:
        batch.add_column(sa.Column("agreement_id", BIG, nullable=True))
        batch.create_index("ix_action_item_agreement_id", ["agreement_id"])
        batch.create_foreign_key("fk_action_item_agreement_id", "agreement", ["agreement_id"], ["id"])


def downgrade():
    with op.batch_alter_table("action_item") as batch:
        batch.drop_constraint("fk_action_item_agreement_id", type_="foreignkey")
        batch.drop_index("ix_action_item_agreement_id")
        batch.drop_column("agreement_id")
    op.drop_table("stream_consent")
    op.drop_table("minutes_confirmation")
    op.drop_table("minutes_comment")
    op.drop_table("meeting_note")
    op.drop_table("erratum")
    op.drop_table("minutes")
    op.drop_table("meeting_stream")
    op.drop_table("dissent")
    op.drop_table("agreement")
