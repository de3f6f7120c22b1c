"""Who looked at the names of a meeting's list; looks at the free lines of a survey.

Revision ID: 0053_lists_looked_at
Revises: 0052_came_twice
"""

import sqlalchemy as sa
from alembic import op

revision = "0053_lists_looked_at"
down_revision = "0052_came_twice"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade():
    op.create_table(
        "meeting_look",
        sa.Column("id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("viewer_id", BIG, nullable=True),
        sa.Column("list_read", sa.String(32), nullable=False),
        sa.Column("looked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_look_meeting_id")),
        sa.ForeignKeyConstraint(
            ["viewer_id"], ["person.id"], name=op.f("fk_meeting_look_viewer_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_look")),
    )
    op.create_index("ix_meeting_look_newest", "meeting_look", ["meeting_id", "id"])
    op.create_index(op.f("ix_meeting_look_viewer_id"), "meeting_look", ["viewer_id"])
    with op.batch_alter_table("need_visit_look") as batch:
        batch.add_column(sa.Column("survey_id", BIG, nullable=True))
        batch.create_foreign_key("fk_need_visit_look_survey_id", "need_survey", ["survey_id"], ["id"])
        batch.create_index("ix_need_visit_look_survey_id", ["survey_id", "id"])


def downgrade():
    op.execute("DELETE FROM need_visit_look WHERE survey_id IS NOT NULL")
    with op.batch_alter_table("need_visit_look") as batch:
        batch.drop_index("ix_need_visit_look_survey_id")
        batch.drop_constraint("fk_need_visit_look_survey_id", type_="foreignkey")
        batch.drop_column("survey_id")
    op.drop_table("meeting_look")
