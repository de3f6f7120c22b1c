"""Every seat asks for a meeting, a resident's own too; a paper of a topic knows whose minutes it is.

Revision ID: 0051_seats_ask
Revises: 0050_told
"""

import sqlalchemy as sa
from alembic import op

revision = "0051_seats_ask"
down_revision = "0050_told"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")

# A body asked for one seat of that council; several are not possible (uq_seat_body).
OF_BODY = """UPDATE meeting_request SET seat_id = (SELECT seat.id FROM seat
WHERE seat.council_id = meeting_request.council_id AND seat.body_id = meeting_request.body_id)"""
WHOSE_MINUTES = """UPDATE topic_document SET meeting_id = (SELECT max(meeting.id) FROM meeting
JOIN minutes ON minutes.meeting_id = meeting.id AND minutes.state = 'published'
WHERE meeting.topic_id = topic_document.topic_id AND meeting.title = topic_document.title)
WHERE kind = 'minutes'"""


def upgrade():
    with op.batch_alter_table("meeting_request") as batch:
        batch.add_column(sa.Column("seat_id", BIG, nullable=True))
        batch.create_foreign_key("fk_meeting_request_seat_id", "seat", ["seat_id"], ["id"])
        batch.create_index("ix_meeting_request_seat_id", ["seat_id"])
        batch.alter_column("body_id", existing_type=BIG, nullable=True)
    op.execute(OF_BODY)
    with op.batch_alter_table("topic_document") as batch:
        batch.add_column(sa.Column("meeting_id", BIG, nullable=True))
        batch.create_foreign_key("fk_topic_document_meeting_id", "meeting", ["meeting_id"], ["id"])
        batch.create_index("ix_topic_document_meeting_id", ["meeting_id"])
    op.execute(WHOSE_MINUTES)


def downgrade():
    with op.batch_alter_table("topic_document") as batch:
        batch.drop_index("ix_topic_document_meeting_id")
        batch.drop_constraint("fk_topic_document_meeting_id", type_="foreignkey")
        batch.drop_column("meeting_id")
    op.execute("DELETE FROM meeting_request WHERE body_id IS NULL")
    with op.batch_alter_table("meeting_request") as batch:
        batch.alter_column("body_id", existing_type=BIG, nullable=False)
        batch.drop_index("ix_meeting_request_seat_id")
        batch.drop_constraint("fk_meeting_request_seat_id", type_="foreignkey")
        batch.drop_column("seat_id")
