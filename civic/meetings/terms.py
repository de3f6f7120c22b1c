"""A council whose term is over neither calls a meeting nor decides; talking needs no term."""

from flask_babel import gettext as _

from civic.councils.models import Council
from civic.database import SHANGHAI, local_today
from civic.errors import Conflict
from civic.extensions import db
from civic.locale import day


def guard(council, on) -> None:
    """Raises Conflict where the council's term was over before the day `on`."""
    if council.has_run_out(on):
        raise Conflict(
            _("The term of “%(council)s” ended on %(day)s: it can neither call a meeting nor decide.",
              council=council.name, day=day(council.term_to)),
            _("The secretary renews it under “Seats and term”. Until then a round table can talk it over."),
        )  # fmt: skip


def guard_meeting(meeting, on=None) -> None:
    """The same for the council that meets, if one does. Args: on — a day; the day it is held without."""
    if meeting.council_id is not None:
        guard(db.session.get(Council, meeting.council_id), on or day_of(meeting))


def day_of(meeting):
    """The day in Shanghai on which it begins; today once that is over."""
    return max(meeting.starts_at.astimezone(SHANGHAI).date(), local_today())
