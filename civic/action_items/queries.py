"""Reads of action items, their evidence and the 待办 list."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, load_only

from civic.action_items.models import ActionItem, ActionNote, BacklogEntry, ItemState
from civic.councils.models import Body
from civic.councils.queries import bodies
from civic.database import local_today, locked
from civic.decisions.models import Decision
from civic.extensions import db
from civic.issues.models import Issue, Photo, PhotoPurpose, PhotoState
from civic.meetings.minutes_models import Agreement
from civic.paging import keyset
from civic.threads.models import Thread
from civic.topics.models import Topic, TopicIssue

SUBJECT = "action_item"


def _row():
    """What a list row reads: the owner's name and the matter's title."""
    return joinedload(ActionItem.owner), joinedload(ActionItem.thread).load_only(
        Thread.title, Thread.merged_into_id
    )


def item_with_owner(number: int) -> ActionItem | None:
    """An item with owner, matter and issue, in one statement."""
    return db.session.scalar(
        select(ActionItem)
        .options(
            joinedload(ActionItem.owner),
            joinedload(ActionItem.thread).joinedload(Thread.area),
            joinedload(ActionItem.issue),
            joinedload(ActionItem.decision),
            joinedload(ActionItem.whistle),
            joinedload(ActionItem.agreement),
        )
        .where(ActionItem.id == number)
    )


def notes_of(item) -> list[ActionNote]:
    """The lines on the way, oldest first."""
    return db.session.scalars(
        select(ActionNote)
        .options(joinedload(ActionNote.body))
        .where(ActionNote.item_id == item.id)
        .order_by(ActionNote.id)
    ).all()


def page_of_items(show="open", body_id=None, community_id=None, after=None, size=20):
    """A page of the public list. show: open (earliest due first), late, done (newest first)."""
    statement = select(ActionItem).options(*_row())
    if community_id is not None:
        statement = statement.where(ActionItem.community_id == community_id)
    if body_id is not None:
        statement = statement.where(ActionItem.owner_body_id == body_id)
    if show == "done":
        done = (ItemState.DONE, ItemState.CONFIRMED)
        return keyset(statement.where(ActionItem.state.in_(done)), [ActionItem.id], after, size)
    statement = statement.where(ActionItem.state == ItemState.OPEN)
    if show == "late":
        statement = statement.where(ActionItem.due_on < local_today())
    return keyset(statement, [ActionItem.due_on, ActionItem.id], after, size, ascending=True)


def items_of_thread(thread_id: int) -> list[ActionItem]:
    """Everything promised in a matter, earliest due first."""
    return db.session.scalars(
        select(ActionItem)
        .options(joinedload(ActionItem.owner))
        .where(ActionItem.thread_id == thread_id)
        .order_by(ActionItem.due_on, ActionItem.id)
    ).all()


def items_of_whistle(whistle_id: int) -> list[ActionItem]:
    """联合方案: what was promised when they stood around it, earliest due first."""
    return db.session.scalars(
        select(ActionItem)
        .options(*_row())
        .where(ActionItem.whistle_id == whistle_id)
        .order_by(ActionItem.due_on, ActionItem.id)
    ).all()


def items_of_agreement(agreement_id: int) -> list[ActionItem]:
    """What became of one agreement: usually one, the newest first."""
    statement = select(ActionItem).where(ActionItem.agreement_id == agreement_id)
    return list(db.session.scalars(statement.order_by(ActionItem.id.desc())))


def unconfirmed_promises(meeting_id: int) -> list[ActionItem]:
    """Open items that rest on what a meeting agreed on."""
    return list(
        db.session.scalars(
            select(ActionItem)
            .join(Agreement, Agreement.id == ActionItem.agreement_id)
            .where(Agreement.meeting_id == meeting_id, ActionItem.state == ItemState.OPEN)
        )
    )


def items_of_body(body_id: int) -> list[ActionItem]:
    """What a body has promised: open ones first, then what it finished lately (at most 200)."""
    return db.session.scalars(
        select(ActionItem)
        .options(*_row())
        .where(ActionItem.owner_body_id == body_id, ActionItem.state != ItemState.RELEASED)
        .order_by(ActionItem.state != ItemState.OPEN, ActionItem.due_on, ActionItem.id)
        .limit(200)
    ).all()


def photos_for_issue(issue) -> list[Photo]:
    """What the promises of an issue can show, before and after, for whoever says whether it is solved."""
    items = select(ActionItem.id).where(ActionItem.issue_id == issue.id)
    statement = select(Photo).where(
        Photo.subject_type == SUBJECT,
        Photo.subject_id.in_(items),
        Photo.state.in_((PhotoState.READY, PhotoState.PRIVATE, PhotoState.RELEASED)),
    )
    return list(db.session.scalars(statement.order_by(Photo.id)))


def items_of_issue(issue_id: int) -> list[ActionItem]:
    """Every promise made for an issue."""
    return db.session.scalars(select(ActionItem).where(ActionItem.issue_id == issue_id)).all()


def open_items_of_issue(issue_id: int) -> int:
    """How many items of an issue are still open; the caller's changes are flushed first."""
    db.session.flush()
    return db.session.scalar(
        select(func.count())
        .select_from(ActionItem)
        .where(ActionItem.issue_id == issue_id, ActionItem.state == ItemState.OPEN)
    )


def next_open_item(thread_id: int) -> ActionItem | None:
    """The open item of a matter that is due first."""
    db.session.flush()
    return db.session.scalars(
        select(ActionItem)
        .where(ActionItem.thread_id == thread_id, ActionItem.state == ItemState.OPEN)
        .order_by(ActionItem.due_on, ActionItem.id)
    ).first()


def unconfirmed_items(thread_id: int) -> int:
    """How many items of a matter are said to be done and wait for a yes."""
    return db.session.scalar(
        select(func.count())
        .select_from(ActionItem)
        .where(ActionItem.thread_id == thread_id, ActionItem.state == ItemState.DONE)
    )


def count_evidence(item) -> int:
    """Photos taken afterwards that were not refused."""
    return db.session.scalar(
        select(func.count())
        .select_from(Photo)
        .where(
            Photo.subject_type == SUBJECT,
            Photo.subject_id == item.id,
            Photo.purpose == PhotoPurpose.AFTER,
            Photo.state != PhotoState.REFUSED,
        )
    )


def due_and_unmarked(limit=200) -> list[int]:
    """Ids of open items whose day is over and of which nobody has been told yet."""
    return list(
        db.session.scalars(
            select(ActionItem.id)
            .where(
                ActionItem.state == ItemState.OPEN,
                ActionItem.due_on < local_today(),
                ActionItem.late_since.is_(None),
            )
            .order_by(ActionItem.id)
            .limit(limit)
        )
    )


def asker_ids(item) -> set[int]:
    """Persons whose issues this item comes from: they say whether it is done."""
    statement = select(Issue.reporter_id, Issue.contributed_by)
    if item.issue_id is not None:
        statement = statement.where(Issue.id == item.issue_id)
    elif item.decision_id is not None:
        linked = (
            select(TopicIssue.issue_id)
            .join(Decision, Decision.topic_id == TopicIssue.topic_id)
            .where(Decision.id == item.decision_id)
        )
        statement = statement.where(Issue.id.in_(linked))
    else:
        return set()
    return {reporter or contributor for reporter, contributor in db.session.execute(statement)} - {None}


def issue_of(item) -> Issue | None:
    """The issue it answers, if it comes from one."""
    return db.session.get(Issue, item.issue_id) if item.issue_id else None


def hold(number) -> ActionItem:
    """The item as it is now, locked for a verb, its issue before it."""
    issue_id = db.session.scalar(select(ActionItem.issue_id).where(ActionItem.id == number))
    if issue_id is not None:
        locked(Issue, issue_id)
    return locked(ActionItem, number)


def topic_of(decision) -> Topic:
    """The topic a decision settles."""
    return db.session.get(Topic, decision.topic_id)


def body_of(item) -> Body:
    """Who promised it."""
    return db.session.get(Body, item.owner_body_id)


def bodies_at(whistle) -> list[Body]:
    """Who can promise something there: the called bodies (loaded), then those of the community."""
    called = [call.body for call in whistle.calls if call.body.ended_on is None]
    here = [body for body in bodies(whistle.community_id) if body.community_id == whistle.community_id]
    return called + [body for body in here if body not in called]


def open_counts(community_id: int) -> dict[int, int]:
    """Body id → number of its open items."""
    return dict(
        db.session.execute(
            select(ActionItem.owner_body_id, func.count())
            .where(ActionItem.community_id == community_id, ActionItem.state == ItemState.OPEN)
            .group_by(ActionItem.owner_body_id)
        ).all()
    )


def backlog_entry_of(issue_id: int) -> BacklogEntry | None:
    """The issue's line on the 待办 list, if it is on it."""
    return db.session.scalar(
        select(BacklogEntry).where(BacklogEntry.issue_id == issue_id, BacklogEntry.taken_off_at.is_(None))
    )


def page_of_backlog(community_id=None, after=None, size=20):
    """The 待办 list, the nearest look first."""
    statement = (
        select(BacklogEntry)
        .options(
            joinedload(BacklogEntry.thread).joinedload(Thread.area),
            joinedload(BacklogEntry.issue).options(load_only(Issue.id, Issue.supports)),
        )
        .where(BacklogEntry.taken_off_at.is_(None))
    )
    if community_id is not None:
        statement = statement.where(BacklogEntry.community_id == community_id)
    return keyset(statement, [BacklogEntry.next_look_on, BacklogEntry.id], after, size, ascending=True)
