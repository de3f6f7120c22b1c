"""What is found and planned: each body's own words, the chain's links, the border, the task force."""

from flask_babel import gettext as _

from civic.database import local_today, utcnow
from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_found_models import BoundaryFinding, ChainLink, TaskForce
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_next import NEXT, not_now
from civic.dispatch.whistle_states import DIAGNOSING, WhistleState
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Thread

FOUND = act("whistle_call.found", public={"body"})
RELEASED = act("whistle.findings_released", public={"findings"})
LINKED = act("chain_link.added", public={"body"})
LINK_FOUND = act("chain_link.found", public={"body"})
LINK_DONE = act("chain_link.done", public={"body"})
SURVEYED = act("whistle.surveyed", public={"street", "on"})
BORDER_AGREED = act("whistle.border_agreed", public={"street"})
PLANNED = act("whistle.after_use_planned")
FORMED = act("task_force.formed", public={"lead", "from"})
ENDED = act("task_force.ended", public={"to", "days"})


def write_finding(call, *, by, finding, will_do) -> None:
    """What this body found and what it will do, in its own words; changeable until released."""
    whistle = db.session.get(Whistle, call.whistle_id)
    if whistle.state not in DIAGNOSING or not call.has_come:
        raise Conflict(
            _("Findings are written on the spot, by who has come."),
            _("Check in, and wait until all look together."),
        )
    if call.finding_released_at is not None:
        raise Conflict(
            _("Everybody reads this finding already; it stays as it is."),
            _("If something has changed, tell the street; it writes down what came of it."),
        )
    _need(finding, will_do)
    call.finding, call.will_do, call.found_at = finding.strip(), will_do.strip(), utcnow()
    call.version += 1
    record(FOUND, subject=call, thread=_thread(whistle), by=by, public={"body": call.body_id})


def release_findings(whistle, *, by) -> int:
    """Let everybody read what was found so far; returns how many findings."""
    written = [c for c in queries.calls_of(whistle) if c.found_at and not c.finding_released_at]
    if not written:
        raise Refused(
            _("There is no finding to show yet."), _("Ask those who have come to write theirs down.")
        )
    for call in written:
        call.finding_released_at = utcnow()
    record(RELEASED, subject=whistle, thread=_thread(whistle), by=by, public={"findings": len(written)})
    return len(written)


def add_link(whistle, *, by, name, body) -> ChainLink:
    """One link of the chain and who answers for it."""
    if not whistle.is_running:
        raise not_now(whistle)
    _need(name)
    if any(link.name == name.strip() for link in queries.links_of(whistle)):
        raise Conflict(
            _("This link is on the list already."),
            _("Write down there what was found, or give the new one another name."),
        )
    link = ChainLink(whistle_id=whistle.id, name=name.strip(), body_id=body.id, finding="")
    db.session.add(link)
    record(LINKED, subject=link, thread=_thread(whistle), by=by, public={"body": body.id})
    return link


def note_link(link, *, by, finding) -> None:
    """What was found at this link."""
    whistle = _open_link(link)
    _need(finding)
    link.finding = finding.strip()
    record(LINK_FOUND, subject=link, thread=_thread(whistle), by=by, public={"body": link.body_id})


def finish_link(link, *, by) -> None:
    """This link is broken. What was found stands first."""
    whistle = _open_link(link)
    if not link.finding:
        raise Refused(_("There are no words yet."), _("Write down first what was found at this link."))
    link.done_at, link.done_by = utcnow(), by.id if by else None
    record(LINK_DONE, subject=link, thread=_thread(whistle), by=by, public={"body": link.body_id})


def _open_link(link):
    whistle = db.session.get(Whistle, link.whistle_id)
    if not whistle.is_running:
        raise not_now(whistle)
    if link.is_done:
        raise Conflict(_("This link is done."), _("Add another one if there is more to do."))
    return whistle


def survey(whistle, *, by, street_id, words, surveyed_by, surveyed_on) -> BoundaryFinding:
    """勘界: one lead street writes where the border runs. Written anew, the other agrees anew."""
    if not whistle.is_running:
        raise not_now(whistle)
    if whistle.second_street_id is None:
        raise Conflict(
            _("There is no border to find here."), _("Call it off and ask anew, with the second lead street.")
        )
    _need(words, surveyed_by)
    if surveyed_on > local_today():
        raise Refused(
            _("A survey that has not been done yet finds nothing."), _("Choose the day on which it was done.")
        )
    finding = queries.boundary_finding_of(whistle)
    if finding is not None and finding.agreed_at is not None:
        raise _agreed_already()
    finding = finding or BoundaryFinding(whistle_id=whistle.id)
    finding.words, finding.surveyed_by = words.strip(), surveyed_by.strip()
    finding.surveyed_on, finding.street_id, finding.written_by = surveyed_on, street_id, by.id if by else None
    db.session.add(finding)
    public = {"street": street_id, "on": surveyed_on.isoformat()}
    record(SURVEYED, subject=whistle, thread=_thread(whistle), by=by, public=public)
    return finding


def agree_border(whistle, *, by, street_id) -> None:
    """The other lead street agrees. Raises Conflict for the street that wrote it."""
    finding = queries.boundary_finding_of(whistle)
    leads = {whistle.street_id, whistle.second_street_id}
    if finding is None:
        raise Conflict(
            _("Nobody has written down where the border runs."), _("Write down first what the survey found.")
        )
    if finding.agreed_at is not None:
        raise _agreed_already()
    if street_id == finding.street_id or street_id not in leads:
        raise Conflict(
            _("The other street agrees to where the border runs."), _("Ask it to look; it has the same page.")
        )
    finding.agreed_at, finding.agreed_by = utcnow(), by.id
    record(BORDER_AGREED, subject=whistle, thread=_thread(whistle), by=by, public={"street": street_id})


def _agreed_already():
    return Conflict(
        _("Both streets have agreed where the border runs."), _("It stays so; go on and act together.")
    )


def plan_after_use(whistle, *, by, words) -> None:
    """What the place is used for afterwards, and who looks after it."""
    ready = (WhistleState.ACTING, WhistleState.RESOLVED, WhistleState.MUTUAL_EVALUATED)
    if whistle.state not in ready:
        raise Conflict(_("What comes afterwards is planned while they act."), NEXT[whistle.state])
    _need(words)
    whistle.after_use_words = words.strip()
    whistle.version += 1
    record(PLANNED, subject=whistle, thread=_thread(whistle), by=by)


def form_task_force(whistle, *, by, name, lead, from_on) -> TaskForce:
    """The called bodies stay together for months, under one that leads."""
    if not whistle.is_running:
        raise not_now(whistle)
    if queries.task_force_of(whistle) is not None:
        raise Conflict(_("There is a task force already."), _("One is enough: it stays as it was formed."))
    _need(name)
    called = any(call.body_id == lead.id for call in queries.calls_of(whistle))
    if not called and lead.place_id not in (whistle.street_id, whistle.second_street_id):
        raise Refused(
            _("The lead is a body of the street, or one that was called."),
            _("Call it first, then let it lead."),
        )
    force = TaskForce(
        whistle_id=whistle.id,
        name=name.strip(),
        lead_body_id=lead.id,
        from_on=from_on,
        formed_by=by.id if by else None,
    )
    db.session.add(force)
    public = {"lead": lead.id, "from": from_on.isoformat()}
    record(FORMED, subject=whistle, thread=_thread(whistle), by=by, public=public)
    return force


def end_task_force(whistle, *, by, to_on) -> None:
    """Its last day, and how many days that makes."""
    force = queries.task_force_of(whistle)
    if force is None or force.to_on is not None:
        raise Conflict(_("There is no task force at work."), _("Form one first, if they stay together."))
    if not force.from_on <= to_on <= local_today():
        raise Refused(_("The last day lies between its first day and today."), _("Choose one of those days."))
    force.to_on = to_on
    public = {"to": to_on.isoformat(), "days": force.days}
    record(ENDED, subject=whistle, thread=_thread(whistle), by=by, public=public)


def _need(*words):
    if not all(each and each.strip() for each in words):
        raise Refused(_("There are no words yet."), _("Please write it down; everybody involved reads it."))


def _thread(whistle):
    return db.session.get(Thread, whistle.thread_id)
