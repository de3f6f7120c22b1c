"""Tables of an issue: the issue itself, its supports, questions, appeals; comments and photos beside."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.database import Base, BigId, Pk, UTCDateTime, created_at, enum_type
from civic.issues.categories import label as category_label
from civic.issues.discussion import Comment, Voice
from civic.issues.kinds import (
    Channel,
    DeclineReason,
    IssueKind,
    LawfulChannel,
    SummaryState,
    Urgency,
    Visibility,
)
from civic.issues.photo_models import Photo, PhotoPurpose, PhotoState
from civic.issues.states import TRANSITIONS, UNTRIAGED, WAITING, IssueState
from civic.threads.models import Status

__all__ = (
    "Comment",
    "Issue",
    "IssueAppeal",
    "IssueState",
    "Photo",
    "PhotoPurpose",
    "PhotoState",
    "Question",
    "Status",
    "Support",
    "Visibility",
    "Voice",
)

ORDERS = ("raised_at", "supports", "comments_count", "waiting_since")
FILTERS = ("community_id", "area_id", "status", "category", "kind")


def _order_indices():
    """One index for every order offered, unfiltered and per filter."""
    for column in ORDERS:
        yield Index(f"ix_issue_{column}", column, "id")
    for scope in FILTERS:
        for column in ORDERS:
            yield Index(f"ix_issue_{scope}_{column}", scope, column, "id")


class Issue(Base):
    """What one person raised. `id` is the public number; `body_raw` is never on a public page."""

    __tablename__ = "issue"
    __table_args__ = (
        *_order_indices(),
        Index("ix_issue_category", "category", "id"),  # the latest solved case of a category
        Index("ix_issue_community_state", "community_id", "state", "waiting_since"),
        Index("ix_issue_handler", "handler_body_id", "state"),
        Index("ix_issue_reporter", "reporter_id", "id"),
        Index("ix_issue_contributor", "contributed_by", "id"),
        Index("ix_issue_place", "place_id", "id"),
        Index("ix_issue_duplicate", "duplicate_of_id"),
        Index("ix_issue_summary_due", "summary_state", "summary_shown_at"),
        UniqueConstraint("community_id", "external_no", name="uq_issue_external_no"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    thread_id: Mapped[int] = mapped_column(BigId, ForeignKey("thread.id"), unique=True)
    community_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    place_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("place.id"))

    # The place the public sees: the community, and finer once the summary is released (as its thread).
    area_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    reporter_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    reporter_household_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("household.id"))
    contributed_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    on_behalf_of: Mapped[str] = mapped_column(String(80), default="")
    channel: Mapped[Channel] = mapped_column(enum_type(Channel), default=Channel.WEB)
    external_no: Mapped[str | None] = mapped_column(String(64))

    state: Mapped[IssueState] = mapped_column(enum_type(IssueState), default=IssueState.DRAFT)
    # The thread's word, kept here too, so that a list filters and sorts by one index.
    status: Mapped[Status] = mapped_column(enum_type(Status), default=Status.RECEIVED)
    visibility: Mapped[Visibility] = mapped_column(enum_type(Visibility), default=Visibility.PUBLIC)
    kind: Mapped[IssueKind | None] = mapped_column(enum_type(IssueKind))
    category: Mapped[str | None] = mapped_column(String(32))
    subcategory: Mapped[str | None] = mapped_column(String(32))
    urgency: Mapped[Urgency | None] = mapped_column(enum_type(Urgency))
    handler_body_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("body.id"))
    # Others who handle it with the first (双派), and the number of the work order they do it under.
    helper_body_ids: Mapped[list] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    work_order_id: Mapped[int | None] = mapped_column(BigId)
    street_id: Mapped[int | None] = mapped_column(BigId)  # whose street office sees to it, once it does

    body_raw: Mapped[str] = mapped_column(Text)
    summary_state: Mapped[SummaryState] = mapped_column(enum_type(SummaryState), default=SummaryState.NONE)
    summary_title: Mapped[str | None] = mapped_column(String(80))
    summary_public: Mapped[str | None] = mapped_column(Text)
    summary_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    summary_shown_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    summary_objection: Mapped[str | None] = mapped_column(Text)
    summary_released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    asked_question: Mapped[str | None] = mapped_column(Text)
    duplicate_of_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("issue.id"))
    declined_code: Mapped[DeclineReason | None] = mapped_column(enum_type(DeclineReason))
    declined_reason: Mapped[str | None] = mapped_column(Text)
    redirected_to: Mapped[LawfulChannel | None] = mapped_column(enum_type(LawfulChannel))
    refused_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    answer_public: Mapped[str | None] = mapped_column(Text)
    reopen_reason: Mapped[str | None] = mapped_column(Text)

    supports: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    comments_count: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    # While somebody other than the reporter owes the next act: since when. Otherwise empty.
    waiting_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_at: Mapped[created_at]
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Every verb adds one: a form carries the number it saw, a second writer gets 409.
    version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))

    thread = relationship("Thread", lazy="raise_on_sql")
    place = relationship("Place", foreign_keys=place_id, lazy="raise_on_sql")
    community = relationship("Place", foreign_keys=community_id, lazy="raise_on_sql")
    reporter = relationship("Person", foreign_keys=reporter_id, lazy="raise_on_sql")
    handler_body = relationship("Body", foreign_keys=handler_body_id, lazy="raise_on_sql")
    duplicate_of = relationship("Issue", remote_side="Issue.id", lazy="raise_on_sql")
    photos = relationship("Photo", order_by="Photo.id", lazy="raise_on_sql", viewonly=True)
    questions = relationship("Question", order_by="Question.id", lazy="raise_on_sql")
    appeals = relationship("IssueAppeal", order_by="IssueAppeal.id", lazy="raise_on_sql")

    def can_become(self, state):
        """Whether the transition table allows the move."""
        return state in TRANSITIONS[self.state]

    @property
    def is_untriaged(self):
        """Whether staff still owe the first decision."""
        return self.state in UNTRIAGED

    @property
    def is_waiting(self):
        """Whether the clock of 等了多久 runs."""
        return self.state in WAITING

    @property
    def is_urgent(self):
        return self.urgency is Urgency.URGENT

    @property
    def is_told(self):
        """Whether the public may read title, words and finer place."""
        return self.visibility is Visibility.PUBLIC and self.summary_state is SummaryState.RELEASED

    @property
    def public_title(self):
        """The released title, or None: then pages say only number, area and stage."""
        return self.summary_title if self.is_told else None

    @property
    def own_headline(self):
        """The first words of the reporter's own text, for staff and reporter only."""
        first = self.body_raw.strip().splitlines()[0] if self.body_raw.strip() else ""
        return first if len(first) <= 30 else first[:29] + "…"

    @property
    def category_code(self):
        """The category as one code, "top.leaf" or "top.mid.leaf"; None before triage."""
        return ".".join(filter(None, (self.category, self.subcategory))) or None

    @property
    def category_label(self):
        return category_label(self.category, self.subcategory) if self.category else None

    @property
    def open_appeal(self):
        """The appeal nobody has ruled on yet; needs `appeals` loaded."""
        return next((appeal for appeal in self.appeals if appeal.ruled_at is None), None)


class Support(Base):
    """我家也这样: one household once an issue. Carried along when the issue is merged."""

    __tablename__ = "support"
    __table_args__ = (
        UniqueConstraint("issue_id", "household_id", name="uq_support_household"),
        Index("ix_support_household", "household_id"),
        Index("ix_support_carried", "carried_from_id"),
    )

    id: Mapped[Pk]
    issue_id: Mapped[int] = mapped_column(BigId, ForeignKey("issue.id"))
    household_id: Mapped[int] = mapped_column(BigId, ForeignKey("household.id"))
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    carried_from_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("issue.id"))
    created_at: Mapped[created_at]


class Question(Base):
    """What staff asked back, and the reporter's answer; read by reporter, triage and handler."""

    __tablename__ = "issue_question"
    __table_args__ = (Index("ix_issue_question_issue", "issue_id", "id"),)

    id: Mapped[Pk]
    issue_id: Mapped[int] = mapped_column(BigId, ForeignKey("issue.id"))
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class IssueAppeal(Base):
    """The reporter's 请另一位看看 after a refusal; ruled on by somebody who did not refuse it."""

    __tablename__ = "issue_appeal"
    __table_args__ = (
        Index("ix_issue_appeal_issue", "issue_id", "id"),
        Index(
            "uq_issue_appeal_open",
            "issue_id",
            unique=True,
            sqlite_where=text("ruled_at IS NULL"),
            postgresql_where=text("ruled_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    issue_id: Mapped[int] = mapped_column(BigId, ForeignKey("issue.id"))
    appellant_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"))
    against: Mapped[IssueState] = mapped_column(enum_type(IssueState))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[created_at]
    ruled_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ruled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    upheld: Mapped[bool | None] = mapped_column(Boolean)
    ruling_words: Mapped[str | None] = mapped_column(Text)
