"""Pledges: everybody reads who promised what and what became of it; the table writes them down."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields import SelectChoice

from civic.authorization import anyone, requires
from civic.councils import pledge_queries, pledge_workflow, queries
from civic.councils.models import Seat
from civic.councils.pledge_models import TRANSITIONS, Pledge, PledgeState
from civic.councils.policies import may_lead, may_settle, seats_spoken_for
from civic.councils.table_forms import PledgeForm, SettleForm
from civic.councils.views import bp as councils
from civic.database import local_today, locked, writing
from civic.rendering import render
from civic.submissions import once


def _may_promise(user, council):
    """Whoever speaks for a seat promises for it; who leads the council writes down for all."""
    return may_lead(user, council, local_today()) or bool(seats_spoken_for(user, council, local_today()))


def _seats_for(council):
    if may_lead(current_user, council, local_today()):
        return council.seats
    return seats_spoken_for(current_user, council, local_today())


@councils.get("/<int:council_id>/pledges")
@requires(anyone, on=queries.council_or_404)
def pledges(council):
    """The contribution record of every seat, and the pledges one by one."""
    return _page(council)


def _page(council, form=None, status=200):
    today = local_today()
    may_promise = _may_promise(current_user, council)
    if form is None and may_promise:
        form = PledgeForm(formdata=None).offer(_seats_for(council))
    return render(
        "councils/pledges.html", status, council=council, today=today, form=form, may_promise=may_promise,
        record=pledge_queries.contributions(council.id, today), leads=may_lead(current_user, council, today),
        page=pledge_queries.page_of_pledges(council.id, request.args.get("after")),
    )  # fmt: skip


@councils.post("/<int:council_id>/pledges")
@requires(_may_promise, on=queries.council_or_404)
def create_pledge(council):
    """The seat has promised."""
    form = PledgeForm().offer(_seats_for(council))
    if not form.validate_on_submit():
        return _page(council, form, 422)
    here, home_id, said = url_for("councils.pledges", council_id=council.id), council.community_id, form.data
    with writing(), once(form) as first:
        pledge_workflow.promise(
            locked(Seat, said["seat"]), said["what"], said["standard"], said["due_on"], by=current_user,
            community_id=home_id,
        )  # fmt: skip
        first.leads_to(here)
    flash(_("The promise is on record."), "good")
    return redirect(here, 303)


def _settles(user, pledge):
    return may_settle(user, pledge, pledge.seat.council, local_today())


def _settle_form(pledge, **options):
    form = SettleForm(**options)
    form.state.choices = [
        SelectChoice(one.value, one.label) for one in PledgeState if one in TRANSITIONS[pledge.state]
    ]
    return form


@councils.get("/<int:council_id>/pledges/<int:pledge_id>")
@requires(_settles, on=pledge_queries.pledge_or_404)
def pledge(pledge):
    """What became of it."""
    return render("councils/pledge.html", pledge=pledge, form=_settle_form(pledge, formdata=None),
                  today=local_today())  # fmt: skip


@councils.post("/<int:council_id>/pledges/<int:pledge_id>")
@requires(_settles, on=pledge_queries.pledge_or_404)
def settle_pledge(pledge):
    """It stands in the seat's record from now on."""
    form, number, home_id = _settle_form(pledge), pledge.id, pledge.seat.council.community_id
    if not form.validate_on_submit():
        return render("councils/pledge.html", 422, pledge=pledge, form=form, today=local_today())
    here = url_for("councils.pledges", council_id=pledge.council_id)
    with writing(), once(form) as first:
        pledge_workflow.settle(
            locked(Pledge, number), PledgeState(form.state.data), by=current_user, community_id=home_id,
            why=form.why.data or "",
        )  # fmt: skip
        first.leads_to(here)
    flash(_("Written down."), "good")
    return redirect(here, 303)
