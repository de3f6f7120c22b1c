"""值班表: who can be rung at which hour, edited by the street; and the numbers answered day and night."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils.models import Body
from civic.database import locked, writing
from civic.dispatch import policies, roster_workflow, table_places, urgent_policies
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.blueprint import done, work_orders
from civic.dispatch.urgent_forms import DeliveryForm, PhoneForm, ShiftForm
from civic.dispatch.urgent_models import DutyShift
from civic.dispatch.whistle_acting import named
from civic.errors import NotFound, Refused
from civic.places.queries import place_or_404
from civic.rendering import render
from civic.submissions import once


@work_orders.get("/duty-roster")
@requires(policies.is_street_staff)
def roster_shifts():
    """Who is on duty now, and the roster."""
    return roster_page(table_places.street_for(current_user, request.args.get("street", type=int)))


def roster_page(street, form=None, status=200):
    """The page of a street one works for, with a refused form in its place."""
    if not policies.serves_street(current_user, street.id):
        raise NotFound(None)
    form = form or offered(street, formdata=None)
    return render(
        "dispatch/roster_shifts.html", status, street=street, form=form, shifts=urgent.roster(street.id),
        now_on_duty=urgent.shifts_around(street), duty_room=urgent.duty_room(), number_of=urgent.number_of,
        bodies=table_places.bodies_serving(street), button=DeliveryForm(formdata=None),
        phone_form=lambda body: named(PhoneForm(formdata=None, phone=body.phone_24h), f"body{body.id}"),
    )  # fmt: skip


def offered(street, **given) -> ShiftForm:
    """The form of a shift, with what the street has to choose from."""
    return ShiftForm(**given).offer(table_places.place_choices(street), table_places.bodies_serving(street))


@work_orders.post("/duty-roster/<int:street_id>/shifts")
@requires(policies.may_edit_table, on=table_places.street_or_404)
def create_shift(street):
    """A new line of the roster."""
    form, number = offered(street), street.id
    if not form.validate():
        return roster_page(street, form, 422)
    here = url_for(".roster_shifts", street=number)
    try:
        with writing(), once(form) as first:
            roster_workflow.set_shift(number, by=current_user, **said(form))
            first.leads_to(here)
    except Refused as refusal:
        form.phone.errors = [" ".join(filter(None, (refusal.message, refusal.next_step)))]
        return roster_page(table_places.street_or_404(number), form, 422)
    return done(_("It is on the roster."), here)


def said(form) -> dict:
    """What was typed, as the verb takes it."""
    names = ("role_words", "phone", "is_own", "starts_at", "ends_at", "is_weekly", "until")
    rows = {"place": place_or_404(form.place.data), "body": locked(Body, form.body.data)}
    return rows | {name: form[name].data for name in names}


@work_orders.post("/duty-roster/shifts/<int:no>/end")
@requires(urgent_policies.may_edit_roster, on=urgent.shift_or_404)
def create_shift_end(shift):
    """Off the roster."""
    form, here, number = DeliveryForm(), url_for(".roster_shifts", street=shift.street_id), shift.id
    with writing(), once(form) as first:
        roster_workflow.end_shift(locked(DutyShift, number), by=current_user)
        first.leads_to(here)
    return done(_("Off the roster."), here)


def served_body(street_id, no):
    """A street with one of the bodies that serve it."""
    street = table_places.street_or_404(street_id)
    street.served = next((each for each in table_places.bodies_serving(street) if each.id == no), None)
    if street.served is None:
        raise NotFound(None)
    return street


@work_orders.post("/duty-roster/<int:street_id>/bodies/<int:no>/phone")
@requires(policies.may_edit_table, on=served_body)
def create_body_phone(street):
    """The number answered day and night."""
    form, body_id = PhoneForm(), street.served.id
    here = url_for(".roster_shifts", street=street.id)
    if not form.validate():
        raise Refused(_("Digits, please, as one dials them."))
    with writing(), once(form) as first:
        roster_workflow.reach_by(locked(Body, body_id), form.phone.data or "", by=current_user)
        first.leads_to(here)
    return done(_("Kept."), here)
