"""Issues: the issue, its supports, questions, appeals, comments, photos and search rows."""

import sqlalchemy as sa
from alembic import op

from civic.database import BigId, UTCDateTime

revision = "0005_issues"
down_revision = "0004_threads"
branch_labels = None
depends_on = None

ORDERS = ("supports", "comments_count", "waiting_since")
FILTERS = ("community_id", "area_id", "status", "category", "kind")


def upgrade():
    create_issue()
    create_issue_indices()
    create_support()
    create_questions_and_appeals()
    create_comment()
    create_photo()
    create_search()


def downgrade():
    for table in ("issue_search_due", "issue_search_own", "issue_search"):
        op.drop_table(table)
    for table in ("photo", "comment", "issue_appeal", "issue_question", "support", "issue"):
        op.drop_table(table)


def reference(name, target, nullable=True, **options):
    """A column holding the key of another table's row."""
    return sa.Column(name, BigId, sa.ForeignKey(f"{target}.id", **options), nullable=nullable)


def moment(name, nullable=True):
    return sa.Column(name, UTCDateTime(), nullable=nullable)


def word(name, length=32, nullable=True):
    return sa.Column(name, sa.String(length), nullable=nullable)


def create_issue():
    op.create_table(
        "issue",
        sa.Column("id", BigId, primary_key=True),
        reference("thread_id", "thread", nullable=False),
        reference("community_id", "place", nullable=False),
        reference("place_id", "place"),
        reference("area_id", "place", nullable=False),
        reference("reporter_id", "person"),
        reference("reporter_household_id", "household"),
        reference("contributed_by", "person"),
        word("on_behalf_of", 80, nullable=False),
        word("channel", nullable=False),
        word("external_no", 64),
        word("state", nullable=False),
        word("status", nullable=False),
        word("visibility", nullable=False),
        word("kind"),
        word("category"),
        word("subcategory"),
        word("urgency"),
        reference("handler_body_id", "body"),
        sa.Column("body_raw", sa.Text(), nullable=False),
        word("summary_state", nullable=False),
        word("summary_title", 80),
        sa.Column("summary_public", sa.Text()),
        reference("summary_by", "person"),
        moment("summary_shown_at"),
        sa.Column("summary_objection", sa.Text()),
        moment("summary_released_at"),
        sa.Column("asked_question", sa.Text()),
        reference("duplicate_of_id", "issue"),
        word("declined_code"),
        sa.Column("declined_reason", sa.Text()),
        word("redirected_to"),
        reference("refused_by", "person"),
        sa.Column("answer_public", sa.Text()),
        sa.Column("reopen_reason", sa.Text()),
        sa.Column("supports", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("comments_count", sa.Integer(), nullable=False, server_default=sa.text("0")),
        moment("waiting_since"),
        moment("due_at"),
        moment("raised_at", nullable=False),
        moment("created_at", nullable=False),
        moment("accepted_at"),
        moment("answered_at"),
        moment("confirmed_at"),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.UniqueConstraint("thread_id", name="uq_issue_thread_id"),
        sa.UniqueConstraint("community_id", "external_no", name="uq_issue_external_no"),
        sqlite_autoincrement=True,
    )


def create_issue_indices():
    for column in ORDERS:
        op.create_index(f"ix_issue_{column}", "issue", [column, "id"])
    for scope in FILTERS:
        op.create_index(f"ix_issue_{scope}", "issue", [scope, "id"])
        for column in ORDERS:
            op.create_index(f"ix_issue_{scope}_{column}", "issue", [scope, column, "id"])
    op.create_index("ix_issue_community_state", "issue", ["community_id", "state", "waiting_since"])
    op.create_index("ix_issue_handler", "issue", ["handler_body_id", "state"])
    op.create_index("ix_issue_reporter", "issue", ["reporter_id", "id"])
    op.create_index("ix_issue_contributor", "issue", ["contributed_by", "id"])
    op.create_index("ix_issue_place", "issue", ["place_id", "id"])
    op.create_index("ix_issue_duplicate", "issue", ["duplicate_of_id"])
    op.create_index("ix_issue_summary_due", "issue", ["summary_state", "summary_shown_at"])


def create_support():
    op.create_table(
        "support",
        sa.Column("id", BigId, primary_key=True),
        reference("issue_id", "issue", nullable=False),
        reference("household_id", "household", nullable=False),
        reference("person_id", "person"),
        reference("carried_from_id", "issue"),
        moment("created_at", nullable=False),
        sa.UniqueConstraint("issue_id", "household_id", name="uq_support_household"),
    )
    op.create_index("ix_support_household", "support", ["household_id"])
    op.create_index("ix_support_carried", "support", ["carried_from_id"])


def create_questions_and_appeals():
    op.create_table(
        "issue_question",
        sa.Column("id", BigId, primary_key=True),
        reference("issue_id", "issue", nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        reference("asked_by", "person"),
        moment("created_at", nullable=False),
        sa.Column("answer", sa.Text()),
        moment("answered_at"),
    )
    op.create_index("ix_issue_question_issue", "issue_question", ["issue_id", "id"])
    op.create_table(
        "issue_appeal",
        sa.Column("id", BigId, primary_key=True),
        reference("issue_id", "issue", nullable=False),
        reference("appellant_id", "person", nullable=False),
        word("against", nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        moment("created_at", nullable=False),
        reference("ruled_by", "person"),
        moment("ruled_at"),
        sa.Column("upheld", sa.Boolean()),
        sa.Column("ruling_words", sa.Text()),
    )
    op.create_index("ix_issue_appeal_issue", "issue_appeal", ["issue_id", "id"])
    op.create_index(
        "uq_issue_appeal_open",
        "issue_appeal",
        ["issue_id"],
        unique=True,
        sqlite_where=sa.text("ruled_at IS NULL"),
        postgresql_where=sa.text("ruled_at IS NULL"),
    )


def create_comment():
    op.create_table(
        "comment",
        sa.Column("id", BigId, primary_key=True),
        reference("issue_id", "issue", nullable=False),
        reference("author_id", "person"),
        word("voice", nullable=False),
        reference("place_id", "place"),
        reference("body_id", "body"),
        sa.Column("body", sa.Text(), nullable=False),
        moment("created_at", nullable=False),
        moment("held_at"),
        moment("hidden_at"),
        word("hidden_code"),
    )
    op.create_index("ix_comment_issue", "comment", ["issue_id", "id"])
    op.create_index("ix_comment_author", "comment", ["author_id", "id"])


def create_photo():
    op.create_table(
        "photo",
        sa.Column("id", BigId, primary_key=True),
        word("token", nullable=False),
        reference("issue_id", "issue"),
        reference("draft_id", "draft", ondelete="SET NULL"),
        word("subject_type"),
        sa.Column("subject_id", BigId),
        word("purpose", nullable=False),
        word("state", nullable=False),
        word("refused_reason"),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("bytes", sa.Integer(), nullable=False),
        word("sha256", 64, nullable=False),
        reference("taken_by", "person"),
        sa.Column("covered_cells", sa.JSON(), nullable=False),
        word("caption", 120, nullable=False),
        word("public_token"),
        moment("created_at", nullable=False),
        moment("released_at"),
        sa.UniqueConstraint("token", name="uq_photo_token"),
        sa.UniqueConstraint("public_token", name="uq_photo_public_token"),
    )
    op.create_index("ix_photo_issue", "photo", ["issue_id", "id"])
    op.create_index("ix_photo_draft", "photo", ["draft_id", "id"])
    op.create_index("ix_photo_subject", "photo", ["subject_type", "subject_id"])
    op.create_index("ix_photo_state", "photo", ["state", "id"])


def create_search():
    """Tokens for search: what is released, and apart from it the own words, for staff only."""
    op.execute("CREATE TABLE issue_search_due (issue_id BIGINT PRIMARY KEY, mark BIGINT NOT NULL)")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE issue_search USING fts5(title, words, tokenize='unicode61', detail=column)"
        )
        op.execute(
            "CREATE VIRTUAL TABLE issue_search_own USING fts5(words, tokenize='unicode61', detail=none)"
        )
        return
    op.execute(
        "CREATE TABLE issue_search (issue_id BIGINT PRIMARY KEY REFERENCES issue (id), "
        "title tsvector NOT NULL, words tsvector NOT NULL)"
    )
    op.execute(
        "CREATE TABLE issue_search_own (issue_id BIGINT PRIMARY KEY REFERENCES issue (id), "
        "words tsvector NOT NULL)"
    )
    for index, column in (
        ("issue_search", "title"),
        ("issue_search", "words"),
        ("issue_search_own", "words"),
    ):
        op.execute(f"CREATE INDEX ix_{index}_{column} ON {index} USING gin ({column})")
