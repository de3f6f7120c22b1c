"""The verbs of one leg: accept, first contact, reply with basis and evidence; what turns by itself.

Only this file writes a leg's `state`. A verb that ends the last leading leg is followed by
workflow.settle_replies, which answers the resident.
"""

from flask_babel import gettext as _

from civic.database import utcnow
from civic.dispatch import queries
from civic.dispatch.affected_queries import refuse_unannounced
from civic.dispatch.clocks import is_in_time
from civic.dispatch.deadlines import Step, next_look, steps
from civic.dispatch.leg_tally import count, count_new
from civic.dispatch.models import DispatchLeg
from civic.dispatch.states import OPEN_LEGS, LegRole, LegState, Level, Light
from civic.dispatch.windows import Moments, after_pause
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

SENT = act("leg.sent", public={"body", "role", "round", "due"})
ACCEPTED = act("leg.accepted", public={"body"})
CONTACTED = act("leg.contacted", public={"body", "in_time"})
REPLIED = act("leg.replied", public={"body", "in_time", "photos"})
TAKEN_BACK = act("leg.taken_back", public={"body", "was"})
URGED = act("leg.urged", public={"body", "why"})
TURNED_LATE = act("leg.turned_late", public={"body", "due"})
ESCALATED = act("leg.escalated", public={"body", "to"})
PUT_OFF = act("leg.put_off", public={"body", "from", "to"})
PAUSED = act("leg.paused", public={"body"})
RESUMED = act("leg.resumed", public={"body", "due"})


def move_leg(leg, state) -> None:
    """Set the state the transition table allows, with version and the sweep's next look; else 409."""
    if not leg.can_become(state):
        raise Conflict(
            _("Somebody was here before you: it is now “%(state)s”.", state=leg.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    leg.state = state
    leg.ended_at = None if state in OPEN_LEGS else utcnow()
    if leg.ended_at is not None:
        count(leg, leg.turned, -1)
    leg.version += 1
    look_again(leg)


def look_again(leg) -> None:
    """Work out when the sweep has to look at this leg next."""
    leg.next_look_at = next_look(leg, queries.order_of(leg).urgency)


def open_leg(order, body, role, *, by, until) -> DispatchLeg:
    """Give a body its part, with the order's deadlines; the guards are the order's."""
    now = utcnow()
    leg = DispatchLeg(
        order_id=order.id, thread_id=order.thread_id, community_id=order.community_id,
        street_id=order.street_id, round=order.round, body_id=body.id, role=role, state=LegState.SENT,
        sent_at=now, sent_by=by.id if by else None,
        contact_due_at=until.contact_due_at if role is LegRole.LEAD else None,
        due_at=until.due_at, amber_at=until.amber_at, is_provisional=until.is_provisional,
        escalated_to=Level.NONE, turned=Light.GREEN, created_at=now, version=1,
    )  # fmt: skip
    leg.next_look_at = next_look(leg, order.urgency)
    db.session.add(leg)
    count_new(leg)
    public = {"body": body.id, "role": role.value, "round": order.round, "due": until.due_at.isoformat()}
    _record(SENT, leg, by, public)
    return leg


def accept(leg, *, by) -> None:
    """签收: this body takes its part. A second officer doing the same at once gets a 409.

    Raises Refused while an objection waits for its ruling: nobody accepts it meanwhile.
    """
    if leg.state is LegState.OBJECTED:
        raise Refused(
            _("The objection to this part has not been ruled on yet."), _("The ruling says whose it is.")
        )
    move_leg(leg, LegState.ACCEPTED)
    leg.accepted_at, leg.accepted_by = utcnow(), by.id if by else None
    _record(ACCEPTED, leg, by, {"body": leg.body_id})


def contact(leg, *, by) -> None:
    """首次联系: somebody of this body has spoken with the resident (条例 Art. 15)."""
    if leg.state is LegState.SENT:
        accept(leg, by=by)
    move_leg(leg, LegState.CONTACTED)
    leg.contacted_at = utcnow()
    if leg.paused_at is not None and leg.contact_due_at is not None:
        leg.contact_due_at += leg.contacted_at - leg.paused_at
    look_again(leg)
    in_time = leg.contact_due_at is None or is_in_time(leg.contacted_at, leg.contact_due_at)
    _record(CONTACTED, leg, by, {"body": leg.body_id, "in_time": in_time})


def reply(
    leg, *, by, words, basis, explained_by, explained_to="", evidence_words="", photos=0, removes=False
) -> None:
    """反馈: what was done, on what basis in plain words, and who explained it to whom.

    Raises Refused without words, basis, the name of who explained, or evidence (a photo, or where
    anybody can see it); for a body that leads and has not spoken with the resident; and when it
    `removes` something and whoever that concerns was not told before.
    """
    if removes:
        refuse_unannounced(leg)
    if not words.strip():
        raise Refused(_("A reply needs words."), _("Say in a sentence or two what was done."))
    if not basis.strip() or not explained_by.strip():
        raise Refused(
            _("The basis is missing."),
            _("Say in plain words on what basis it was done, and who explained it to those concerned."),
        )
    if not photos and len(evidence_words.strip()) < 2:
        raise Refused(
            _("A reply needs evidence."),
            _("Add a photo taken afterwards, or say where anybody can see what was done."),
        )
    if leg.is_lead and leg.state in (LegState.SENT, LegState.ACCEPTED):
        raise Refused(
            _("Nobody has spoken with the resident yet."), _("Call or visit first, and note that here.")
        )
    if leg.state is LegState.SENT:
        accept(leg, by=by)
    if leg.paused_at is not None:
        resume(leg, by=by)
    move_leg(leg, LegState.REPLIED)
    leg.removes = removes
    leg.replied_at, leg.replied_by = leg.ended_at, by.id if by else None
    leg.reply_words, leg.reply_basis = words.strip(), basis.strip()
    leg.explained_by, leg.explained_to = explained_by.strip(), explained_to.strip()
    leg.evidence_words = evidence_words.strip()
    in_time = is_in_time(leg.replied_at, leg.due_at)
    _record(REPLIED, leg, by, {"body": leg.body_id, "in_time": in_time, "photos": photos})


def take_back(leg, *, by) -> None:
    """This body need not act any more (sent on, dissolved, nobody leads); what it did stays on record."""
    was = leg.state
    move_leg(leg, LegState.WITHDRAWN)
    _record(TAKEN_BACK, leg, by, {"body": leg.body_id, "was": was.value})


def put_off(leg, *, by, due_at, amber_at) -> None:
    """A later deadline, approved elsewhere (extensions); late marks are taken off, the record stays."""
    was, leg.due_at, leg.amber_at, leg.is_provisional = leg.due_at, due_at, amber_at, False
    leg.warned_at = leg.late_since = None
    leg.escalated_to = Level.NONE
    _turn(leg, Light.GREEN)
    leg.version += 1
    look_again(leg)
    public = {"body": leg.body_id, "from": was.isoformat(), "to": due_at.isoformat()}
    _record(PUT_OFF, leg, by, public)


def pause(leg, *, by) -> None:
    """The clock stands: the order is on the long-term list, and nothing of this part turns by itself."""
    leg.paused_at = utcnow()
    leg.version += 1
    look_again(leg)
    _record(PAUSED, leg, by, {"body": leg.body_id})


def resume(leg, *, by) -> None:
    """The clock goes on with what was left of it when it was stopped."""
    open_contact = leg.contact_due_at if leg.contacted_at is None else None
    later = after_pause(Moments(open_contact, leg.amber_at, leg.due_at), leg.paused_at, utcnow())
    leg.contact_due_at = later.contact_due_at or leg.contact_due_at
    leg.amber_at, leg.due_at, leg.paused_at = later.amber_at, later.due_at, None
    leg.is_provisional = False  # moved on by people: it stands as it is
    leg.version += 1
    look_again(leg)
    _record(RESUMED, leg, by, {"body": leg.body_id, "due": leg.due_at.isoformat()})


def take_due_steps(leg) -> int:
    """What has become due by itself: urge, amber, late and the street, the district. Each once.

    Returns how many steps were taken; a second look at the same moment takes none.
    """
    now, urgency, taken = utcnow(), queries.order_of(leg).urgency, 0
    for moment, step in steps(leg, urgency):
        if moment >= now:  # the last moment is still in time
            break
        TAKE[step](leg, now)
        taken += 1
    leg.next_look_at = next_look(leg, urgency)
    return taken


def _urge_contact(leg, now):
    leg.contact_urged_at = now
    _record(URGED, leg, None, {"body": leg.body_id, "why": "contact"})


def _warn(leg, now):
    leg.warned_at = now
    _turn(leg, Light.AMBER)
    _record(URGED, leg, None, {"body": leg.body_id, "why": "amber"})


def _turn_late(leg, now):
    leg.late_since, leg.escalated_to = leg.due_at, Level.STREET
    _turn(leg, Light.RED)
    _record(TURNED_LATE, leg, None, {"body": leg.body_id, "due": leg.due_at.isoformat()})


def _turn(leg, light):
    count(leg, leg.turned, -1)
    leg.turned = light
    count(leg, leg.turned, 1)


def _to_district(leg, now):
    leg.escalated_to = Level.DISTRICT
    _record(ESCALATED, leg, None, {"body": leg.body_id, "to": Level.DISTRICT.value})


TAKE = {
    Step.URGE_CONTACT: _urge_contact,
    Step.WARN: _warn,
    Step.TURN_LATE: _turn_late,
    Step.TO_DISTRICT: _to_district,
}


def _record(verb, leg, by, public):
    record(verb, subject=leg, thread=queries.thread_of(leg), by=by, public=public)
