"""What departs from the usual way: objections, more time, the long-term list, exclusions, notices.

Revision ID: 0034_exceptions
Revises: 0033_hotline_files
"""

import sqlalchemy as sa
from alembic import op

revision = "0034_exceptions"
down_revision = "0033_hotline_files"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def only(condition):
    """Where a partial index holds, on both engines."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade():
    op.create_table(
        "exclusion",
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("district_id", BIG),
        sa.Column("asked_by", BIG),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("ruled_by", BIG),
        sa.Column("ruled_at", sa.DateTime),
        sa.Column("ruling_words", sa.Text, server_default="", nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("lifted_by", BIG),
        sa.Column("lifted_at", sa.DateTime),
        sa.Column("lifting_words", sa.Text, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_exclusion_asked_by"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_exclusion_community_id"),
        sa.ForeignKeyConstraint(["district_id"], ["place.id"], name="fk_exclusion_district_id"),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name="fk_exclusion_lifted_by"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_exclusion_order_id"),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_exclusion_ruled_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_exclusion_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_exclusion_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_exclusion"),
    )
    op.create_index("ix_exclusion_count", "exclusion", ["state", "ground"])
    op.create_index("ix_exclusion_order_id", "exclusion", ["order_id"])
    op.create_index("ix_exclusion_street", "exclusion", ["street_id", "state", "asked_at", "id"])
    op.create_index(
        "uq_exclusion_open",
        "exclusion",
        ["order_id"],
        unique=True,
        **only("state IN ('proposed', 'approved')"),
    )
    op.create_table(
        "long_term_entry",
        sa.Column("owner_body_id", BIG, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("next_review_on", sa.Date, nullable=False),
        sa.Column("review_due_since", sa.Date),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("ended_by", BIG),
        sa.Column("ending", sa.String(32)),
        sa.Column("ending_words", sa.Text, server_default="", nullable=False),
        sa.Column("version", sa.Integer, server_default=sa.text("1"), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("district_id", BIG),
        sa.Column("asked_by", BIG),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("ruled_by", BIG),
        sa.Column("ruled_at", sa.DateTime),
        sa.Column("ruling_words", sa.Text, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_long_term_entry_asked_by"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_long_term_entry_community_id"),
        sa.ForeignKeyConstraint(["district_id"], ["place.id"], name="fk_long_term_entry_district_id"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_long_term_entry_ended_by"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_long_term_entry_order_id"),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name="fk_long_term_entry_owner_body_id"),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_long_term_entry_ruled_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_long_term_entry_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_long_term_entry_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_long_term_entry"),
    )
    op.create_index("ix_long_term_entry_list", "long_term_entry", ["state", "next_review_on", "id"])
    op.create_index("ix_long_term_entry_order_id", "long_term_entry", ["order_id"])
    op.create_index(
        "ix_long_term_entry_street", "long_term_entry", ["street_id", "state", "next_review_on", "id"]
    )
    op.create_index(
        "uq_long_term_entry_open",
        "long_term_entry",
        ["order_id"],
        unique=True,
        **only("state IN ('proposed', 'listed')"),
    )
    op.create_table(
        "misuse_flag",
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("district_id", BIG),
        sa.Column("asked_by", BIG),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("ruled_by", BIG),
        sa.Column("ruled_at", sa.DateTime),
        sa.Column("ruling_words", sa.Text, server_default="", nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("lifted_by", BIG),
        sa.Column("lifted_at", sa.DateTime),
        sa.Column("lifting_words", sa.Text, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_misuse_flag_asked_by"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_misuse_flag_community_id"),
        sa.ForeignKeyConstraint(["district_id"], ["place.id"], name="fk_misuse_flag_district_id"),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name="fk_misuse_flag_lifted_by"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_misuse_flag_order_id"),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_misuse_flag_ruled_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_misuse_flag_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_misuse_flag_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_misuse_flag"),
    )
    op.create_index("ix_misuse_flag_order_id", "misuse_flag", ["order_id"])
    op.create_index("ix_misuse_flag_street", "misuse_flag", ["street_id", "state", "asked_at", "id"])
    op.create_index(
        "uq_misuse_flag_open",
        "misuse_flag",
        ["order_id"],
        unique=True,
        **only("state IN ('proposed', 'approved')"),
    )
    op.create_table(
        "affected_notice",
        sa.Column("leg_id", BIG, nullable=False),
        sa.Column("body_id", BIG, nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("whom", sa.String(60), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("offer", sa.Text, nullable=False),
        sa.Column("given_on", sa.Date, nullable=False),
        sa.Column("given_how", sa.String(32), nullable=False),
        sa.Column("not_before", sa.Date, nullable=False),
        sa.Column("given_by", BIG),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("district_id", BIG),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_affected_notice_body_id"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_affected_notice_community_id"),
        sa.ForeignKeyConstraint(["district_id"], ["place.id"], name="fk_affected_notice_district_id"),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name="fk_affected_notice_given_by"),
        sa.ForeignKeyConstraint(["leg_id"], ["dispatch_leg.id"], name="fk_affected_notice_leg_id"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_affected_notice_order_id"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_affected_notice_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_affected_notice_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_affected_notice"),
        sa.UniqueConstraint("token", name="uq_affected_notice_token"),
    )
    op.create_index("ix_affected_notice_leg_id", "affected_notice", ["leg_id"])
    op.create_index("ix_affected_notice_order_id", "affected_notice", ["order_id"])
    op.create_table(
        "leg_extension",
        sa.Column("leg_id", BIG, nullable=False),
        sa.Column("body_id", BIG, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("due_was", sa.DateTime, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("teller", sa.String(40), nullable=False),
        sa.Column("every_days", sa.Integer, nullable=False),
        sa.Column("hotline_ref", sa.String(64), server_default="", nullable=False),
        sa.Column("next_progress_on", sa.Date),
        sa.Column("progress_urged_on", sa.Date),
        sa.Column("protest", sa.Text, server_default="", nullable=False),
        sa.Column("protested_at", sa.DateTime),
        sa.Column("protest_answer", sa.Text, server_default="", nullable=False),
        sa.Column("protest_answered_at", sa.DateTime),
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("district_id", BIG),
        sa.Column("asked_by", BIG),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("ruled_by", BIG),
        sa.Column("ruled_at", sa.DateTime),
        sa.Column("ruling_words", sa.Text, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_leg_extension_asked_by"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_leg_extension_body_id"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_leg_extension_community_id"),
        sa.ForeignKeyConstraint(["district_id"], ["place.id"], name="fk_leg_extension_district_id"),
        sa.ForeignKeyConstraint(["leg_id"], ["dispatch_leg.id"], name="fk_leg_extension_leg_id"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_leg_extension_order_id"),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_leg_extension_ruled_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_leg_extension_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_leg_extension_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_leg_extension"),
    )
    op.create_index("ix_leg_extension_leg", "leg_extension", ["leg_id"])
    op.create_index("ix_leg_extension_order_id", "leg_extension", ["order_id"])
    op.create_index("ix_leg_extension_progress", "leg_extension", ["next_progress_on"])
    op.create_index("ix_leg_extension_street", "leg_extension", ["street_id", "state", "asked_at", "id"])
    op.create_index(
        "uq_leg_extension_asked", "leg_extension", ["leg_id"], unique=True, **only("state IN ('asked')")
    )
    op.create_table(
        "leg_objection",
        sa.Column("leg_id", BIG, nullable=False),
        sa.Column("body_id", BIG, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("names_body_id", BIG),
        sa.Column("judge", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("goes_to_body_id", BIG),
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("district_id", BIG),
        sa.Column("asked_by", BIG),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("ruled_by", BIG),
        sa.Column("ruled_at", sa.DateTime),
        sa.Column("ruling_words", sa.Text, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_leg_objection_asked_by"),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_leg_objection_body_id"),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_leg_objection_community_id"),
        sa.ForeignKeyConstraint(["district_id"], ["place.id"], name="fk_leg_objection_district_id"),
        sa.ForeignKeyConstraint(["goes_to_body_id"], ["body.id"], name="fk_leg_objection_goes_to_body_id"),
        sa.ForeignKeyConstraint(["leg_id"], ["dispatch_leg.id"], name="fk_leg_objection_leg_id"),
        sa.ForeignKeyConstraint(["names_body_id"], ["body.id"], name="fk_leg_objection_names_body_id"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_leg_objection_order_id"),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_leg_objection_ruled_by"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_leg_objection_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_leg_objection_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_leg_objection"),
        sa.UniqueConstraint("order_id", "number", name="uq_leg_objection_number"),
    )
    op.create_index("ix_leg_objection_body", "leg_objection", ["body_id", "state"])
    op.create_index("ix_leg_objection_district", "leg_objection", ["district_id", "state", "asked_at", "id"])
    op.create_index("ix_leg_objection_order_id", "leg_objection", ["order_id"])
    op.create_index("ix_leg_objection_street", "leg_objection", ["street_id", "state", "asked_at", "id"])
    op.create_index(
        "uq_leg_objection_open", "leg_objection", ["leg_id"], unique=True, **only("state IN ('open')")
    )
    op.create_table(
        "long_term_review",
        sa.Column("id", BIG, nullable=False),
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("reviewed_on", sa.Date, nullable=False),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("next_review_on", sa.Date, nullable=False),
        sa.Column("reviewed_by", BIG),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["long_term_entry.id"], name="fk_long_term_review_entry_id"),
        sa.ForeignKeyConstraint(["reviewed_by"], ["person.id"], name="fk_long_term_review_reviewed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_long_term_review"),
    )
    op.create_index("ix_long_term_review_entry_id", "long_term_review", ["entry_id"])
    op.create_table(
        "affected_reply",
        sa.Column("id", BIG, nullable=False),
        sa.Column("notice_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_affected_reply_community_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["affected_notice.id"], name="fk_affected_reply_notice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_affected_reply"),
    )
    op.create_index("ix_affected_reply_notice_id", "affected_reply", ["notice_id"])
    op.create_table(
        "extension_progress",
        sa.Column("id", BIG, nullable=False),
        sa.Column("extension_id", BIG, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("told_by", BIG),
        sa.Column("told_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["leg_extension.id"], name="fk_extension_progress_extension_id"
        ),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name="fk_extension_progress_told_by"),
        sa.PrimaryKeyConstraint("id", name="pk_extension_progress"),
    )
    op.create_index("ix_extension_progress_extension_id", "extension_progress", ["extension_id"])
    op.create_table(
        "return_visit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("notice_id", BIG, nullable=False),
        sa.Column("visited_on", sa.Date, nullable=False),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("body_id", BIG),
        sa.Column("visited_by", BIG),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_return_visit_body_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["affected_notice.id"], name="fk_return_visit_notice_id"),
        sa.ForeignKeyConstraint(["visited_by"], ["person.id"], name="fk_return_visit_visited_by"),
        sa.PrimaryKeyConstraint("id", name="pk_return_visit"),
    )
    op.create_index("ix_return_visit_notice_id", "return_visit", ["notice_id"])
    op.create_table(
        "site_check",
        sa.Column("objection_id", BIG, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("body_ids", sa.JSON, nullable=False),
        sa.Column("others", sa.String(120), server_default="", nullable=False),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("noted_by", BIG),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("street_id", BIG, nullable=False),
        sa.Column("district_id", BIG),
        sa.ForeignKeyConstraint(["community_id"], ["place.id"], name="fk_site_check_community_id"),
        sa.ForeignKeyConstraint(["district_id"], ["place.id"], name="fk_site_check_district_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name="fk_site_check_noted_by"),
        sa.ForeignKeyConstraint(["objection_id"], ["leg_objection.id"], name="fk_site_check_objection_id"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name="fk_site_check_order_id"),
        sa.ForeignKeyConstraint(["street_id"], ["place.id"], name="fk_site_check_street_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_site_check_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_site_check"),
    )
    op.create_index("ix_site_check_objection_id", "site_check", ["objection_id"])
    op.create_index("ix_site_check_order_id", "site_check", ["order_id"])
    op.add_column("dispatch_leg", sa.Column("paused_at", sa.DateTime))
    op.add_column(
        "dispatch_leg", sa.Column("removes", sa.Boolean, server_default=sa.text("false"), nullable=False)
    )
    op.create_index(
        "ix_dispatch_leg_removes",
        "dispatch_leg",
        ["street_id", "ended_at"],
        sqlite_where=sa.text("removes = 1"),
        postgresql_where=sa.text("removes"),
    )


def downgrade():
    op.drop_index("ix_dispatch_leg_removes", "dispatch_leg")
    with op.batch_alter_table("dispatch_leg") as leg:
        leg.drop_column("removes")
        leg.drop_column("paused_at")
    op.drop_table("site_check")
    op.drop_table("return_visit")
    op.drop_table("extension_progress")
    op.drop_table("affected_reply")
    op.drop_table("long_term_review")
    op.drop_table("leg_objection")
    op.drop_table("leg_extension")
    op.drop_table("affected_notice")
    op.drop_table("misuse_flag")
    op.drop_table("long_term_entry")
    op.drop_table("exclusion")
