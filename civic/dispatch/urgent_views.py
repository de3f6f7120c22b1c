"""An urgent matter on a phone: the timer, who is on duty, whom to call, one tap for what happens."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils import queries as councils
from civic.councils.models import Body
from civic.database import locked, writing
from civic.dispatch import (
    incident_evidence,  # noqa: F401 - declares where its photos belong
    incident_workflow,
    queries,
    urgent_calling,
    urgent_policies,
)
from civic.dispatch import policies as dispatching
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.blueprint import done, work_orders
from civic.dispatch.incident_clock import spelled
from civic.dispatch.urgent_forms import CallForm, DoorNoticeForm, EventForm, MomentForm
from civic.dispatch.urgent_models import Incident, IncidentEvent
from civic.dispatch.urgent_states import NOTABLE, EventKind, Measure
from civic.dispatch.whistle_acting import named
from civic.errors import CivicError
from civic.issues import policies as issue_policies
from civic.issues.models import Issue
from civic.issues.photos import photos_of
from civic.places import queries as places
from civic.places.models import PlaceKind
from civic.rendering import render
from civic.submissions import once

TAPS = (EventKind.ANSWERED, EventKind.ARRIVED, EventKind.RESTORED, EventKind.OVER)


@work_orders.get("/incidents/<int:no>")
@requires(urgent_policies.may_act, on=urgent.incident_or_404)
def urgent_incident(incident):
    """What is going on there, and the next tap."""
    return incident_page(incident)


def incident_page(incident, status=200, **refused):
    """The page, with a refused form in its place."""
    spot = incident.place
    forms = {name: named(form, name) for name, form in (_forms(incident, spot) | refused).items()}
    return render(
        "dispatch/urgent_incident.html", status, incident=incident, issue=incident.issue, spelled=spelled,
        target=urgent.target_minutes(), duty=urgent.shifts_at(spot), duty_room=urgent.duty_room(),
        number_of=urgent.number_of, utilities=urgent.utilities(spot), rules=urgent_policies,
        notices=urgent.notices_of(incident.id), photos=photos_of(incident), policies=issue_policies,
        taps=[kind for kind in TAPS if incident.state in NOTABLE[kind]], measures=list(Measure),
        serves_street=dispatching.serves_street,
        **forms,
    )  # fmt: skip


def _forms(incident, spot):
    if not incident.is_open:
        return {"moment_form": MomentForm(formdata=None)}
    return {
        "call_form": calling_form(incident.issue, incident.street_id, spot, formdata=None),
        "event_form": EventForm(formdata=None).offer(markable(incident)),
        "notice_form": notice_form(incident, formdata=None),
        "moment_form": MomentForm(formdata=None),
    }


def calling_form(issue, street_id, spot, **given):
    """Whom to ring: everybody who serves the spot, those the table names ticked."""
    plan = urgent_calling.plan_of(issue, street_id, spot)
    return CallForm(**given).offer(urgent.serving(spot), [body for body, _role in plan])


def markable(incident) -> list[Body]:
    """Bodies this person may note something for: the offices for all that were rung, a body for itself."""
    rung = incident.called_ids
    if not urgent_policies.may_ring(current_user, incident):
        rung &= set(current_user.body_ids)
    bodies = councils.bodies_by_id(rung)
    if not bodies:
        return urgent.serving(incident.place)
    there = {each.body_id for each in incident.events if each.kind is EventKind.ARRIVED}
    return sorted(bodies.values(), key=lambda body: (body.id in there, body.id))


def notice_form(incident, **given):
    """What the homes are told, the building preset."""
    spot, options = incident.place, places.place_options(incident.community_id)
    building = urgent.place(spot.parent_id) if spot.kind is PlaceKind.DOOR else spot
    return DoorNoticeForm(**given).offer(options, reachable(spot), building)


def reachable(spot) -> list[Body]:
    """Bodies whose number is answered day and night."""
    return [body for body in urgent.serving(spot) if body.phone_24h]


@work_orders.post("/<int:no>/incident")
@requires(dispatching.may_dispatch, on=queries.order_in_full)
def create_incident(order):
    """急单: ring the bodies ticked and give each its part, from the page of the order."""
    spot = order.issue.place or urgent.place(order.community_id)
    form = calling_form(order.issue, order.street_id, spot)
    if not form.validate():
        raise CivicError(_("Tick at least one body."))
    here = call_out(form, order.issue_id, order.street_id, spot.id)
    return done(_("Rung. From now on it is counted in minutes."), here)


@work_orders.post("/incidents/<int:no>/calls")
@requires(urgent_policies.may_ring, on=urgent.incident_or_404)
def create_incident_call(incident):
    """Ring them."""
    form = calling_form(incident.issue, incident.street_id, incident.place)
    if not form.validate():
        return incident_page(incident, 422, call_form=form)
    here = call_out(form, incident.issue_id, incident.street_id, incident.place_id)
    return done(_("Rung. From now on it is counted in minutes."), here)


def call_out(form, issue_id, street_id, place_id) -> str:
    """Ring what the form says, once; returns the address of the incident."""
    with writing(), once(form) as first:
        issue, spot = locked(Issue, issue_id), urgent.place(place_id)
        bodies = [locked(Body, number) for number in sorted(form.bodies.data)]
        plan = urgent_calling.plan_of(issue, street_id, spot)
        incident = urgent_calling.call_out(issue, by=current_user, bodies=bodies, plan=plan)
        here = url_for(".urgent_incident", no=incident.id)
        first.leads_to(here)
    return here


@work_orders.post("/incidents/<int:no>/events")
@requires(urgent_policies.may_act, on=urgent.incident_or_404)
def create_incident_event(incident):
    """One tap."""
    form, here = EventForm(), url_for(".urgent_incident", no=incident.id)
    kind, measure = form.tap()
    form.offer(urgent.utilities(incident.place) if kind is EventKind.UTILITY else markable(incident))
    if not form.validate():
        return incident_page(incident, 422, event_form=form)
    with writing(), once(form) as first:
        row, body = locked(Incident, incident.id), locked(Body, form.body.data)
        incident_workflow.note(row, kind, by=current_user, body=body, measure=measure)
        first.leads_to(here)
    return redirect(here, 303)


def event_of_incident(no):
    """A line of the timeline, with its incident for the policy."""
    event = urgent.event_or_404(no)
    event.incident = urgent.incident_or_404(event.incident_id)
    return event


@work_orders.post("/incidents/events/<int:no>/moment")
@requires(urgent_policies.may_correct, on=event_of_incident)
def create_event_moment(event):
    """It happened then, not when it was tapped."""
    form, number, incident = MomentForm(), event.id, event.incident
    here = url_for(".urgent_incident", no=incident.id)
    if not form.validate():
        return incident_page(incident, 422, moment_form=form)
    with writing(), once(form) as first:
        row = locked(IncidentEvent, number)
        incident_workflow.correct(row, by=current_user, moment=form.moment.data)
        first.leads_to(here)
    return done(_("Mended. The moment before stays in the record."), here)


@work_orders.post("/incidents/<int:no>/notices")
@requires(urgent_policies.may_act, on=urgent.incident_or_404)
def create_door_notice(incident):
    """Every door of the building is told."""
    form = notice_form(incident)
    if not form.validate():
        return incident_page(incident, 422, notice_form=form)
    said = {"what": form.what.data, "until": form.until.data}
    with writing(), once(form) as first:
        row = locked(Incident, incident.id)
        call = locked(Body, form.call.data) if form.call.data else None
        place = urgent.place(form.place.data)
        notice = incident_workflow.tell_doors(row, by=current_user, place=place, call_body=call, **said)
        here = url_for(".urgent_notice", no=notice.id)
        first.leads_to(here)
    return done(_("Told. Now hang the sheets at the doors."), here)
