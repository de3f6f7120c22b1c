"""Reads of issues, each with its loader options and a constant number of statements."""

from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from civic.accounts.models import Person
from civic.councils.models import Body
from civic.database import utcnow
from civic.errors import NotFound
from civic.extensions import db
from civic.issues import search
from civic.issues.discussion import Voice
from civic.issues.kinds import OBJECTION_PERIOD, SummaryState, Visibility
from civic.issues.models import Comment, Issue, IssueAppeal, Support
from civic.issues.states import TAKEN_UP, UNTRIAGED, WAITING, IssueState
from civic.issues.suggestions import likeness
from civic.paging import Page, keyset
from civic.places import queries as places
from civic.places.models import Household, Place, PlaceKind
from civic.threads.models import Thread

ALIKE = 0.3  # from this likeness on two texts are shown as 同一件事?
ALIKE_AT_SAME_PLACE = 0.2
CANDIDATES = 60
NEAREST = 12
COMMENTS = 200  # on one page: most matters stand on it whole, to be searched and printed


def thread_of(issue):
    """The issue's thread, for stamping; one statement at most."""
    return db.session.get(Thread, issue.thread_id)


def public_area_id(issue):
    """The place shown once the summary is public: a building or spot, never a door."""
    place = db.session.get(Place, issue.place_id) if issue.place_id else None
    if place is None:
        return issue.community_id
    return place.parent_id if place.kind is PlaceKind.DOOR else place.id


def issue_or_404(no):
    """The bare issue. Raises NotFound."""
    issue = db.session.get(Issue, no) if 0 < no < 2**53 else None
    if issue is None:
        raise NotFound(None)
    return issue


def with_community(issue):
    """The same with its community loaded, as policies of the street's office need it."""
    set_committed_value(issue, "community", db.session.get(Place, issue.community_id))
    return issue


def issue_with_community(no):
    """The issue and its community. Raises NotFound."""
    return with_community(issue_or_404(no))


def issue_for_page(no):
    """What the public thread page needs: thread with its area, handler, main issue (1 statement)."""
    if not 0 < no < 2**53:
        raise NotFound(None)
    issue = db.session.scalar(_page(), {"no": no})
    if issue is None:
        raise NotFound(None)
    return issue


@cache
def _page():
    return (
        select(Issue)
        .where(Issue.id == bindparam("no"))
        .options(
            joinedload(Issue.thread).joinedload(Thread.area),
            joinedload(Issue.handler_body),
            joinedload(Issue.duplicate_of).joinedload(Issue.thread),
        )
    )


def issue_in_full(no):
    """What reporter, triage and handler see: photos, questions, appeals, places too (4 statements)."""
    if not 0 < no < 2**53:
        raise NotFound(None)
    statement = (
        select(Issue)
        .where(Issue.id == no)
        .options(
            joinedload(Issue.thread).joinedload(Thread.area),
            joinedload(Issue.place),
            joinedload(Issue.community),
            joinedload(Issue.handler_body),
            joinedload(Issue.duplicate_of).joinedload(Issue.thread),
            selectinload(Issue.photos),
            selectinload(Issue.questions),
            selectinload(Issue.appeals),
        )
    )
    issue = db.session.scalar(statement)
    if issue is None:
        raise NotFound(None)
    return issue


class Remark(NamedTuple):
    """A comment as a page shows it. Hashable: what looks the same for everybody is drawn once."""

    id: int
    voice: Voice
    body: str
    created_at: datetime
    is_hidden: bool
    is_held: bool
    nickname: str | None
    area: str | None
    speaks_for: str | None


def comments_of(issue, cursor=None, size=COMMENTS) -> Page:
    """A page of remarks, oldest first, with author, building and body (1 statement)."""
    page = keyset(_remarks().params(issue=issue.id), [Comment.id], cursor, size, False, ascending=True)
    return Page([Remark(*row) for row in page.items], page.next)


@cache
def _remarks():
    """Columns, not rows of four tables: two hundred comments are most of their page's time."""
    return (
        select(
            Comment.id,
            Comment.voice,
            Comment.body,
            Comment.created_at,
            Comment.hidden_at.is_not(None).label("is_hidden"),
            Comment.held_at.is_not(None).label("is_held"),
            Person.nickname,
            Place.label,
            Body.short_name,
        )
        .outerjoin(Person, Person.id == Comment.author_id)
        .outerjoin(Place, Place.id == Comment.place_id)
        .outerjoin(Body, Body.id == Comment.body_id)
        .where(Comment.issue_id == bindparam("issue"))
    )


def supporting_household(issue, user):
    """Which of this person's households said 我家也这样, or None (no statement for strangers)."""
    if not user.household_ids:
        return None
    return db.session.scalar(
        select(Support.household_id).where(
            Support.issue_id == issue.id, Support.household_id.in_(user.household_ids)
        )
    )


def household_in(user, community_id):
    """The household with which this person takes part in a community, or None."""
    return next(
        (
            held.household_id
            for held in user.current_memberships()
            if held.household_id in user.household_ids and held.community_id == community_id
        ),
        None,
    )


def home_of(user, community_id):
    """The door of this person's home: the first place offered when they raise something."""
    held = household_in(user, community_id)
    if held is None:
        return None
    return db.session.scalar(
        select(Place).join(Household, Household.door_id == Place.id).where(Household.id == held)
    )


def community_for(user, asked=None):
    """The id of the community an issue goes to: the one asked for, one's own, else the first."""
    if asked is not None and (found := places.community(asked)) is not None:
        return found.id
    first = places.community(next(iter(sorted(user.community_ids)), None))
    return first.id if first else None


def is_within(place_id, community):
    """Whether the place exists and belongs to the community."""
    place = db.session.get(Place, place_id) if 0 < place_id < 2**53 else None
    return place is not None and community.id in (place.id, place.community_id)


def building_of(user, community_id):
    """The building this person verifiably lives in: what stands beside a comment."""
    held = household_in(user, community_id)
    if held is None:
        return None
    door = select(Household.door_id).where(Household.id == held).scalar_subquery()
    return db.session.scalar(select(Place.parent_id).where(Place.id == door))


def alike(words, *, community_id, place_id=None, limit=3, besides=None):
    """Public open issues that say much the same, the most alike first: [(issue, same place?)].

    Candidates: the search index's nearest, and the newest at the same place (its building counts).
    """
    near = _with_parent(place_id)
    ids = [issue.id for issue in search.similar(words, community_id, NEAREST)]
    statement = (
        select(Issue)
        .where(
            Issue.community_id == community_id,
            or_(Issue.id.in_(ids), Issue.place_id.in_(near)),
            Issue.summary_state == SummaryState.RELEASED,
            Issue.visibility == Visibility.PUBLIC,
            Issue.state.in_([*WAITING, IssueState.ANSWERED]),
            Issue.raised_at > utcnow() - timedelta(days=365),
        )
        .options(joinedload(Issue.thread).joinedload(Thread.area))
        .order_by(Issue.id.desc())
        .limit(CANDIDATES)
    )
    found = []
    for issue in db.session.scalars(statement):
        score = likeness(words, f"{issue.summary_title}。{issue.summary_public}")
        same = bool(near & {issue.place_id, issue.thread.area_id})
        if issue.id != besides and score >= (ALIKE_AT_SAME_PLACE if same else ALIKE):
            found.append((score + (0.2 if same else 0), issue, same))
    found.sort(key=lambda hit: (-hit[0], -hit[1].id))
    return [(issue, same) for _score, issue, same in found[:limit]]


def _with_parent(place_id):
    place = db.session.get(Place, place_id) if place_id else None
    if place is None or place.kind is PlaceKind.COMMUNITY:
        return set()
    return {place.id, place.parent_id} - {place.community_id}


def main_issues(issue, limit=5):
    """Issues this one might be joined to: like its own words, staff pages only."""
    return alike(
        issue.body_raw, community_id=issue.community_id, place_id=issue.place_id,
        limit=limit, besides=issue.id,
    )  # fmt: skip


def awaiting_triage(community_ids, limit=50):
    """What staff must sort: urgent words cannot be read in SQL, so the longest waiting first."""
    return (
        select(Issue)
        .where(Issue.community_id.in_(community_ids), Issue.state.in_(UNTRIAGED))
        .options(joinedload(Issue.thread), joinedload(Issue.place))
        .order_by(Issue.waiting_since, Issue.id)
        .limit(limit)
    )


def raised_by(user, limit=50):
    """Own issues and those written down for others, newest first (select, thread and area loaded)."""
    return (
        select(Issue)
        .where(or_(Issue.reporter_id == user.id, Issue.contributed_by == user.id))
        .options(joinedload(Issue.thread).joinedload(Thread.area))
        .order_by(Issue.id.desc())
        .limit(limit)
    )


def open_appeal_of(issue):
    """The appeal of this issue that nobody has ruled on yet, or None."""
    return db.session.scalar(select(IssueAppeal).filter_by(issue_id=issue.id, ruled_at=None))


def summaries_due(limit=200):
    """Ids of issues whose summary was shown 24 hours ago and met no objection."""
    shown_on = Issue.summary_shown_at
    due = (Issue.summary_state == SummaryState.SHOWN, shown_on <= utcnow() - OBJECTION_PERIOD)
    found = select(Issue.id).where(*due, Issue.state.in_(TAKEN_UP)).order_by(shown_on)
    return list(db.session.scalars(found.limit(limit)))
