"""Where one can meet: hours, chairs, the way in on wheels. Public; staff keep the list."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.meetings import calling_queries, policies, venues
from civic.meetings.blueprint import form_page, meetings
from civic.meetings.forms import VenueForm
from civic.places.queries import community
from civic.rendering import render
from civic.submissions import OnceForm, once


def may_keep(user, venue) -> bool:
    """Staff of the community it stands in."""
    return user.has_any_role(policies.STAFF, community_id=venue.community_id)


@meetings.get("/venues")
@requires(anyone)
def venue_list():
    """Every standing place."""
    here = community()
    return render("meetings/venue_list.html", venues=calling_queries.venues_of(here.id), community=here,
                  may_keep=current_user.has_any_role(policies.STAFF, community_id=here.id))  # fmt: skip


@form_page("/venues/new")
@requires(policies.may_keep_venues)
def new_venue():
    """Enter one more."""
    mine = sorted(current_user.community_ids)
    form, here = VenueForm(), community(mine[0] if mine else None)
    return _kept(form, None, lambda typed: venues.enter_venue(here, by=current_user, **typed))


@form_page("/venues/<int:venue>")
@requires(may_keep, on=calling_queries.venue_or_404)
def venue(venue):
    """Change what is said of it."""
    form = VenueForm(obj=venue)
    return _kept(form, venue, lambda typed: venues.change_venue(venue, by=current_user, **typed))


def _kept(form, venue, verb):
    if not form.validate_on_submit():
        return render("meetings/venue.html", 422 if form.errors else 200, form=form, venue=venue,
                      button=OnceForm(formdata=None))  # fmt: skip
    typed = {name: form[name].data.strip() for name in ("name", "address", "hours", "access")}
    here = url_for("meetings.venue_list")
    with writing(), once(form) as first:
        verb(typed | {"seats": form.seats.data or 0})
        first.leads_to(here)
    flash(_("Written down."), "good")
    return redirect(here, 303)


@meetings.post("/venues/<int:venue>/closure")
@requires(may_keep, on=calling_queries.venue_or_404)
def create_closure(venue):
    """No longer used."""
    form, here = OnceForm(), url_for("meetings.venue_list")
    with writing(), once(form) as first:
        venues.give_up_venue(venue, by=current_user)
        first.leads_to(here)
    return redirect(here, 303)
