"""Verbs between levels: a topic moves up with a reason; alike ones below go on in one above."""

from flask_babel import gettext as _
from sqlalchemy import insert, select

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Place
from civic.threads.models import Seal, Status
from civic.threads.workflow import merge, reveal
from civic.topics import origins
from civic.topics.affected_models import LevelMove
from civic.topics.levels import higher, seat
from civic.topics.models import Topic, TopicIssue
from civic.topics.stamping import end_here, thread_of
from civic.topics.states import STATEMENTS_OPEN, TRANSITIONS, TopicState
from civic.topics.support import carry_over

RAISED = act("topic.level_raised", public={"from", "to"})
JOINED = act("topic.joined", public={"into"})
GATHERED = act("topic.gathered", public={"topics", "supports"})

GATHERS = STATEMENTS_OPEN | {TopicState.PROPOSED}
"""While others can still go on in it: until it is voted on or decided."""


def raise_level(topic, to, *, by, reason) -> LevelMove:
    """Move it up, never down, saying why it cannot be settled where it is."""
    if not reason.strip():
        raise Refused(_("Say why it cannot be settled where it is."))
    topic = locked(Topic, topic.id)
    if topic.is_over:
        raise Conflict(_("This topic is finished."), _("Propose a new one if it should be taken up again."))
    if to not in higher(topic.level):
        raise Conflict(_("A topic only moves up, and this one is there already."), _("Load the page again."))
    move = LevelMove(
        topic_id=topic.id, from_level=topic.level, to_level=to, reason=reason.strip(), moved_by=by.id
    )
    db.session.add(move)
    topic.place_id = seat(db.session.get(Place, topic.place_id), to)
    topic.level, topic.moves_count = to, topic.moves_count + 1
    reveal(thread_of(topic), area_id=topic.place_id)
    public = {"from": move.from_level.value, "to": to.value}
    record(RAISED, subject=topic, thread=thread_of(topic), by=by, public=public)
    return move


def join_topics(upper, lower_ids, *, by, reason) -> int:
    """Let alike topics from below go on in `upper`: their households and issues count there, each is told.

    Returns how many households came along. Raises Refused where one is not below it.
    """
    if not reason.strip():
        raise Refused(_("Say why they are talked over together."))
    held = {number: locked(Topic, number) for number in sorted({upper.id, *lower_ids})}
    upper = held.pop(upper.id)
    if upper.state not in GATHERS or not held:
        raise Conflict(_("Nothing can go on in this topic now."), _("Load the page again."))
    above = db.session.get(Place, upper.place_id)
    carried = 0
    for lower in held.values():
        _guard_below(upper, above, lower)
        upper.joined_count += 1
        carried += _join(upper, lower, by, reason.strip())
    public = {"topics": len(held), "supports": carried}
    record(GATHERED, subject=upper, thread=thread_of(upper), by=by, public=public)
    return carried


def _guard_below(upper, above, lower):
    if lower is None or lower.community_id != upper.community_id or lower.level.height >= upper.level.height:
        raise Refused(_("Only topics of a lower level in the same neighbourhood can go on in it."))
    if not above.contains(db.session.get(Place, lower.place_id)):
        raise Refused(_("“%(title)s” is not beneath this topic's place.", title=lower.title))
    if TopicState.JOINED not in TRANSITIONS[lower.state]:
        raise Conflict(
            _("“%(title)s” stands at “%(state)s” and goes its own way.",
              title=lower.title, state=lower.state.label)
        )  # fmt: skip


def _join(upper, lower, by, reason):
    origins.hold(lower)
    reached = Seal.INTAKE if lower.state == TopicState.PROPOSED else Seal.DELIBERATE
    lower.state, lower.moved_at, lower.joined_into_id = TopicState.JOINED, utcnow(), upper.id
    lower.exit_reason, lower.exit_by = reason, by.id
    theirs = set(db.session.scalars(select(TopicIssue.issue_id).where(TopicIssue.topic_id == lower.id)))
    theirs -= set(db.session.scalars(select(TopicIssue.issue_id).where(TopicIssue.topic_id == upper.id)))
    rows = [{"topic_id": upper.id, "issue_id": number, "linked_at": utcnow()} for number in sorted(theirs)]
    if rows:
        db.session.execute(insert(TopicIssue), rows)
        upper.issues_count += len(rows)
    carried = carry_over(lower, upper)
    end_here(lower, reached, Status.DELIBERATING)
    merge(thread_of(lower), into=thread_of(upper))
    record(JOINED, subject=lower, thread=thread_of(upper), by=by, public={"into": upper.id})
    return carried
