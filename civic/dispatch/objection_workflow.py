"""派单异议: a body says within its window that a part is not its own; the street, then the district, rules.

Lock the order before its leg: two bodies that object at one moment count one after the other.
"""

from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _

from civic.councils import queries as councils
from civic.database import local_today, utcnow
from civic.dispatch import exception_queries, queries, workflow
from civic.dispatch.community_list import COMMUNITY_KINDS
from civic.dispatch.exception_models import LegObjection, SiteCheck
from civic.dispatch.exception_states import NAMES_ANOTHER, Judge, ObjectionGround, ObjectionState
from civic.dispatch.exception_workflow import refuse_same_person, rule, settle_as
from civic.dispatch.leg_workflow import ACCEPTED, move_leg, take_back
from civic.dispatch.states import LegState
from civic.dispatch.windows import MOST_OBJECTIONS, in_window, objection_closes
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

OBJECTED = act("leg.objected", public={"body", "ground", "number", "judge"})
SITE_CHECKED = act("leg.site_checked", public={"on", "bodies"})
RULED = act("leg.objection_ruled", public={"body", "number", "judge", "upheld", "to"})
LAPSED = act("leg.objection_lapsed", public={"number"})


def closes_at(leg):
    """The moment at which it is too late to object to a part; the hours are a setting."""
    return objection_closes(leg.sent_at, timedelta(hours=float(current_app.config["OBJECTION_HOURS"])))


def object_to(order, leg, *, by, ground, words, names_body=None) -> LegObjection:
    """This part is not ours, on a ground of the regulation. The second of an order goes to the district.

    Raises Refused outside the window, without a ground, words or (where the ground asks) whose it is,
    and for a third objection (I5); Conflict when the part was accepted or objected to already.
    """
    if not leg.can_become(LegState.OBJECTED):
        raise Conflict(
            _("Somebody was here before you: it is now “%(state)s”.", state=leg.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    if not in_window(utcnow(), closes_at(leg)):
        raise Refused(
            _("The time to object is over."), _("Accept it, and speak with the street office about it.")
        )
    if order.objections >= MOST_OBJECTIONS:
        raise Refused(
            _("Two objections have been made to this order; there is no third."),
            _("What the district said stands. Accept it, and speak with the street office."),
        )
    _guard_ground(leg, ground, words, names_body)
    order.objections += 1
    workflow.touch(order)
    move_leg(leg, LegState.OBJECTED)
    judge = Judge.STREET if order.objections == 1 else Judge.DISTRICT
    objection = LegObjection(
        **exception_queries.of_order(order), leg_id=leg.id, body_id=leg.body_id, number=order.objections,
        ground=ground, words=words.strip(), names_body_id=names_body.id if names_body else None,
        judge=judge, state=ObjectionState.OPEN, asked_by=by.id, asked_at=utcnow(),
    )  # fmt: skip
    db.session.add(objection)
    public = {"body": leg.body_id, "ground": ground.value, "number": order.objections, "judge": judge.value}
    _record(OBJECTED, leg, by, public)
    return objection


def _guard_ground(leg, ground, words, names_body):
    if ground is None or not words.strip():
        raise Refused(
            _("An objection names its ground."), _("Choose the ground, and say in a sentence why it holds.")
        )
    if ground in NAMES_ANOTHER and names_body is None:
        raise Refused(_("Say whose it is instead."), _("Choose the body that handles it by law or area."))
    if names_body is not None and names_body.id == leg.body_id:
        raise Refused(_("That is your own body."), _("Choose whose it is instead."))
    body = councils.bodies_by_id([leg.body_id])[leg.body_id]
    if ground is ObjectionGround.OFF_LIST and body.kind not in COMMUNITY_KINDS:
        raise Refused(_("The list of duties is the communities' alone."), _("Choose another ground."))


def note_site_check(objection, *, by, held_on, body_ids, finding, others="") -> SiteCheck:
    """现场会商, before the ruling: who stood there together, and what they found."""
    if objection.state is not ObjectionState.OPEN:
        raise Conflict(_("This has been ruled on already."), _("Look at it once more."))
    if held_on > local_today():
        raise Refused(_("That day has not come yet."), _("Write it down once you have been there."))
    if not finding.strip() or not body_ids:
        raise Refused(_("Say who was there and what you found."))
    check = SiteCheck(
        **exception_queries.same_order(objection), objection_id=objection.id, held_on=held_on,
        body_ids=sorted(body_ids), others=others.strip(), finding=finding.strip(), noted_by=by.id,
        created_at=utcnow(),
    )  # fmt: skip
    db.session.add(check)
    leg = exception_queries.leg_of(objection)
    _record(SITE_CHECKED, leg, by, {"on": held_on.isoformat(), "bodies": check.body_ids})
    return check


def reject(order, leg, objection, *, by, words) -> None:
    """It is theirs: the part is accepted with this ruling, and its clock never stopped."""
    _guard_judge(leg, objection, by)
    rule(objection, ObjectionState.REJECTED, by=by, words=words)
    move_leg(leg, LegState.ACCEPTED)
    leg.accepted_at = utcnow()
    workflow.touch(order)
    _record(RULED, leg, by, _ruling(objection, upheld=False))
    _record(ACCEPTED, leg, by, {"body": leg.body_id})


def uphold(order, leg, objection, *, by, words, to=None) -> None:
    """It is not theirs: the part goes on to `to`, or back to the dispatcher.

    Where other bodies still lead, they go on; where none does, the order waits to be dispatched anew.
    """
    _guard_judge(leg, objection, by)
    rule(objection, ObjectionState.UPHELD, by=by, words=words)
    objection.goes_to_body_id = to.id if to else None
    _record(RULED, leg, by, _ruling(objection, upheld=True))
    if to is not None:
        workflow.send_on(order, leg, by=by, body=to)
        return
    others = [each for each in queries.legs_of_round(order) if each.id != leg.id]
    if any(each.is_lead and (each.is_open or each.replied_at is not None) for each in others):
        take_back(leg, by=by)
        workflow.touch(order)
        evidence = queries.count_evidence(*(each.id for each in others))
        workflow.settle_replies(order, by=by, evidence=evidence)
    else:
        workflow.unlead(order, by=by)


def lapse(objection, *, by) -> None:
    """The part was taken back for another reason before anybody ruled."""
    settle_as(objection, ObjectionState.LAPSED)
    _record(LAPSED, exception_queries.leg_of(objection), by, {"number": objection.number})


def _guard_judge(leg, objection, by):
    refuse_same_person(by, leg.sent_by)
    if leg.body_id in by.body_ids:
        raise NotAllowed(_("Nobody rules on an objection of their own body."))


def _ruling(objection, upheld):
    return {
        "body": objection.body_id, "number": objection.number, "judge": objection.judge.value,
        "upheld": upheld, "to": objection.goes_to_body_id,
    }  # fmt: skip


def _record(verb, leg, by, public):
    record(verb, subject=leg, thread=queries.thread_of(leg), by=by, public=public)
