"""Callbacks and their answers, reports of pressure, score schemes and frozen runs, historic replies.

Revision ID: 0031_callbacks
Revises: 0030_whistles
"""

import sqlalchemy as sa
from alembic import op

from civic.database import append_only

revision = "0031_callbacks"
down_revision = "0030_whistles"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
FROZEN = ("callback_answer", "score_scheme", "score_run", "score_row")


def upgrade():
    op.add_column("work_order", sa.Column("city_called_at", sa.DateTime))
    _callbacks()
    _pressure()
    _scores()
    for table in FROZEN:
        append_only(op, table)


def _points_to(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _callbacks():
    op.create_table(
        "callback",
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("look_at", sa.DateTime),
        sa.Column("token_salt", sa.String(32), nullable=False),
        sa.Column("token_lookup", sa.String(64)),
        sa.Column("fell_due_on", sa.Date),
        sa.Column("fell_due_entry", BIG),
        sa.Column("is_excluded", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("excluded_entry", BIG),
        sa.Column("offered_at", sa.DateTime),
        sa.Column("asked_at", sa.DateTime),
        sa.Column("answered_at", sa.DateTime),
        sa.Column("answer_entry", BIG),
        sa.Column("read_back_at", sa.DateTime),
        sa.Column("version", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        _points_to("callback", "order_id", "work_order"),
        _points_to("callback", "thread_id", "thread"),
        _points_to("callback", "community_id", "place"),
        _points_to("callback", "street_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_callback"),
        sa.UniqueConstraint("order_id", "round", name="uq_callback_round"),
        sa.UniqueConstraint("token_lookup", name="uq_callback_token_lookup"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_callback_look", "callback", ["look_at"])
    op.create_index("ix_callback_to_call", "callback", ["street_id", "state", "asked_at", "id"])
    op.create_index("ix_callback_fell_due", "callback", ["fell_due_on", "id"])
    op.create_table(
        "callback_answer",
        sa.Column("id", BIG, nullable=False),
        sa.Column("callback_id", BIG, nullable=False),
        sa.Column("serial", sa.Integer, nullable=False),
        sa.Column("contacted", sa.Boolean),
        sa.Column("solved", sa.String(32), nullable=False),
        sa.Column("satisfied", sa.String(32)),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("entered_by", BIG),
        sa.Column("created_at", sa.DateTime, nullable=False),
        _points_to("callback_answer", "callback_id", "callback"),
        _points_to("callback_answer", "entered_by", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_callback_answer"),
        sa.UniqueConstraint("callback_id", "serial", name="uq_callback_answer_serial"),
    )
    op.create_table(
        "callback_words",
        sa.Column("id", BIG, nullable=False),
        sa.Column("callback_id", BIG, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        _points_to("callback_words", "callback_id", "callback"),
        sa.PrimaryKeyConstraint("id", name="pk_callback_words"),
        sa.UniqueConstraint("callback_id", name="uq_callback_words_callback_id"),
    )


def _pressure():
    op.create_table(
        "pressure_report",
        sa.Column("id", BIG, nullable=False),
        sa.Column("callback_id", BIG),
        sa.Column("thread_id", BIG),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("district_id", BIG),
        sa.Column("asked_for", sa.String(32), nullable=False),
        sa.Column("words", sa.Text, server_default="", nullable=False),
        sa.Column("receipt_lookup", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("ruled_at", sa.DateTime),
        sa.Column("ruled_by", BIG),
        sa.Column("was_so", sa.Boolean),
        sa.Column("ruling_words", sa.Text, server_default="", nullable=False),
        _points_to("pressure_report", "callback_id", "callback"),
        _points_to("pressure_report", "thread_id", "thread"),
        _points_to("pressure_report", "community_id", "place"),
        _points_to("pressure_report", "street_id", "place"),
        _points_to("pressure_report", "district_id", "place"),
        _points_to("pressure_report", "ruled_by", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_pressure_report"),
        sa.UniqueConstraint("receipt_lookup", name="uq_pressure_report_receipt_lookup"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pressure_report_street", "pressure_report", ["street_id", "id"])


def _scores():
    op.create_table(
        "score_scheme",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("response", sa.Integer, nullable=False),
        sa.Column("resolution", sa.Integer, nullable=False),
        sa.Column("satisfaction", sa.Integer, nullable=False),
        sa.Column("first_receiver", sa.Integer, nullable=False),
        sa.Column("proactive", sa.Integer, nullable=False),
        sa.Column("basically_is_half", sa.Boolean, nullable=False),
        sa.Column("is_example", sa.Boolean, nullable=False),
        sa.Column("set_by", BIG),
        sa.Column("created_at", sa.DateTime, nullable=False),
        _points_to("score_scheme", "set_by", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_score_scheme"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "score_run",
        sa.Column("id", BIG, nullable=False),
        sa.Column("scheme_id", BIG, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("to_day", sa.Date, nullable=False),
        sa.Column("cases", sa.Integer, nullable=False),
        sa.Column("facts_gz", sa.LargeBinary, nullable=False),
        sa.Column("facts_sha256", sa.String(64), nullable=False),
        sa.Column("frozen_by", BIG),
        sa.Column("created_at", sa.DateTime, nullable=False),
        _points_to("score_run", "scheme_id", "score_scheme"),
        _points_to("score_run", "frozen_by", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_score_run"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_score_run_period", "score_run", ["to_day", "id"])
    counts = (
        "orders", "excluded", "legs", "contacted", "callbacks", "solved", "rated", "satisfied", "basically",
        "own_callbacks", "own_solved", "own_rated", "own_satisfied", "own_basically", "first", "first_kept",
        "proactive",
    )  # fmt: skip
    op.create_table(
        "score_row",
        sa.Column("run_id", BIG, nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in counts),
        sa.Column("score", sa.String(8)),
        sa.Column("rank_from", sa.Integer),
        sa.Column("rank_to", sa.Integer),
        _points_to("score_row", "run_id", "score_run"),
        sa.PrimaryKeyConstraint("run_id", "scope", "key", name="pk_score_row"),
    )
    op.create_index("ix_score_row_key", "score_row", ["scope", "key", "run_id"])
    op.create_table(
        "historic_reply",
        sa.Column("id", BIG, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("external_no", sa.String(64), nullable=False),
        sa.Column("category", sa.String(64), server_default="", nullable=False),
        sa.Column("submitted_at", sa.DateTime, nullable=False),
        sa.Column("replied_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_historic_reply"),
        sa.UniqueConstraint("source", "external_no", name="uq_historic_reply_external_no"),
    )
    op.create_index("ix_historic_reply_submitted", "historic_reply", ["submitted_at"])


def downgrade():
    for table in (
        "historic_reply", "score_row", "score_run", "score_scheme", "pressure_report", "callback_words",
        "callback_answer", "callback",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("work_order", "city_called_at")
