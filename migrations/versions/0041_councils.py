"""Kinds of councils, terms, residents' seats, rules, pledges, applications, lotteries, statements.

Revision ID: 0041_councils
Revises: 0040_meetings
"""

import sqlalchemy as sa
from alembic import op

revision = "0041_councils"
down_revision = "0040_meetings"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
IS_OPEN = sa.text("state IN ('nominated', 'waiting')")

# key, name, name_en, note, area, least seats, most seats, residents hold seats
KINDS = (
    ("partners", "社区合伙人", "Community Partners",
     "党委召集,居委会、物业、业委会、职能部门、共建单位六家同坐。",
     "community", 3, 12, False),
    ("joint", "七方联席会", "Seven-body joint meeting", "合伙人六家再加一家,敞开门一起开会。",
     "community", 3, 12, False),
    ("consultation", "民主协商议事会", "Consultation meeting", "谁都能来“说事儿”,居民有自己的席位。",
     "community", 3, 12, True),
    ("neighbours", "老街坊议事会", "Neighbours' council", "一栋楼、一个门的街坊自己议。",
     "building", 3, 12, True),
    ("owners", "业主议事会", "Owners' body", "业主之间先商量,再交业主大会定。",
     "community", 3, 12, True),
    ("residents", "居民议事会", "Residents' body", "居民之间先商量,再交居民会议定。",
     "community", 3, 12, True),
)  # fmt: skip
NEW = (
    "statement_view", "circumstances_statement", "statement_arrangement", "lottery_entry", "lottery",
    "seat_application", "pledge", "order_rule", "rules_version", "recusal",
)  # fmt: skip
COLUMNS = ("key", "name", "name_en", "note", "area", "seats_min", "seats_max", "has_residents")


def ref(name, target, **options):
    """A column that points at a row of another table."""
    given = {"nullable": False} | options
    ondelete = given.pop("ondelete", None)
    return sa.Column(name, BIG, sa.ForeignKey(target, ondelete=ondelete), **given)


def pk():
    """The row's number."""
    return sa.Column("id", BIG, primary_key=True)


def col(name, kind, nullable=False):
    """A plain column that must be filled unless said otherwise."""
    return sa.Column(name, kind, nullable=nullable)


def upgrade():
    kinds = op.create_table(
        "council_kind",
        pk(),
        sa.Column("key", sa.String(32), nullable=False, unique=True),
        col("name", sa.String(40)),
        col("name_en", sa.String(60)),
        col("note", sa.String(200)),
        col("area", sa.String(32)),
        col("seats_min", sa.Integer),
        col("seats_max", sa.Integer),
        col("has_residents", sa.Boolean),
        col("position", sa.Integer),
        sa.CheckConstraint(
            "seats_min >= 3 AND seats_max <= 12 AND seats_min <= seats_max",
            name=op.f("ck_council_kind_three_to_twelve"),
        ),
    )
    rows = [dict(zip(COLUMNS, row, strict=True), position=no) for no, row in enumerate(KINDS, start=1)]
    op.bulk_insert(kinds, rows)
    widen_councils()
    create_rules_and_pledges()
    create_applications()
    create_lotteries()
    create_statements()


def widen_councils():
    """Councils have a kind, an area and a term; a seat may be a resident's own."""
    with op.batch_alter_table("council") as council:
        council.add_column(sa.Column("kind_id", BIG, nullable=True))
        council.add_column(sa.Column("place_id", BIG, nullable=True))
        council.add_column(col("started_on", sa.Date, nullable=True))
        council.add_column(col("term_to", sa.Date, nullable=True))
    op.execute(
        "UPDATE council SET kind_id = (SELECT id FROM council_kind WHERE key = 'partners'), "
        "place_id = community_id, started_on = since"
    )
    with op.batch_alter_table("council") as council:
        council.alter_column("kind_id", existing_type=BIG, nullable=False)
        council.alter_column("place_id", existing_type=BIG, nullable=False)
        council.create_foreign_key("fk_council_kind_id", "council_kind", ["kind_id"], ["id"])
        council.create_foreign_key("fk_council_place_id", "place", ["place_id"], ["id"])
        council.create_check_constraint(
            op.f("ck_council_term_in_order"), "term_to IS NULL OR term_to >= since"
        )
    op.create_index("ix_council_kind_id", "council", ["kind_id"])
    op.create_index("ix_council_place_id", "council", ["place_id"])
    with op.batch_alter_table("seat") as seat:
        seat.alter_column("body_id", existing_type=BIG, nullable=True)
    op.create_table(
        "recusal",
        pk(),
        ref("seat_id", "seat.id"),
        ref("topic_id", "topic.id"),
        col("reason", sa.String(200)),
        col("declared_at", sa.DateTime),
        sa.UniqueConstraint("seat_id", "topic_id", name="uq_recusal_seat_id_topic_id"),
    )
    op.create_index("ix_recusal_topic_id", "recusal", ["topic_id"])


def create_rules_and_pledges():
    op.create_table(
        "rules_version",
        pk(),
        ref("council_id", "council.id"),
        col("kind", sa.String(32)),
        col("number", sa.Integer),
        col("body", sa.Text),
        col("changed", sa.String(200)),
        col("adopted_on", sa.Date),
        col("adopted_how", sa.String(200)),
        sa.UniqueConstraint("council_id", "kind", "number", name="uq_rules_version_number"),
    )
    op.create_table(
        "order_rule",
        pk(),
        ref("version_id", "rules_version.id"),
        col("key", sa.String(32)),
        col("position", sa.Integer),
        col("moment", sa.String(32)),
        col("sentence", sa.String(200)),
        col("speech_seconds", sa.Integer, nullable=True),
        col("speeches_per_item", sa.Integer, nullable=True),
        sa.UniqueConstraint("version_id", "key", name="uq_order_rule_version_id_key"),
        sa.CheckConstraint("speech_seconds BETWEEN 10 AND 3600", name=op.f("ck_order_rule_seconds_sane")),
        sa.CheckConstraint("speeches_per_item BETWEEN 1 AND 99", name=op.f("ck_order_rule_speeches_sane")),
    )
    op.create_table(
        "pledge",
        pk(),
        ref("council_id", "council.id"),
        ref("seat_id", "seat.id"),
        col("what", sa.String(200)),
        col("standard", sa.String(200)),
        col("promised_on", sa.Date),
        col("due_on", sa.Date),
        col("state", sa.String(32)),
        col("settled_on", sa.Date, nullable=True),
        col("settled_why", sa.String(200)),
        sa.CheckConstraint("due_on >= promised_on", name=op.f("ck_pledge_days_in_order")),
    )
    op.create_index("ix_pledge_council_id", "pledge", ["council_id", "id"])
    op.create_index("ix_pledge_seat_id", "pledge", ["seat_id"])


def create_applications():
    op.create_table(
        "seat_application",
        pk(),
        ref("council_id", "council.id"),
        ref("person_id", "person.id"),
        ref("nominated_by_id", "person.id", nullable=True),
        col("words", sa.String(300)),
        col("state", sa.String(32)),
        col("asked_at", sa.DateTime),
        col("answer_due", sa.Date),
        col("answer", sa.String(300)),
        col("answered_on", sa.Date, nullable=True),
        sa.CheckConstraint(
            "nominated_by_id IS NULL OR nominated_by_id <> person_id",
            name=op.f("ck_seat_application_not_oneself"),
        ),
    )
    order = ["council_id", "state", "answer_due", "id"]
    op.create_index("ix_seat_application_due", "seat_application", order)
    op.create_index("ix_seat_application_nominated_by_id", "seat_application", ["nominated_by_id"])
    op.create_index("ix_seat_application_person_id", "seat_application", ["person_id"])
    op.create_index(
        "uq_seat_application_open", "seat_application", ["council_id", "person_id"],
        unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN,
    )  # fmt: skip


def create_lotteries():
    op.create_table(
        "lottery",
        pk(),
        ref("council_id", "council.id"),
        col("seats", sa.Integer),
        col("quotas", sa.JSON),
        col("seed_source", sa.String(200)),
        col("closes_on", sa.Date),
        col("draw_on", sa.Date),
        col("state", sa.String(32)),
        col("pool", sa.JSON),
        col("commitment", sa.String(64)),
        col("fixed_at", sa.DateTime, nullable=True),
        col("seed", sa.String(200)),
        col("drawn", sa.JSON),
        col("program", sa.String(60)),
        col("fault", sa.String(300)),
        col("drawn_at", sa.DateTime, nullable=True),
        sa.CheckConstraint("seats BETWEEN 1 AND 12", name=op.f("ck_lottery_seats")),
        sa.CheckConstraint("draw_on > closes_on", name=op.f("ck_lottery_closes_before_draw")),
    )
    op.create_index("ix_lottery_council_id", "lottery", ["council_id", "id"])
    op.create_index("ix_lottery_state", "lottery", ["state"])
    op.create_table(
        "lottery_entry",
        pk(),
        ref("lottery_id", "lottery.id"),
        ref("person_id", "person.id", nullable=True, ondelete="SET NULL"),
        col("building", sa.String(60)),
        col("age", sa.String(32)),
        col("tenancy", sa.String(32)),
        col("number", sa.Integer, nullable=True),
        sa.UniqueConstraint("lottery_id", "person_id", name="uq_lottery_entry_lottery_id_person_id"),
    )
    op.create_index("ix_lottery_entry_person_id", "lottery_entry", ["person_id"])


def create_statements():
    op.create_table(
        "statement_arrangement",
        pk(),
        ref("community_id", "place.id"),
        ref("body_id", "body.id"),
        col("document", sa.String(80)),
        col("matters", sa.JSON),
        col("valid_from", sa.Date),
        col("valid_to", sa.Date),
        col("per_half_year", sa.Integer),
        col("days_good", sa.Integer),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_statement_arrangement_days_in_order")),
        sa.CheckConstraint(
            "per_half_year BETWEEN 1 AND 20", name=op.f("ck_statement_arrangement_per_half_year")
        ),
    )
    op.create_index(
        "ix_statement_arrangement_community_id", "statement_arrangement", ["community_id", "valid_to"]
    )
    op.create_index("ix_statement_arrangement_body_id", "statement_arrangement", ["body_id"])
    op.create_table(
        "circumstances_statement",
        pk(),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        ref("community_id", "place.id"),
        ref("arrangement_id", "statement_arrangement.id"),
        ref("person_id", "person.id", nullable=True, ondelete="SET NULL"),
        col("matter", sa.String(32)),
        col("circumstance", sa.String(32)),
        col("happened_on", sa.Date),
        col("state", sa.String(32)),
        col("asked_at", sa.DateTime),
        col("answer", sa.String(200)),
        col("issued_on", sa.Date, nullable=True),
        col("expires_on", sa.Date, nullable=True),
        ref("issued_by_id", "person.id", nullable=True, ondelete="SET NULL"),
        col("decided_at", sa.DateTime, nullable=True),
        ref("decided_by_id", "person.id", nullable=True, ondelete="SET NULL"),
        col("decision_no", sa.String(60)),
    )
    for name, columns in {
        "queue": ["community_id", "state", "id"],
        "body": ["arrangement_id", "state", "id"],
        "person_id": ["person_id", "id"],
        "month": ["community_id", "issued_on"],
    }.items():
        op.create_index(f"ix_circumstances_statement_{name}", "circumstances_statement", columns)
    op.create_table(
        "statement_view",
        pk(),
        ref("statement_id", "circumstances_statement.id"),
        ref("viewer_id", "person.id", nullable=True, ondelete="SET NULL"),
        col("viewer_role", sa.String(32)),
        col("viewed_at", sa.DateTime),
    )
    op.create_index("ix_statement_view_statement_id", "statement_view", ["statement_id", "id"])


def downgrade():
    for table in NEW:
        op.drop_table(table)
    op.execute("DELETE FROM mandate WHERE seat_id IN (SELECT id FROM seat WHERE body_id IS NULL)")
    op.execute("DELETE FROM seat WHERE body_id IS NULL")
    with op.batch_alter_table("seat") as seat:
        seat.alter_column("body_id", existing_type=BIG, nullable=False)
    op.drop_index("ix_council_place_id", "council")
    op.drop_index("ix_council_kind_id", "council")
    with op.batch_alter_table("council") as council:
        council.drop_constraint(op.f("ck_council_term_in_order"), type_="check")
        council.drop_constraint("fk_council_place_id", type_="foreignkey")
        council.drop_constraint("fk_council_kind_id", type_="foreignkey")
        for column in ("term_to", "started_on", "place_id", "kind_id"):
            council.drop_column(column)
    op.drop_table("council_kind")
