"""The 待办 list: accepted, but nobody can take it yet — with the reason and the next look."""

from flask_babel import gettext as _

from civic.action_items import queries
from civic.action_items.models import BacklogEntry
from civic.database import local_today, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues.states import IssueState
from civic.ledger.workflow import act, record
from civic.threads.models import Thread

PUT = act("backlog.put", public={"look"})
LOOKED = act("backlog.looked", public={"look"})
TAKEN_OFF = act("backlog.taken_off")


def put_on_backlog(issue, *, by, reason, next_look_on) -> BacklogEntry:
    """List an accepted issue with its reason and the day of the next look; again moves the day."""
    if issue.state is not IssueState.ACCEPTED:
        raise Conflict(
            _("Only what is accepted and not handed out can be put on this list."),
            _("Look at it once more; somebody may have acted in the meantime."),
        )
    if not reason.strip():
        raise Refused(_("Say in a sentence why it cannot be done yet; everybody reads it."))
    if next_look_on <= local_today():
        raise Refused(_("The next look must be on a later day."))
    thread, look = db.session.get(Thread, issue.thread_id), {"look": next_look_on.isoformat()}
    entry = queries.backlog_entry_of(issue.id)
    if entry is not None:
        entry.reason, entry.next_look_on, entry.looks = reason.strip(), next_look_on, entry.looks + 1
        record(LOOKED, subject=entry, thread=thread, by=by, public=look)
        return entry
    entry = BacklogEntry(
        issue_id=issue.id,
        thread_id=issue.thread_id,
        community_id=issue.community_id,
        reason=reason.strip(),
        next_look_on=next_look_on,
        looks=0,
        put_by=by.id if by else None,
    )
    db.session.add(entry)
    record(PUT, subject=entry, thread=thread, by=by, public=look)
    return entry


def take_off(issue, *, by=None) -> None:
    """It is scheduled, talked over or ended: off the list, if it was on it."""
    entry = queries.backlog_entry_of(issue.id)
    if entry is None:
        return
    entry.taken_off_at = utcnow()
    record(TAKEN_OFF, subject=entry, thread=db.session.get(Thread, issue.thread_id), by=by)
