"""Whistles: who is called, what they find, the chain, the border, the task force, both ends' ratings.

Revision ID: 0030_whistles
Revises: 0029_outbox
"""

import sqlalchemy as sa
from alembic import op

revision = "0030_whistles"
down_revision = "0029_outbox"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
CODE = sa.String(32)


def key():
    return sa.Column("id", BIG, primary_key=True)


def to(name, target, nullable=False):
    return sa.Column(name, BIG, sa.ForeignKey(f"{target}.id"), nullable=nullable)


def whole():
    """The key of a row of which a whistle has at most one."""
    return sa.Column(
        "whistle_id", BIG, sa.ForeignKey("whistle.id"), primary_key=True, autoincrement=False
    )  # fmt: skip


def at(*names, nullable=True):
    return [sa.Column(name, sa.DateTime, nullable=nullable) for name in names]


def words(*names):
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def codes(*names, nullable=True):
    return [sa.Column(name, CODE, nullable=nullable) for name in names]


def flags(*names):
    return [sa.Column(name, sa.Boolean, nullable=False) for name in names]


def upgrade():
    op.create_table(
        "whistle",
        key(),
        *(to(name, "place") for name in ("community_id", "street_id", "district_id")),
        *(to(name, "place", nullable=True) for name in ("second_street_id", "second_district_id")),
        to("thread_id", "thread"),
        to("issue_id", "issue", nullable=True),
        *codes("kind", "gathering", "state", nullable=False),
        sa.Column("alias", sa.String(20), nullable=False),
        *flags("crosses_border", "needs_decider"),
        sa.Column("title", sa.String(60), nullable=False),
        *words("summary", "asked", "background"),
        sa.Column("gather_place", sa.String(80), nullable=False),
        *at("gather_at", "report_by", "approved_at", "joined_at", "blown_at", "diagnosed_at", "acted_at"),
        *at("resolved_at", "evaluated_at", "ended_at", "next_look_at"),
        *at("created_at", nullable=False),
        *(to(f"{verb}_by", "person", nullable=True) for verb in ("requested", "approved", "joined", "blown")),
        *words("result_words", "after_use_words", "called_off_words"),
        sa.Column("version", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    for name, columns in (
        ("blown", ["blown_at", "id"]),
        ("street", ["street_id", "id"]),
        ("second_street", ["second_street_id", "id"]),
        ("issue_id", ["issue_id"]),
        ("thread_id", ["thread_id"]),
        ("next_look", ["next_look_at", "id"]),
    ):
        op.create_index(f"ix_whistle_{name}", "whistle", columns)
    op.create_table(
        "whistle_call",
        key(),
        to("whistle_id", "whistle"),
        to("body_id", "body"),
        *codes("state", nullable=False),
        *codes("method", "ground"),
        *at("report_by", "acknowledged_at", "came_at", "late_since", "escalated_at", "found_at"),
        *at("finding_released_at", "next_look_at"),
        sa.Column("has_decider", sa.Boolean),
        *words("ground_words", "ruling_words", "finding", "will_do"),
        to("answered_by", "person", nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("whistle_id", "body_id", name="uq_whistle_call_body"),
    )
    op.create_index("ix_whistle_call_body", "whistle_call", ["body_id", "state", "report_by"])
    op.create_index("ix_whistle_call_next_look", "whistle_call", ["next_look_at", "id"])
    _found()
    with op.batch_alter_table("action_item") as batch:
        batch.add_column(sa.Column("whistle_id", BIG))
        batch.create_index("ix_action_item_whistle_id", ["whistle_id"])
        batch.create_foreign_key("fk_action_item_whistle_id", "whistle", ["whistle_id"], ["id"])


def _found():
    op.create_table(
        "chain_link",
        key(),
        to("whistle_id", "whistle"),
        sa.Column("name", sa.String(30), nullable=False),
        to("body_id", "body"),
        *words("finding"),
        *at("done_at"),
        to("done_by", "person", nullable=True),
        sa.UniqueConstraint("whistle_id", "name", name="uq_chain_link_name"),
    )
    op.create_table(
        "boundary_finding",
        whole(),
        *words("words"),
        sa.Column("surveyed_by", sa.String(80), nullable=False),
        sa.Column("surveyed_on", sa.Date, nullable=False),
        to("street_id", "place"),
        to("written_by", "person", nullable=True),
        *at("created_at", nullable=False),
        *at("agreed_at"),
        to("agreed_by", "person", nullable=True),
    )
    op.create_table(
        "task_force",
        whole(),
        sa.Column("name", sa.String(40), nullable=False),
        to("lead_body_id", "body"),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("to_on", sa.Date),
        to("formed_by", "person", nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="order"),
    )
    op.create_table(
        "whistle_rating",
        key(),
        to("whistle_id", "whistle"),
        *codes("side", nullable=False),
        to("call_id", "whistle_call", nullable=True),
        to("resident_id", "person", nullable=True),
        *codes("timely", "authority", "result", "proper", "informed"),
        *words("words"),
        *at("created_at", nullable=False),
        sa.UniqueConstraint("call_id", "side", name="uq_whistle_rating_call"),
        sa.UniqueConstraint("whistle_id", "resident_id", name="uq_whistle_rating_resident"),
    )
    op.create_index("ix_whistle_rating_whistle", "whistle_rating", ["whistle_id", "side", "id"])


def downgrade():
    with op.batch_alter_table("action_item") as batch:
        batch.drop_constraint("fk_action_item_whistle_id", type_="foreignkey")
        batch.drop_index("ix_action_item_whistle_id")
        batch.drop_column("whistle_id")
    for table in (
        "whistle_rating",
        "task_force",
        "boundary_finding",
        "chain_link",
        "whistle_call",
        "whistle",
    ):
        op.drop_table(table)
