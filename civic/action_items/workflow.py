"""The verbs of doing: assign, note, put off, finish with evidence, confirm, open again, let go."""

from datetime import timedelta

from flask_babel import gettext as _

from civic.action_items import queries
from civic.action_items.models import TRANSITIONS, ActionItem, ActionNote, ItemState, NoteKind
from civic.database import local_today, locked, utcnow
from civic.decisions.models import DecisionState
from civic.dispatch.whistle_states import DIAGNOSING
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.ledger.workflow import act, record
from civic.meetings import minutes_agreements_workflow as minutes
from civic.meetings.minutes_states import Became
from civic.meetings.models import Meeting
from civic.threads.models import Seal, SealState, Status, Thread
from civic.threads.workflow import expect, open_thread, stamp
from civic.topics import workflow as topics
from civic.topics.states import TopicState

ASSIGNED = act("action_item.assigned", public={"body", "due", "from"})
NOTED = act("action_item.noted")
POSTPONED = act("action_item.postponed", public={"from", "to"})
FINISHED = act("action_item.finished", public={"photos"})
CONFIRMED = act("action_item.confirmed")
TAKEN_BACK = act("action_item.confirmation_taken_back")
REOPENED = act("action_item.reopened", public={"due"})
RELEASED = act("action_item.released")
LINKED = act("action_item.linked", public={"agreement"})
TURNED_LATE = act("action_item.turned_late", public={"due"})

OPEN_TO_PROMISES = (IssueState.ACCEPTED, IssueState.REOPENED, IssueState.ACTING)
AGAIN = timedelta(days=7)  # a reopened item whose day is over gets a week from today


def assign_directly(issue, *, by, owner, what, standard, due_on) -> ActionItem:
    """直接办: an accepted issue becomes somebody's promise, without topic or vote.

    Raises Refused for a day in the past, Conflict when the issue is not open to it.
    """
    if issue.state not in OPEN_TO_PROMISES:
        raise Conflict(
            _("This issue cannot be handed out now: it is “%(state)s”.", state=issue.state.label),
            _("Look at it once more; somebody may have acted in the meantime."),
        )
    _guard_promise(owner, what, standard, due_on)
    item = _new_item(issue.thread_id, issue.community_id, owner, by, what, standard, due_on)
    item.issue_id = issue.id
    db.session.add(item)
    issues.put_in_action(issue, by=by, body=owner, due_on=due_on)
    _record_assigned(item, by, "issue")
    return item


def commit_from_decision(decision, *, by, owner, what, standard, due_on) -> ActionItem:
    """A confirmed decision becomes somebody's promise; the topic begins to be carried out (I12)."""
    if decision.state != DecisionState.CONFIRMED:
        raise Conflict(
            _("This decision is not in force: it is “%(state)s”.", state=decision.state.label),
            _("Wait until its notice is over and it has been confirmed."),
        )
    _guard_promise(owner, what, standard, due_on)
    topic = queries.topic_of(decision)
    if topic.state == TopicState.DECISION_NOTICED:
        topics.implement(topic, by=by)  # refuses while an opinion is unanswered
    item = _new_item(decision.thread_id, decision.community_id, owner, by, what, standard, due_on)
    item.decision_id = decision.id
    db.session.add(item)
    _record_assigned(item, by, "decision")
    restamp(item)
    return item


def commit_from_whistle(whistle, *, by, owner, what, standard, due_on) -> ActionItem:
    """联合方案: what a called body promises when all look at it together or act together.

    About an issue that is open to it, the promise is that issue's too: the last one done answers it.
    """
    if whistle.state not in DIAGNOSING:
        raise Conflict(
            _(
                "The joint plan is made while they look and act together; it is “%(state)s”.",
                state=whistle.state.label,
            ),
            _("Open the joint diagnosis first, or look at it once more."),
        )
    _guard_promise(owner, what, standard, due_on)
    issue = db.session.get(Issue, whistle.issue_id) if whistle.issue_id else None
    item = _new_item(whistle.thread_id, whistle.community_id, owner, by, what, standard, due_on)
    item.whistle_id = whistle.id
    db.session.add(item)
    if issue is not None and issue.state in OPEN_TO_PROMISES:
        item.issue_id = issue.id
        issues.put_in_action(issue, by=by, body=owner, due_on=due_on)
    _record_assigned(item, by, "whistle")
    if issue is None:
        restamp(item)
    return item


def commit_from_agreement(agreement, *, by, owner, what, standard, due_on) -> ActionItem:
    """What a meeting agreed on becomes somebody's promise: once its minutes are confirmed, or on the spot.

    A meeting without a matter of its own gets one now, under the meeting's name.
    """
    _guard_promise(owner, what, standard, due_on)
    minutes.turn(agreement, Became.ACTION_ITEM, by=by)
    meeting = locked(Meeting, agreement.meeting_id)
    if meeting.thread_id is None:
        meeting.thread_id = open_thread(
            community_id=meeting.community_id, area_id=meeting.place_id, title=meeting.title
        ).id
    item = _new_item(meeting.thread_id, meeting.community_id, owner, by, what, standard, due_on)
    item.agreement_id = agreement.id
    db.session.add(item)
    _record_assigned(item, by, "agreement")
    restamp(item)
    return item


def take_as_answer(agreement, item, *, by) -> None:
    """It was promised already, elsewhere: the agreement points to that promise instead of a second one."""
    minutes.turn(agreement, Became.ACTION_ITEM, by=by)
    item.agreement_id = agreement.id
    record(LINKED, subject=item, thread=thread_of(item), by=by, public={"agreement": agreement.position})


def _guard_promise(owner, what, standard, due_on):
    if owner.ended_on is not None:
        raise Refused(
            _("%(body)s has been dissolved.", body=owner.short_name), _("Choose who does its work now.")
        )
    if not what.strip() or not standard.strip():
        raise Refused(_("Say what is to be done and how one sees that it is done."))
    if due_on < local_today():
        raise Refused(_("That day is over."), _("Choose today or a later day."))


def _new_item(thread_id, community_id, owner, by, what, standard, due_on):
    return ActionItem(
        thread_id=thread_id,
        community_id=community_id,
        owner_body_id=owner.id,
        assigned_by=by.id if by else None,
        what=what.strip(),
        standard=standard.strip(),
        due_on=due_on,
        first_due_on=due_on,
        state=ItemState.OPEN,
        done_words="",
        times_reopened=0,
        version=1,
    )


def _record_assigned(item, by, source):
    public = {"body": item.owner_body_id, "due": item.due_on.isoformat(), "from": source}
    record(ASSIGNED, subject=item, thread=thread_of(item), by=by, public=public)


def note_progress(item, *, by, words) -> ActionNote:
    """A public line on the way; anybody of the owner body or the community office may write it."""
    if not item.is_open:
        raise Conflict(_("This is no longer being worked on."), _("Look at it once more."))
    note = _note(item, NoteKind.PROGRESS, by, words)
    record(NOTED, subject=item, thread=thread_of(item), by=by)
    return note


def postpone(item, *, by, due_on, reason) -> None:
    """A new day, in public and with its reason; the first promise stays on show."""
    if not item.is_open:
        raise Conflict(_("This is no longer being worked on."), _("Look at it once more."))
    if due_on <= max(item.due_on, local_today()):
        raise Refused(_("The new day must be later than the one promised."))
    was, item.due_on, item.late_since = item.due_on, due_on, None
    item.version += 1
    _note(item, NoteKind.NEW_DATE, by, reason, due_on)
    public = {"from": was.isoformat(), "to": due_on.isoformat()}
    record(POSTPONED, subject=item, thread=thread_of(item), by=by, public=public)
    restamp(item)


def finish(item, *, by, words, seen_at="") -> None:
    """Say it is done, with evidence: a photo taken afterwards, or where anybody can see it.

    When it was the last open item of its issue, the issue is answered with the same words.
    """
    photos = queries.count_evidence(item)
    if not photos and len(seen_at.strip()) < 2:
        raise Refused(
            _("Done needs evidence."),
            _("Add a photo taken afterwards, or say where anybody can see that it is done."),
        )
    if not words.strip():
        raise Refused(_("Say in a sentence what was done."))
    _move(item, ItemState.DONE)
    item.done_words = words.strip() + (f"\n{seen_at.strip()}" if seen_at.strip() else "")
    item.done_at, item.late_since = utcnow(), None
    _note(item, NoteKind.DONE, by, item.done_words)
    record(FINISHED, subject=item, thread=thread_of(item), by=by, public={"photos": photos})
    issue = queries.issue_of(item)
    if issue is not None and not queries.open_items_of_issue(issue.id):
        issues.answer(issue, by=by, words=item.done_words, evidence=photos)
    else:
        restamp(item)


def confirm(item, *, by) -> None:
    """Whoever asked for it says it is done. With an issue, its reporter confirms the issue instead."""
    _move(item, ItemState.CONFIRMED)
    item.confirmed_at = utcnow()
    record(CONFIRMED, subject=item, thread=thread_of(item), by=by)
    if item.issue_id is None:
        restamp(item)


def take_back(item, *, by) -> None:
    """Its issue's reporter changed the "yes" that had confirmed both: done, says whoever did it."""
    _move(item, ItemState.DONE)
    item.confirmed_at = None
    record(TAKEN_BACK, subject=item, thread=thread_of(item), by=by)


def reopen(item, *, by, words="") -> None:
    """It is not done after all; when its day is over it gets a week."""
    _move(item, ItemState.OPEN)
    if item.due_on < local_today():
        item.due_on = local_today() + AGAIN
    item.times_reopened += 1
    item.done_at = item.confirmed_at = None
    _note(
        item, NoteKind.NOT_DONE, None, words or _("Not solved yet, says whoever asked for it."), item.due_on
    )
    record(REOPENED, subject=item, thread=thread_of(item), by=by, public={"due": item.due_on.isoformat()})
    restamp(item)


def release(item, *, by, reason) -> None:
    """Nobody will do it: let go in public, with a reason; an issue goes back to the 待办 list."""
    if not reason.strip():
        raise Refused(_("Say in public why it is let go."))
    _move(item, ItemState.RELEASED)
    _note(item, NoteKind.RELEASED, by, reason)
    record(RELEASED, subject=item, thread=thread_of(item), by=by)
    issue = queries.issue_of(item)
    if issue is not None and issue.state is IssueState.ACTING and not queries.open_items_of_issue(issue.id):
        issues.hand_back(issue, by=by)
    elif issue is None:
        restamp(item)


def turn_late(item) -> None:
    """Its day is over: say so once, so that owner and community office are told."""
    item.late_since = local_today()
    record(TURNED_LATE, subject=item, thread=thread_of(item), public={"due": item.due_on.isoformat()})


def _move(item, state):
    if state not in TRANSITIONS[item.state]:
        raise Conflict(
            _("This has moved on in the meantime: it is now “%(state)s”.", state=item.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    item.state = state
    item.version += 1


def _note(item, kind, by, words, due_on=None):
    body = item.owner_body_id if by is not None and item.owner_body_id in by.body_ids else None
    if by is not None and body is None:
        body = next(iter(by.body_ids), None)
    note = ActionNote(
        item_id=item.id, kind=kind, body_id=body, author_id=by and by.id, words=words.strip(), due_on=due_on
    )
    db.session.add(note)
    return note


def thread_of(item) -> Thread:
    """The item's matter, for stamping."""
    return db.session.get(Thread, item.thread_id)


def restamp(item) -> None:
    """The matter's line shows the open item that is due first; with none open it waits for a yes."""
    thread, first = thread_of(item), queries.next_open_item(item.thread_id)
    expect(thread, Seal.ACT, Seal.REVIEW)
    if first is not None:
        owner = queries.body_of(first)
        stamp(thread, Seal.ACT, SealState.NOW, holder=owner, due_on=first.due_on, status=Status.ACTING)
    elif queries.unconfirmed_items(item.thread_id):
        stamp(thread, Seal.REVIEW, SealState.NOW, status=Status.AWAITING)
    else:
        stamp(thread, Seal.REVIEW, SealState.DONE, status=Status.DONE)
