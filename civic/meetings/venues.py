"""Verbs of standing places to meet (议事厅): entered, changed, given up."""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import locked, utcnow
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.meetings.models import Venue

ENTERED = act("venue.entered", public={"seats"})
CHANGED = act("venue.changed", public={"seats"})
GIVEN_UP = act("venue.given_up")


def enter_venue(community, *, by, name, address, hours="", access="", seats=0) -> Venue:
    """One more place. Raises Conflict when one of that name is there."""
    _refuse_same(community.id, name)
    venue = Venue(
        community_id=community.id, name=name, address=address, hours=hours, access=access, seats=seats
    )
    db.session.add(venue)
    record(ENTERED, subject=venue, by=by, public={"seats": seats})
    return venue


def change_venue(venue, *, by, name, address, hours, access, seats) -> None:
    """Its hours, its chairs, the way in. Raises Conflict when another has that name."""
    venue = locked(Venue, venue.id)
    if name != venue.name:
        _refuse_same(venue.community_id, name)
    venue.name, venue.address, venue.hours, venue.access, venue.seats = name, address, hours, access, seats
    record(CHANGED, subject=venue, by=by, public={"seats": seats})


def give_up_venue(venue, *, by) -> None:
    """No meeting is planned there any more; those planned keep it. Nothing the second time."""
    venue = locked(Venue, venue.id)
    if venue.closed_at is None:
        venue.closed_at = utcnow()
        record(GIVEN_UP, subject=venue, by=by)


def _refuse_same(community_id, name):
    same = select(Venue.id).where(Venue.community_id == community_id, Venue.name == name)
    if db.session.scalar(same) is not None:
        raise Conflict(_("There is already a meeting place of that name."), _("Give this one another name."))
