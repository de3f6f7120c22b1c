"""星榆花园 promises: small things done directly, the 7 points + 1 station, the seven commitments,
what is late, and what waits on the 待办 list (domain.md §7)."""

from datetime import timedelta

from sqlalchemy import select

from civic.action_items import backlog, workflow
from civic.action_items.models import ActionItem, BacklogEntry
from civic.councils.models import Body
from civic.database import SHANGHAI, dated, utcnow
from civic.decisions.models import Decision, DecisionState
from civic.demo.action_item_texts import COMMITMENTS, DIRECT, WAITING
from civic.demo.issues import case
from civic.demo.topics import people, spring
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.states import IssueState


def load(town) -> int:
    """Add the promises that are missing; returns how many."""
    own = select(ActionItem.id).where(ActionItem.whistle_id.is_(None))
    if db.session.scalar(own.limit(1)) or db.session.scalar(select(BacklogEntry.id).limit(1)):
        return 0
    cast, bodies = people(town), _bodies(town)
    added = sum(_directly(row, cast, bodies) for row in DIRECT)
    added += sum(_committed(row, cast, bodies) for row in COMMITMENTS)
    return added + sum(_waits(row, cast) for row in WAITING)


def _bodies(town) -> dict[str, Body]:
    names = {each.name: each.key for each in (*town.SEATS, *town.OTHER_BODIES)}
    return {names[body.name]: body for body in db.session.scalars(select(Body)) if body.name in names}


def _directly(row, cast, bodies) -> int:
    """直接办 of one issue, some hours after it was accepted; perhaps done, confirmed, noted or put off."""
    issue = case(row["issue"])
    if issue is None or issue.state not in (IssueState.ACCEPTED, IssueState.REOPENED):
        return 0
    owner, start = bodies[row["owner"]], issue.accepted_at + timedelta(hours=row.get("after", 3))
    due = _due(row, start)
    with dated(min(start, utcnow() - timedelta(minutes=2))):
        item = workflow.assign_directly(
            issue, by=cast["secretary"], owner=owner, what=row["what"], standard=row["standard"], due_on=due
        )
    for hours, words in row.get("notes", ()):
        with dated(min(start + timedelta(hours=hours), utcnow())):
            workflow.note_progress(item, by=cast["secretary"], words=words)
    if "done" in row:
        _done(item, row, start, cast)
    return 1


def _due(row, start):
    """`days` from the assignment, or `due` days from today (negative: late)."""
    if "due" in row:
        return max(
            (utcnow() + timedelta(days=row["due"])).astimezone(SHANGHAI).date(),
            start.astimezone(SHANGHAI).date(),
        )
    return (start + timedelta(days=row["days"])).astimezone(SHANGHAI).date()


def _done(item, row, start, cast):
    done = min(start + timedelta(hours=row["done"]), utcnow() - timedelta(minutes=1))
    with dated(done):
        workflow.finish(item, by=cast["secretary"], words=row["words"], seen_at=row["seen"])
    issue = case(row["issue"])
    if row.get("confirmed") and issue.reporter_id:
        reporter = db.session.get(type(cast["secretary"]), issue.reporter_id)
        with dated(min(done + timedelta(hours=5), utcnow())):
            issues.confirm(issue, by=reporter)


def _committed(row, cast, bodies) -> int:
    """A promise from a decision in force, made on the day after it came into force."""
    decision = db.session.scalar(select(Decision).where(Decision.title == row["decision"]))
    if decision is None or decision.state != DecisionState.CONFIRMED:
        return 0
    due = (
        (spring(*row["due"]) if "due" in row else utcnow() + timedelta(days=row["days"]))
        .astimezone(SHANGHAI)
        .date()
    )
    with dated(spring(4, 15)):
        item = workflow.commit_from_decision(
            decision,
            by=cast["secretary"],
            owner=bodies[row["owner"]],
            what=row["what"],
            standard=row["standard"],
            due_on=due,
        )
    if "done" in row:
        with dated(spring(*row["done"])):
            workflow.finish(item, by=cast["secretary"], words=row["words"], seen_at=row["seen"])
        with dated(spring(*row["done"]) + timedelta(days=2)):
            workflow.confirm(item, by=cast["secretary"])
    return 1


def _waits(row, cast) -> int:
    issue = case(row["issue"])
    if issue is None or issue.state is not IssueState.ACCEPTED:
        return 0
    look = (utcnow() + timedelta(days=row["look"])).astimezone(SHANGHAI).date()
    with dated(min(issue.accepted_at + timedelta(days=1), utcnow())):
        backlog.put_on_backlog(issue, by=cast["secretary"], reason=row["reason"], next_look_on=look)
    return 1
