"""Arguments, suggestions, interests, right of reply, levels, visits and surveys.

Revision ID: 0042_arguments
Revises: 0041_councils
"""

import sqlalchemy as sa
from alembic import op

revision = "0042_arguments"
down_revision = "0041_councils"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
COUNTED = ("joined_count", "moves_count")
PRESET = '["hands", "ease", "money"]'


def _id():
    return sa.Column("id", BIG, primary_key=True)


def _to(name, table, nullable=False, **how):
    return sa.Column(name, BIG, sa.ForeignKey(f"{table}.id"), nullable=nullable, **how)


def _person(name):
    return sa.Column(name, BIG, sa.ForeignKey("person.id", ondelete="SET NULL"))


def _code(name, **how):
    return sa.Column(name, sa.String(32), **({"nullable": False} | how))


def _text(name, nullable=False):
    return sa.Column(name, sa.Text, nullable=nullable)


def _moment(name, nullable=True):
    return sa.Column(name, sa.DateTime, nullable=nullable)


def _number(name):
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade():
    with op.batch_alter_table("topic") as table:
        table.add_column(sa.Column("joined_into_id", BIG))
        table.add_column(sa.Column("themes", sa.JSON, nullable=False, server_default=PRESET))
        for name in COUNTED:
            table.add_column(sa.Column(name, sa.Integer, nullable=False, server_default="0"))
        table.create_foreign_key("fk_topic_joined_into_id", "topic", ["joined_into_id"], ["id"])
    with op.batch_alter_table("topic") as table:
        for name in ("themes", *COUNTED):
            table.alter_column(name, server_default=None)
    op.create_index("ix_topic_joined_into_id", "topic", ["joined_into_id"])
    op.create_index("ix_topic_by_level", "topic", ["community_id", "level", "place_id", "id"])
    for name in ("topic_option", "decision"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("other_way", sa.Text, nullable=False, server_default=""))
        with op.batch_alter_table(name) as table:
            table.alter_column("other_way", server_default=None)
    _arguments()
    _suggestions()
    _affected()
    _visits()
    _surveys()


def _arguments():
    op.create_table(
        "argument_reply",
        _id(),
        _to("topic_id", "topic"),
        _code("outcome"),
        _text("reason"),
        _person("answered_by"),
        _number("answers"),
        _moment("created_at", nullable=False),
    )
    op.create_index("ix_argument_reply_topic_id", "argument_reply", ["topic_id"])
    op.create_table(
        "argument",
        _id(),
        _to("topic_id", "topic"),
        _code("side"),
        sa.Column("theme", sa.SmallInteger, nullable=False),
        _text("body"),
        _person("person_id"),
        _moment("created_at", nullable=False),
        _to("reply_id", "argument_reply", nullable=True),
        _moment("held_at"),
        _moment("hidden_at"),
    )
    op.create_index("ix_argument_in_order", "argument", ["topic_id", "side", "theme", "id"])
    op.create_index("ix_argument_unanswered", "argument", ["topic_id", "reply_id", "id"])
    op.create_index("ix_argument_person_id", "argument", ["person_id"])
    op.create_index("ix_argument_reply_id", "argument", ["reply_id"])
    op.create_table(
        "argument_count",
        _to("topic_id", "topic", primary_key=True, autoincrement=False),
        _code("side", primary_key=True),
        sa.Column("theme", sa.SmallInteger, primary_key=True, autoincrement=False),
        _number("said"),
        _number("unanswered"),
    )


def _suggestions():
    op.create_table(
        "suggestion",
        _id(),
        _to("topic_id", "topic"),
        _code("degree"),
        _text("body"),
        _person("person_id"),
        _moment("created_at", nullable=False),
        _moment("hidden_at"),
        sa.Column("fulfilled", sa.Boolean),
        _text("fulfilled_words"),
        _moment("fulfilled_at"),
        _person("fulfilled_by"),
        _number("doubts"),
    )
    op.create_index("ix_suggestion_in_order", "suggestion", ["topic_id", "id"])
    op.create_index("ix_suggestion_person_id", "suggestion", ["person_id"])
    op.create_table(
        "suggestion_doubt",
        _id(),
        _to("suggestion_id", "suggestion"),
        _person("person_id"),
        sa.UniqueConstraint("suggestion_id", "person_id"),
    )
    op.create_index("ix_suggestion_doubt_person_id", "suggestion_doubt", ["person_id"])


def _affected():
    op.create_table(
        "interest",
        _id(),
        _to("topic_id", "topic"),
        _person("person_id"),
        _code("kind"),
        _to("building_id", "place", nullable=True),
        _to("body_id", "body", nullable=True),
        _moment("created_at", nullable=False),
        sa.UniqueConstraint("topic_id", "person_id", "kind"),
    )
    op.create_index("ix_interest_in_order", "interest", ["topic_id", "kind", "building_id"])
    op.create_index("ix_interest_person_id", "interest", ["person_id"])
    op.create_table(
        "right_of_reply",
        _id(),
        _to("topic_id", "topic"),
        sa.Column("as_whom", sa.String(40), nullable=False),
        _to("body_id", "body", nullable=True),
        sa.Column("token_lookup", sa.String(64), nullable=False, unique=True),
        _person("invited_by"),
        _moment("created_at", nullable=False),
        _moment("expires_at", nullable=False),
        _text("body", nullable=True),
        _moment("replied_at"),
        _person("replied_by"),
        _moment("hidden_at"),
    )
    op.create_index("ix_right_of_reply_in_order", "right_of_reply", ["topic_id", "id"])
    op.create_index("ix_right_of_reply_body_id", "right_of_reply", ["body_id"])
    op.create_index("ix_right_of_reply_replied_by", "right_of_reply", ["replied_by"])
    op.create_table(
        "level_move",
        _id(),
        _to("topic_id", "topic"),
        _code("from_level"),
        _code("to_level"),
        _text("reason"),
        _person("moved_by"),
        _moment("moved_at", nullable=False),
    )
    op.create_index("ix_level_move_in_order", "level_move", ["topic_id", "id"])


def _visits():
    op.create_table(
        "need_visit",
        _id(),
        _to("community_id", "place"),
        _to("door_id", "place"),
        _to("building_id", "place"),
        sa.Column("visited_on", sa.Date, nullable=False),
        _code("need"),
        _text("note"),
        _person("visited_by"),
        _moment("created_at", nullable=False),
    )
    op.create_index("ix_need_visit_newest", "need_visit", ["community_id", "id"])
    op.create_index("ix_need_visit_by_day", "need_visit", ["community_id", "visited_on"])
    op.create_table(
        "need_visit_look",
        _id(),
        _to("community_id", "place"),
        _person("viewer_id"),
        _text("reason"),
        _moment("looked_at", nullable=False),
    )
    op.create_index("ix_need_visit_look_newest", "need_visit_look", ["community_id", "id"])


def _surveys():
    op.create_table(
        "need_survey",
        _id(),
        _to("community_id", "place"),
        sa.Column("title", sa.String(80), nullable=False),
        _text("why"),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("line", sa.String(80), nullable=False),
        _moment("closes_at", nullable=False),
        _person("made_by"),
        _moment("created_at", nullable=False),
        _number("homes"),
        _number("papers"),
    )
    op.create_index("ix_need_survey_newest", "need_survey", ["community_id", "id"])
    op.create_table(
        "need_survey_count",
        _to("survey_id", "need_survey", primary_key=True, autoincrement=False),
        sa.Column("question", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("choice", sa.SmallInteger, primary_key=True, autoincrement=False),
        _number("times"),
    )
    op.create_table(
        "need_survey_home",
        _to("survey_id", "need_survey", primary_key=True, autoincrement=False),
        _to("household_id", "household", primary_key=True, autoincrement=False),
    )
    op.create_table(
        "need_survey_line",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        _to("survey_id", "need_survey"),
        _text("body"),
    )
    op.create_index("ix_need_survey_line_in_order", "need_survey_line", ["survey_id", "id"])


def downgrade():
    for name in (
        "need_survey_line", "need_survey_home", "need_survey_count", "need_survey", "need_visit_look",
        "need_visit", "level_move", "right_of_reply", "interest", "suggestion_doubt", "suggestion",
        "argument_count", "argument", "argument_reply",
    ):  # fmt: skip
        op.drop_table(name)
    for name in ("decision", "topic_option"):
        with op.batch_alter_table(name) as table:
            table.drop_column("other_way")
    op.drop_index("ix_topic_by_level", "topic")
    op.drop_index("ix_topic_joined_into_id", "topic")
    with op.batch_alter_table("topic") as table:
        table.drop_constraint("fk_topic_joined_into_id", type_="foreignkey")
        for name in ("themes", *COUNTED):
            table.drop_column(name)
        table.drop_column("joined_into_id")
