"""The verbs of one called body: it answers, comes, is late, does not come, says it need not.

Who is late is escalated to the district by itself (I16), by the sweep in whistle_tasks.py.
"""

from flask_babel import gettext as _

from civic.database import utcnow
from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_asking import refuse_ended
from civic.dispatch.whistle_days import minutes_late, report_by
from civic.dispatch.whistle_models import Whistle, WhistleCall
from civic.dispatch.whistle_next import call_not_now, not_now
from civic.dispatch.whistle_states import AWAITED, CALL_TRANSITIONS, CallState, DeclineGround, Method
from civic.dispatch.whistle_terms import terms_of
from civic.dispatch.whistle_workflow import settle, start_clock
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Thread

ACKNOWLEDGED = act("whistle_call.acknowledged", public={"body"})
CHECKED_IN = act("whistle_call.checked_in", public={"body", "method", "late", "decider"})
DECLINED = act("whistle_call.declined", public={"body", "ground"})
RELEASED = act("whistle_call.released", public={"body"})
ORDERED = act("whistle_call.ordered", public={"body", "by"})
TURNED_LATE = act("whistle_call.turned_late", public={"body", "by"})
NO_SHOW = act("whistle_call.no_show", public={"body"})
ESCALATED = act("whistle_call.escalated", public={"body", "level", "why"})
ADDED = act("whistle_call.added", public={"body"})


def acknowledge(call, *, by) -> None:
    """We have heard it and are coming."""
    whistle = _running(call)
    _move(call, CallState.ACKNOWLEDGED)
    call.acknowledged_at, call.answered_by = utcnow(), by.id
    _record(ACKNOWLEDGED, call, by)
    settle(whistle, by=by)


def check_in(call, *, by, method=Method.CODE, has_decider=None) -> None:
    """报到: it is there. Coming late is noted to the minute and stays on show."""
    whistle, now = _running(call), utcnow()
    _move(call, CallState.CHECKED_IN)
    call.came_at, call.method, call.has_decider = now, method, has_decider
    call.acknowledged_at, call.next_look_at = call.acknowledged_at or now, None
    late = minutes_late(call.report_by, now)
    call.late_since = call.late_since or (call.report_by if late else None)
    _record(CHECKED_IN, call, by, method=method.value, late=late, decider=has_decider)
    settle(whistle, by=by)


def decline(call, *, by, ground, words) -> None:
    """It need not come: only with a ground the law knows, in its own words. The street answers."""
    _running(call)
    if not words.strip():
        raise Refused(
            _("Coming is a duty; only the law frees from it."),
            _("Name the law and say in a sentence why it means you need not come."),
        )
    _move(call, CallState.DECLINED)
    call.ground, call.ground_words = DeclineGround(ground), words.strip()
    call.answered_by, call.next_look_at = by.id, None
    _record(DECLINED, call, by, ground=call.ground.value)


def release(call, *, by, words) -> None:
    """The street accepts the ground, or the district lets a body go: it need not come."""
    whistle = _running(call)
    _need_words(words)
    _move(call, CallState.RELEASED)
    call.ruling_words, call.next_look_at = words.strip(), None
    _record(RELEASED, call, by)
    settle(whistle, by=by)


def send_to_district(call, *, by) -> None:
    """The street does not accept the ground: the district decides (条例 Art. 44)."""
    _running(call)
    if call.state is not CallState.DECLINED or call.escalated_at is not None:
        raise Conflict(
            _("There is nothing to send to the district."),
            _("A ground that a body names can be sent there, once."),
        )
    _escalate(call, "declined", by)


def order(call, *, by, words) -> None:
    """The district says: come. The clock of that kind of whistle starts anew."""
    whistle = _running(call)
    _need_words(words)
    if call.escalated_at is None:
        raise Conflict(
            _("The district was not asked about this."),
            _("Wait until the street sends it on, or the body is late."),
        )
    _move(call, CallState.CALLED)
    call.ruling_words, call.escalated_at = words.strip(), None
    until = report_by(utcnow(), terms_of(whistle.kind).minutes)
    _record(ORDERED, call, by, by_=until.isoformat(timespec="minutes"))
    start_clock(call, whistle, until, by=by)


def turn_late(call) -> None:
    """I16: its moment is over; said once, and the district is told at once."""
    whistle = _running(call)
    _move(call, CallState.LATE)
    call.late_since = call.report_by
    call.next_look_at = report_by(call.report_by, terms_of(whistle.kind).grace)
    _record(TURNED_LATE, call, None, by_=call.report_by.isoformat(timespec="minutes"))
    _escalate(call, "late", None)


def mark_no_show(call) -> None:
    """Not even after the grace: it counts as not come, until it comes after all."""
    whistle = _running(call)
    _move(call, CallState.NO_SHOW)
    call.next_look_at = None
    _record(NO_SHOW, call, None)
    settle(whistle, by=None)


def call_in(whistle, body, *, by) -> WhistleCall:
    """One more body is called, on the spot. Raises Conflict when it was called already."""
    if not whistle.is_running:
        raise not_now(whistle)
    refuse_ended([body])
    if any(call.body_id == body.id for call in queries.calls_of(whistle)):
        raise Conflict(
            _("%(body)s was called already.", body=body.short_name),
            _("See in the list how it stands, or call another one."),
        )
    call = WhistleCall(whistle_id=whistle.id, body_id=body.id, state=CallState.CALLED, version=1)
    db.session.add(call)
    _record(ADDED, call, by)
    start_clock(call, whistle, report_by(utcnow(), terms_of(whistle.kind).minutes), by=by)
    return call


def _escalate(call, why, by):
    call.escalated_at = utcnow()
    _record(ESCALATED, call, by, level="district", why=why)


def _need_words(words):
    if not words.strip():
        raise Refused(
            _("There are no words yet."), _("Say in a sentence why; the body and everybody else read it.")
        )


def _running(call) -> Whistle:
    whistle = db.session.get(Whistle, call.whistle_id)
    if not whistle.is_running:
        raise not_now(whistle)
    return whistle


def _move(call, state):
    if state not in CALL_TRANSITIONS[call.state]:
        raise call_not_now(call)
    call.state = state
    call.version += 1


def is_due(call, now) -> bool:
    """Does the sweep still have something to say about it?"""
    return (
        call.next_look_at is not None
        and call.next_look_at <= now
        and call.state in {*AWAITED, CallState.LATE}
    )


def _record(verb, call, by, by_=None, **public):
    public |= {"body": call.body_id} | ({"by": by_} if by_ else {})
    whistle = db.session.get(Whistle, call.whistle_id)
    record(verb, subject=call, thread=db.session.get(Thread, whistle.thread_id), by=by, public=public)
