"""What can be moderated, and how each room hides or shows it."""

from dataclasses import dataclass

from sqlalchemy import and_, select, true

from civic.extensions import db
from civic.issues.hiding import hide_comment, hold_comment, show_comment
from civic.issues.kinds import SummaryState
from civic.issues.models import Comment, Issue, Visibility
from civic.moderation.models import SubjectType
from civic.places.models import Place
from civic.topics.affected import hide_reply
from civic.topics.affected_models import RightOfReply
from civic.topics.argument_models import Argument, Suggestion
from civic.topics.arguments import cover_argument
from civic.topics.models import Opinion, OpinionRound, Option, Topic
from civic.topics.options import hide_option
from civic.topics.rounds import hide_opinion
from civic.topics.statement_models import Statement
from civic.topics.statements import cover_statement
from civic.topics.suggestions import hide_suggestion


@dataclass(frozen=True)
class Subject:
    """Words somebody wrote, wherever they stand."""

    type: SubjectType
    row: object
    author_id: int | None
    community_id: int
    street_id: int  # the street its community lies in
    thread_id: int
    is_told: bool  # the matter it stands in is public: an issue may be taken back from view

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def words(self) -> str:
        """What was written."""
        return getattr(self.row, "body", "") or getattr(self.row, "title", "")

    @property
    def is_hidden(self) -> bool:
        return self.row.hidden_at is not None

    @property
    def is_held(self) -> bool:
        return getattr(self.row, "held_at", None) is not None

    def hide(self, code) -> None:
        """Put a tombstone in its place."""
        if self.type == SubjectType.COMMENT:
            hide_comment(self.row, code)
        elif self.type in COVERED:
            COVERED[self.type](self.row, "hidden")
        else:
            HIDDEN[self.type](self.row)

    def show(self) -> None:
        """Let it be read."""
        if self.type == SubjectType.COMMENT:
            show_comment(self.row)
        elif self.type in COVERED:
            COVERED[self.type](self.row, "shown")
        else:
            HIDDEN[self.type](self.row, hidden=False)

    def hold(self) -> None:
        """Let it wait for a first look (the rest is taken in rounds with a close)."""
        if self.type in COVERED:
            COVERED[self.type](self.row, "held")
        else:
            hold_comment(self.row)


# Kind → the verb of its room: those that can also wait for a first look, those that are only hidden.
COVERED = {SubjectType.STATEMENT: cover_statement, SubjectType.ARGUMENT: cover_argument}
HIDDEN = {
    SubjectType.OPINION: hide_opinion,
    SubjectType.OPTION: hide_option,
    SubjectType.SUGGESTION: hide_suggestion,
    SubjectType.REPLY: hide_reply,
}
# Kind → its table, and the column that names who wrote it.
OF_TOPICS = {
    SubjectType.STATEMENT: (Statement, "author_id"),
    SubjectType.ARGUMENT: (Argument, "person_id"),
    SubjectType.SUGGESTION: (Suggestion, "person_id"),
    SubjectType.REPLY: (RightOfReply, "replied_by"),
    SubjectType.OPTION: (Option, "proposed_by"),
}


def find(type_: SubjectType, number: int, lock: bool = False) -> Subject | None:
    """The subject and where it stands, in one statement; locked when a verb follows."""
    found = db.session.execute(_statement(type_, number, lock)).first()
    if found is None:
        return None
    row, community_id, street_id, thread_id, told = found
    written_by = {SubjectType.COMMENT: "author_id", SubjectType.OPINION: "person_id"}
    author = getattr(row, written_by.get(type_) or OF_TOPICS[type_][1])
    return Subject(type_, row, author, community_id, street_id, thread_id, bool(told))


def _statement(type_, number, lock):
    if type_ == SubjectType.COMMENT:
        model = Comment
        told = and_(Issue.visibility == Visibility.PUBLIC, Issue.summary_state == SummaryState.RELEASED)
        statement = (
            select(Comment, Issue.community_id, Place.parent_id, Issue.thread_id, told)
            .join(Issue, Issue.id == Comment.issue_id)
            .join(Place, Place.id == Issue.community_id)
        )
    elif type_ == SubjectType.OPINION:
        model = Opinion
        statement = (
            select(Opinion, Topic.community_id, Place.parent_id, Topic.thread_id, true())
            .join(OpinionRound, OpinionRound.id == Opinion.round_id)
            .join(Topic, Topic.id == OpinionRound.topic_id)
            .join(Place, Place.id == Topic.community_id)
        )
    else:
        model = OF_TOPICS[type_][0]
        statement = (
            select(model, Topic.community_id, Place.parent_id, Topic.thread_id, true())
            .join(Topic, Topic.id == model.topic_id)
            .join(Place, Place.id == Topic.community_id)
        )
    statement = statement.where(model.id == number)
    if lock:
        statement = statement.with_for_update(of=model).execution_options(populate_existing=True)
    return statement
