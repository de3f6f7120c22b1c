"""The verbs of a whistle: ask, agree, blow, look together, act, solve, archive, call off.

A whistle about an issue walks beside its matter, whose seals belong to the issue and its legs; one
without an issue has a matter of its own and stamps it.
"""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.database import SHANGHAI, utcnow
from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_days import report_by
from civic.dispatch.whistle_next import NEXT, not_now
from civic.dispatch.whistle_states import (
    PREPARED,
    TRANSITIONS,
    CallState,
    WhistleKind,
    WhistleState,
)
from civic.dispatch.whistle_terms import terms_of
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, SealState, Status, Thread
from civic.threads.workflow import reveal, stamp

APPROVED = act("whistle.approved")
JOINED = act("whistle.joined", public={"street"})
BLOWN = act("whistle.blown", public={"kind", "calls", "by"})
CALLED = act("whistle_call.called", public={"body", "by"})
ALL_ACKNOWLEDGED = act("whistle.acknowledged")
ALL_CAME = act("whistle.checked_in")
DIAGNOSED = act("whistle.diagnosed", public={"came"})
ACTED = act("whistle.acted", public={"border"})
RESOLVED = act("whistle.resolved")
REOPENED = act("whistle.reopened")
EVALUATED = act("whistle.evaluated", public={"rated", "of"})
ARCHIVED = act("whistle.archived")
CALLED_OFF = act("whistle.called_off")

RATING_TIME = timedelta(days=14)  # who has not rated by then has not rated; the rest stands
HELD_BACK = (CallState.RELEASED, CallState.NO_SHOW)  # nobody waits for these any more


def approve(whistle, *, by) -> None:
    """The street says yes."""
    _move(whistle, WhistleState.APPROVED)
    whistle.approved_at, whistle.approved_by = utcnow(), _id(by)
    _record(APPROVED, whistle, by)


def join(whistle, *, by) -> None:
    """The second street leads it too. Raises Conflict when there is none, or it has joined already."""
    if whistle.second_street_id is None or whistle.joined_at is not None or not _can_go_on(whistle):
        raise Conflict(_("There is nothing to agree to here."), NEXT[whistle.state])
    whistle.joined_at, whistle.joined_by = utcnow(), _id(by)
    whistle.version += 1
    _record(JOINED, whistle, by, {"street": whistle.second_street_id})


def _can_go_on(whistle):
    return bool(TRANSITIONS[whistle.state]) and whistle.state is not WhistleState.MUTUAL_EVALUATED


def blow(whistle, *, by) -> None:
    """街道吹哨: every called body's clock starts. Between two streets both must have agreed; an
    emergency does not wait for the second, acting together does (I17)."""
    waits = whistle.second_street_id is not None and whistle.kind is not WhistleKind.EMERGENCY
    if whistle.state in PREPARED and waits and not whistle.has_both_leads:
        raise Refused(
            _("Both lead streets must agree before it is blown."),
            _("Ask the second street: it has the same page."),
        )
    now, calls = utcnow(), queries.calls_of(whistle)
    if whistle.report_by is not None and whistle.report_by <= now:
        raise Refused(_("The moment by which they shall come has passed."), _("Call it off and ask anew."))
    _move(whistle, WhistleState.BLOWN)
    whistle.blown_at, whistle.blown_by = now, _id(by)
    whistle.report_by = whistle.report_by or report_by(now, terms_of(whistle.kind).minutes)
    if whistle.issue_id is None:
        reveal(_thread(whistle), title=whistle.title)
        _stamp(whistle, Seal.DISPATCH, SealState.NOW, Status.ACTING, due=whistle.report_by)
    until = whistle.report_by.isoformat(timespec="minutes")
    _record(BLOWN, whistle, by, {"kind": whistle.kind.value, "calls": len(calls), "by": until})
    for call in calls:
        start_clock(call, whistle, whistle.report_by, by=by)


def start_clock(call, whistle, until, *, by) -> None:
    """One body is called until `until`; the sweep looks then."""
    call.report_by = call.next_look_at = until
    public = {"body": call.body_id, "by": until.isoformat(timespec="minutes")}
    record(CALLED, subject=call, thread=_thread(whistle), by=by, public=public)


def settle(whistle, *, by) -> None:
    """After a body moved: when all have answered, or all whom one still waits for have come, say so."""
    states = [call.state for call in queries.calls_of(whistle) if call.state not in HELD_BACK]
    if not states:
        return
    if whistle.state is WhistleState.BLOWN and set(states) <= {CallState.ACKNOWLEDGED, CallState.CHECKED_IN}:
        _move(whistle, WhistleState.ACKNOWLEDGED)
        _record(ALL_ACKNOWLEDGED, whistle, by)
    if whistle.state in (WhistleState.BLOWN, WhistleState.ACKNOWLEDGED) and set(states) == {
        CallState.CHECKED_IN
    }:
        _move(whistle, WhistleState.CHECKED_IN)
        _record(ALL_CAME, whistle, by)


def open_diagnosis(whistle, *, by) -> None:
    """会诊 begins with whoever has come. Raises Refused while nobody has."""
    came = sum(call.has_come for call in queries.calls_of(whistle))
    if WhistleState.JOINT_DIAGNOSIS in TRANSITIONS[whistle.state] and not came:
        raise Refused(_("Nobody has come yet."), _("Note who is there first."))
    _move(whistle, WhistleState.JOINT_DIAGNOSIS)
    whistle.diagnosed_at = utcnow()
    _record(DIAGNOSED, whistle, by, {"came": came})


def act_together(whistle, *, by) -> None:
    """Joint action. Every body that came has said what it found; on a border, I17 holds."""
    _need_state(whistle, WhistleState.JOINT_DIAGNOSIS)
    _guard_border(whistle)
    silent = sum(call.has_come and not call.found_at for call in queries.calls_of(whistle))
    if silent:
        raise Refused(
            ngettext(
                "%(num)d body has not said yet what it found.",
                "%(num)d bodies have not said yet what they found.",
                silent,
            ),
            _("Ask them to write it down; each writes its own."),
        )
    _move(whistle, WhistleState.ACTING)
    whistle.acted_at = utcnow()
    if whistle.issue_id is None:
        _stamp(whistle, Seal.ACT, SealState.NOW, Status.ACTING)
    _record(ACTED, whistle, by, {"border": whistle.crosses_border})


def _guard_border(whistle):
    """I17: two lead streets and a boundary finding both agree to, before anybody acts together."""
    if not whistle.crosses_border:
        return
    finding = queries.boundary_finding_of(whistle)
    if not whistle.has_both_leads or finding is None or finding.agreed_at is None:
        raise Refused(
            _(
                "Nobody acts on the border of two districts before both streets lead it "
                "and agree where the border runs."
            ),
            _("Write down what the survey found, and let the other street agree to it."),
        )


def resolve(whistle, *, by, words) -> None:
    """Said to be solved: now both ends rate each other and residents rate the result."""
    if not words.strip():
        raise Refused(_("There are no words yet."), _("Say in a sentence what came of it."))
    if whistle.state is WhistleState.ACTING:
        open_links = queries.count_open_links(whistle)
        if open_links:
            raise Refused(
                ngettext(
                    "%(num)d link of the chain is still open.",
                    "%(num)d links of the chain are still open.",
                    open_links,
                ),
                _("Finish them first: all links are broken, or it grows again."),
            )
        force = queries.task_force_of(whistle)
        if force is not None and force.to_on is None:
            raise Refused(_("The task force is still at work."), _("Write down its last day first."))
    _move(whistle, WhistleState.RESOLVED)
    whistle.result_words, whistle.resolved_at = words.strip(), utcnow()
    whistle.next_look_at = whistle.resolved_at + RATING_TIME
    _stop_clocks(whistle)
    if whistle.issue_id is None:
        _stamp(whistle, Seal.REVIEW, SealState.NOW, Status.AWAITING)
    _record(RESOLVED, whistle, by)


def reopen(whistle, *, by) -> None:
    """Not solved after all: they act on."""
    _need_state(whistle, WhistleState.RESOLVED)
    _move(whistle, WhistleState.ACTING)
    whistle.resolved_at = whistle.next_look_at = None
    if whistle.issue_id is None:
        _stamp(whistle, Seal.ACT, SealState.NOW, Status.ACTING)
    _record(REOPENED, whistle, by)


def conclude(whistle, *, by=None) -> None:
    """The ratings of both ends are in, or their time is over."""
    came = sum(call.has_come for call in queries.calls_of(whistle))
    rated = queries.count_ratings(whistle)
    _move(whistle, WhistleState.MUTUAL_EVALUATED)
    whistle.evaluated_at, whistle.next_look_at = utcnow(), None
    _record(EVALUATED, whistle, by, {"rated": rated, "of": 2 * came})


def archive(whistle, *, by) -> None:
    """Closed. On a border not before it is agreed what the place is used for afterwards."""
    if (
        whistle.state is WhistleState.MUTUAL_EVALUATED
        and whistle.crosses_border
        and not whistle.after_use_words
    ):
        raise Refused(
            _("What becomes of the place afterwards is not written down."),
            _("Without a plan it grows again; write down what it is used for and who looks after it."),
        )
    _move(whistle, WhistleState.ARCHIVED)
    whistle.ended_at = utcnow()
    if whistle.issue_id is None:
        _stamp(whistle, Seal.REVIEW, SealState.DONE, Status.DONE)
    _record(ARCHIVED, whistle, by)


def call_off(whistle, *, by, reason) -> None:
    """The street does not blow it, or takes it back before the joint diagnosis; with a reason."""
    if not reason.strip():
        raise Refused(_("There are no words yet."), _("Say why it is called off."))
    _move(whistle, WhistleState.CALLED_OFF)
    whistle.called_off_words, whistle.ended_at, whistle.next_look_at = reason.strip(), utcnow(), None
    _stop_clocks(whistle)
    if whistle.issue_id is None:
        thread = _thread(whistle)
        stamp(thread, thread.stage, SealState.DONE, status=Status.NOT_NOW)
    _record(CALLED_OFF, whistle, by)


def _stop_clocks(whistle):
    for call in queries.calls_of(whistle):
        call.next_look_at = None


def _move(whistle, state):
    if state not in TRANSITIONS[whistle.state]:
        raise not_now(whistle)
    whistle.state = state
    whistle.version += 1


def _need_state(whistle, state):
    """Two verbs lead to ACTING; each from its own state only."""
    if whistle.state is not state:
        raise not_now(whistle)


def _stamp(whistle, seal, state, status, due=None):
    day = due.astimezone(SHANGHAI).date() if due else None
    stamp(
        _thread(whistle), seal, state, holder=queries.office_of(whistle.street_id), due_on=day, status=status
    )


def _thread(whistle) -> Thread:
    return db.session.get(Thread, whistle.thread_id)


def _id(person):
    return person.id if person is not None else None


def _record(verb, whistle, by, public=None):
    record(verb, subject=whistle, thread=_thread(whistle), by=by, public=public)
