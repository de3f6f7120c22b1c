"""Ranks announced by the city or a district: taken over with their source."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.errors import Refused
from civic.rendering import render
from civic.reviews import outside_ranks, policies, runs
from civic.reviews.blueprint import reviews
from civic.reviews.forms import OutsideRankForm
from civic.submissions import once


@reviews.get("/reviews/outside-ranks/new")
@requires(policies.oversees)
def new_outside_rank():
    """Which street, which list, what it says, and where that can be read."""
    streets = outside_ranks.streets_for(current_user)
    return _page(OutsideRankForm(formdata=None).offer(streets))


def _page(form, status=200):
    return render("reviews/new_outside_rank.html", status, form=form)


@reviews.post("/reviews/outside-ranks")
@requires(policies.oversees)
def create_outside_rank():
    """Keep them; a second note of the same year replaces what is shown."""
    streets = {street.id: street for street in outside_ranks.streets_for(current_user)}
    form, there = OutsideRankForm().offer(streets.values()), url_for(".years")
    if not form.validate():
        return _page(form, 422)
    try:
        with writing(), once(form) as submission:
            runs.note_outside_ranks(streets[form.street.data], form.ranks.read, by=current_user, **form.said)
            submission.leads_to(there)
    except Refused as refusal:
        form.published_on.errors = [refusal.message]
        return _page(form, 422)
    flash(_("It stands there as a result from elsewhere, with its source."), "good")
    return redirect(there, 303)
