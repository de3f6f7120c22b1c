"""The secretary sets up a table: its kind and place, its seats, its beginning and its term."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.roles import Role
from civic.authorization import requires
from civic.councils import queries, table_workflow, workflow
from civic.councils.models import Body, Council
from civic.councils.policies import may_fill_seats, may_found
from civic.councils.table_forms import CouncilForm, SeatForm, TermForm
from civic.councils.views import bp as councils
from civic.database import local_today, locked, writing
from civic.extensions import db
from civic.places import queries as places
from civic.places.models import Place
from civic.rendering import render
from civic.submissions import OnceForm, once


def _home():
    """The community whose secretary is looking."""
    held = (one for one in current_user.current_memberships() if one.role == Role.SECRETARY)
    return db.session.get(Place, next(held).community_id)


def _council_form(**options):
    root = places.tree(_home().id)
    below = [node.place for building in root.buildings for node in (building, *building.doors)]
    return CouncilForm(**options).offer(queries.kinds(), [root.place, *below])


@councils.get("/new")
@requires(may_found)
def new_council():
    """Which kind, for where, until when."""
    return render("councils/new_council.html", form=_council_form(formdata=None), kinds=queries.kinds())


@councils.post("")
@requires(may_found)
def create_council():
    """The table is there; its seats come next."""
    form = _council_form()
    if not form.validate_on_submit():
        return render("councils/new_council.html", 422, form=form, kinds=queries.kinds())
    home_id, chosen = _home().id, form.data
    with writing(), once(form) as first:
        council = workflow.found_council(
            db.session.get(Place, home_id), chosen["name"], by=current_user, kind=chosen["kind"],
            place=db.session.get(Place, chosen["place"]), term_to=chosen["term_to"],
        )  # fmt: skip
        first.leads_to(url_for("councils.table", council_id=council.id))
    return redirect(first.url, 303)


@councils.get("/<int:council_id>/table")
@requires(may_fill_seats, on=queries.council_or_404)
def table(council):
    """Its seats so far, the next one, its beginning and its term."""
    return _table(council)


def _table(council, status=200, seat_form=None, term_form=None):
    seat_form = seat_form or _seat_form(council, formdata=None)
    return render("councils/table.html", status, council=council, seat_form=seat_form, today=local_today(),
                  term_form=term_form or TermForm(formdata=None), form=OnceForm(formdata=None))  # fmt: skip


def _seat_form(council, **options):
    sitting = {seat.body_id for seat in council.seats}
    free = [body for body in queries.bodies(council.community_id) if body.id not in sitting]
    return SeatForm(**options).offer(free, council.kind.has_residents)


@councils.post("/<int:council_id>/seats")
@requires(may_fill_seats, on=queries.council_or_404)
def create_seat(council):
    """One more place at the table: a body's, or a resident's; the first body convenes."""
    form, first_body, number = _seat_form(council), not council.seats, council.id
    if not form.validate_on_submit():
        return _table(council, 422, seat_form=form)
    here = url_for("councils.table", council_id=number)
    with writing(), once(form) as first:
        council = locked(Council, number)
        if form.body.data is None:
            workflow.seat_residents(council, by=current_user)
        else:
            body = db.session.get(Body, form.body.data)
            workflow.seat_body(council, body, by=current_user, convener=first_body)
        first.leads_to(here)
    return redirect(here, 303)


@councils.post("/<int:council_id>/beginning")
@requires(may_fill_seats, on=queries.council_or_404)
def begin(council):
    """From today on it works."""
    form, here, number = OnceForm(), url_for("councils.show", council_id=council.id), council.id
    with writing(), once(form) as first:
        table_workflow.start(locked(Council, number), by=current_user)
        first.leads_to(here)
    flash(_("The council works from today on."), "good")
    return redirect(here, 303)


@councils.post("/<int:council_id>/term")
@requires(may_fill_seats, on=queries.council_or_404)
def renew(council):
    """Its term goes on."""
    form, number = TermForm(), council.id
    if not form.validate_on_submit():
        return _table(council, 422, term_form=form)
    here = url_for("councils.show", council_id=number)
    with writing(), once(form) as first:
        table_workflow.renew(locked(Council, number), form.term_to.data, by=current_user)
        first.leads_to(here)
    flash(_("The term goes on."), "good")
    return redirect(here, 303)
