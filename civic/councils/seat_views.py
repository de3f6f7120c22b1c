"""The secretary writes down whom a body has named to speak for its seat, and when that is over."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.finding import find_person
from civic.accounts.models import Person
from civic.authorization import requires
from civic.councils import queries, workflow
from civic.councils.forms import AppointForm
from civic.councils.models import Mandate, MandateRole, Seat
from civic.councils.policies import may_end_mandate, may_fill_seat
from civic.councils.views import bp as councils
from civic.database import local_today, locked, writing
from civic.rendering import render
from civic.submissions import OnceForm, once


@councils.get("/<int:council_id>/seats/<int:seat_id>")
@requires(may_fill_seat, on=queries.seat_or_404)
def seat(seat):
    """Who speaks, who spoke, and a form for whom the body has named."""
    return _page(seat, AppointForm(formdata=None))


def _page(seat, form, status=200, persons=()):
    held = {mandate.role for mandate in seat.mandates if mandate.valid_to is None}
    form.offer([role for role in MandateRole if role not in held])
    return render("councils/seat.html", status, seat=seat, form=form, persons=persons, today=local_today(),
                  end_form=OnceForm(formdata=None))  # fmt: skip


@councils.post("/<int:council_id>/seats/<int:seat_id>/mandates")
@requires(may_fill_seat, on=queries.seat_or_404)
def appoint(seat):
    """From today on that person speaks for the seat."""
    form = AppointForm().offer(MandateRole)  # what is taken meanwhile the verb refuses, in its own words
    if not form.validate_on_submit():
        return _page(seat, form, 422)
    person, persons = find_person(form)
    if person is None:
        return _page(seat, form, 422, persons)
    here, number, person_id = _page_of(seat), seat.id, person.id
    with writing(), once(form) as first:
        named = locked(Person, person_id)
        workflow.appoint(locked(Seat, number), named, form.chosen, by=current_user)
        first.leads_to(here)
    flash(_("Written down. They set up the second step when they next sign in."), "good")
    return redirect(here, 303)


@councils.post("/<int:council_id>/seats/<int:seat_id>/mandates/<int:mandate_id>/ending")
@requires(may_end_mandate, on=queries.mandate_or_404)
def end_mandate(mandate):
    """From today on they speak for it no more; that they did stays on record."""
    form, here, number = OnceForm(), _page_of(mandate.seat), mandate.id
    with writing(), once(form) as first:
        workflow.end_mandate(locked(Mandate, number), by=current_user)
        first.leads_to(here)
    flash(_("Ended today. Let the body name somebody else."), "good")
    return redirect(here, 303)


def _page_of(seat):
    return url_for("councils.seat", council_id=seat.council_id, seat_id=seat.id)
