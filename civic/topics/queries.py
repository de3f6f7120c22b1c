"""Reads of topics, each with its loader options; a constant number of statements a page."""

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.accounts.roles import Role
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.models import Issue
from civic.paging import keyset
from civic.places.models import Place, PlaceKind
from civic.places.queries import community
from civic.topics.lots import LETTERS
from civic.topics.models import (
    AdmissionReview,
    BottomLine,
    Opinion,
    OpinionRound,
    Option,
    Topic,
    TopicDocument,
    TopicIssue,
    TopicSupport,
)
from civic.topics.states import STAGE_GROUPS

ORDERS = {"newest": [Topic.id], "supports": [Topic.supports, Topic.id]}


def home_of(user) -> Place | None:
    """The community somebody speaks in: their own; at a street's office the first of its street."""
    mine = sorted(user.community_ids)
    streets = user.places_as(Role.STREET_STAFF)
    if not mine and streets:
        below = select(Place.id).where(Place.parent_id.in_(streets), Place.kind == PlaceKind.COMMUNITY)
        mine = list(db.session.scalars(below.order_by(Place.id).limit(1)))
    return community(mine[0] if mine else None)


def topic_page(stage=None, order="newest", community_id=None, cursor=None, size=20):
    """A page of topics with thread and place, by stage group, newest or most supported first."""
    statement = select(Topic).options(joinedload(Topic.thread), joinedload(Topic.place))
    if stage in STAGE_GROUPS:
        statement = statement.where(Topic.state.in_(STAGE_GROUPS[stage]))
    if community_id is not None:
        statement = statement.where(Topic.community_id == community_id)
    return keyset(statement, ORDERS[order], cursor, size)


def topic_or_404(no) -> Topic:
    """The topic with that number, its thread, place and community loaded; raises NotFound."""
    topic = db.session.get(
        Topic,
        no,
        options=[
            joinedload(Topic.thread),
            joinedload(Topic.place),
            joinedload(Topic.community),
            joinedload(Topic.doer),
        ],
    )
    if topic is None:
        raise NotFound(None)
    return topic


def topic_in_full(no) -> Topic:
    """The topic with all that its page shows; five statements whatever hangs on it."""
    topic = db.session.get(
        Topic,
        no,
        populate_existing=True,
        options=[
            joinedload(Topic.thread),
            joinedload(Topic.place),
            joinedload(Topic.community),
            joinedload(Topic.doer),
            joinedload(Topic.meeting_call),
            joinedload(Topic.bottom_lines),
            joinedload(Topic.rounds),
            selectinload(Topic.options).joinedload(Option.breaks),
            selectinload(Topic.options).joinedload(Option.review),
            selectinload(Topic.documents).defer(TopicDocument.body),
            selectinload(Topic.votes),
            selectinload(Topic.decisions),
        ],
    )
    if topic is None:
        raise NotFound(None)
    return topic


def option_or_404(topic_no, option_id) -> Option:
    """An option of that topic with topic, thread and review; raises NotFound."""
    found = db.session.scalar(
        select(Option)
        .where(Option.id == option_id, Option.topic_id == topic_no)
        .options(joinedload(Option.topic).joinedload(Topic.thread), joinedload(Option.review))
    )
    if found is None:
        raise NotFound(None)
    return found


def document_or_404(topic_no, document_id) -> TopicDocument:
    """A paper of that topic, topic and thread loaded; raises NotFound."""
    found = db.session.scalar(
        select(TopicDocument)
        .where(TopicDocument.id == document_id, TopicDocument.topic_id == topic_no)
        .options(joinedload(TopicDocument.topic).joinedload(Topic.thread))
    )
    if found is None:
        raise NotFound(None)
    return found


def standing_options(topic) -> list[Option]:
    """Options neither removed nor hidden, in the order they came."""
    found = db.session.scalars(
        select(Option)
        .where(Option.topic_id == topic.id, Option.removed_at.is_(None), Option.hidden_at.is_(None))
        .order_by(Option.id)
    )
    return list(found)


def bottom_lines_of(topic) -> list[BottomLine]:
    """What nobody may vote away, in the order it was put down."""
    found = select(BottomLine).where(BottomLine.topic_id == topic.id)
    return list(db.session.scalars(found.order_by(BottomLine.id)))


def in_letter_order(options) -> list[Option]:
    """As they are shown everywhere once letters are drawn; before, as they came."""
    return sorted(options, key=lambda one: (LETTERS.find(one.letter or "?"), one.id))


def ballot_options(topic) -> list[Option]:
    """What may be voted on, in the order of the letters: nothing that breaks a bottom line (I11)."""
    return in_letter_order(one for one in standing_options(topic) if one.is_votable and one.letter)


def rounds_of(topic) -> list[OpinionRound]:
    """The topic's opinion rounds, first to last."""
    found = select(OpinionRound).where(OpinionRound.topic_id == topic.id)
    return list(db.session.scalars(found.order_by(OpinionRound.number)))


def unanswered_in(round_id) -> int:
    """Opinions of a round that nobody answered; hidden ones need no answer."""
    return _unanswered(Opinion.round_id == round_id)


def unanswered_opinions(topic_id) -> int:
    """Opinions of a topic that nobody answered."""
    return _unanswered(OpinionRound.topic_id == topic_id)


def _unanswered(which):
    count = select(func.count()).select_from(Opinion).join(OpinionRound, OpinionRound.id == Opinion.round_id)
    return db.session.scalar(count.where(which, Opinion.reply_id.is_(None), Opinion.hidden_at.is_(None)))


def opinions_page(topic, cursor=None, size=20, unanswered=False):
    """A page of a topic's opinions, newest first, each with its answer, option and author."""
    statement = (
        select(Opinion)
        .where(Opinion.round_id.in_(select(OpinionRound.id).where(OpinionRound.topic_id == topic.id)))
        .options(joinedload(Opinion.reply), joinedload(Opinion.option), joinedload(Opinion.person))
    )
    if unanswered:
        statement = statement.where(Opinion.reply_id.is_(None), Opinion.hidden_at.is_(None))
    return keyset(statement, [Opinion.round_id, Opinion.id], cursor, size)  # off the index, nothing sorted


def issues_page(topic, cursor=None, size=20):
    """A page of the issues a topic grew out of, threads loaded."""
    mine = select(Issue).join(TopicIssue, TopicIssue.issue_id == Issue.id)
    mine = mine.where(TopicIssue.topic_id == topic.id)
    return keyset(mine.options(joinedload(Issue.thread), joinedload(Issue.place)), [Issue.id], cursor, size)


def issues_by_number(numbers) -> list[Issue]:
    """The issues with these public numbers, oldest first; missing ones are simply not there."""
    return list(db.session.scalars(select(Issue).where(Issue.id.in_(numbers)).order_by(Issue.id)))


def household_supports(topic, household_ids) -> bool:
    """Does one of these households stand behind the topic already?"""
    if not household_ids:
        return False
    found = exists().where(TopicSupport.topic_id == topic.id, TopicSupport.household_id.in_(household_ids))
    return db.session.scalar(select(found))


def admission_review(topic) -> AdmissionReview | None:
    """The second look at a refused topic, if somebody asked for one."""
    return db.session.scalar(select(AdmissionReview).where(AdmissionReview.topic_id == topic.id))
