"""Meetings for the calendar on one's phone: one of them, and all of a community."""

from datetime import timedelta

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from civic.authorization import anyone, requires
from civic.database import utcnow
from civic.errors import NotFound
from civic.meetings import calling_queries, queries
from civic.meetings.blueprint import meetings
from civic.meetings.ical import calendar
from civic.places.queries import community
from civic.printing import full_address

bp = Blueprint("calendars", __name__)
PAST = timedelta(days=90)  # kept in the feed, so that what was called off meanwhile is taken out


def called_or_404(no):
    """A meeting that was called; one called off before anybody was told is in no calendar."""
    meeting = queries.meeting_or_404(no)
    if meeting.called_at is None:
        raise NotFound(None)
    return meeting


@meetings.get("/<int:no>.ics")
@requires(anyone, on=called_or_404)
def entry(meeting):
    """One meeting."""
    return _sent([meeting], meeting.title)


@bp.get("/meetings.ics")
@requires(anyone)
def feed():
    """Every meeting of the community, to subscribe to."""
    here = community()
    found = calling_queries.public_in_calendar(here.id, utcnow() - PAST)
    return _sent(found, _("Meetings of %(place)s", place=here.label))


def _sent(found, name):
    body = calendar(found, name, lambda one: full_address(url_for("meetings.show", no=one.id)))
    return Response(body, mimetype="text/calendar")
