"""Who left a seat to another and stays as a neighbour stands in the list twice: at most once in the room.

Revision ID: 0052_came_twice
Revises: 0051_seats_ask
"""

import sqlalchemy as sa
from alembic import op

revision = "0052_came_twice"
down_revision = "0051_seats_ask"

HERE = sa.text("left_at IS NULL")
# Going back, the row of somebody who came twice keeps no person: the list still says what was there.
ONCE = """UPDATE attendance SET person_id = NULL WHERE EXISTS (SELECT 1 FROM attendance AS later
WHERE later.meeting_id = attendance.meeting_id AND later.person_id = attendance.person_id
AND later.id > attendance.id)"""


def upgrade():
    with op.batch_alter_table("attendance") as batch:
        batch.drop_constraint("uq_attendance_person", type_="unique")
    op.create_index(
        "uq_attendance_person", "attendance", ["meeting_id", "person_id"], unique=True,
        sqlite_where=HERE, postgresql_where=HERE,
    )  # fmt: skip


def downgrade():
    op.drop_index("uq_attendance_person", "attendance")
    op.execute(ONCE)
    with op.batch_alter_table("attendance") as batch:
        batch.create_unique_constraint("uq_attendance_person", ["meeting_id", "person_id"])
