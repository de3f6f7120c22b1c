"""Minutes of an urgent matter. Pure: a minute begun counts, so that what is shown agrees with the target."""

from datetime import datetime, timedelta
from math import ceil

from flask_babel import gettext as _


def minutes_between(start: datetime, end: datetime) -> int:
    """Minutes from one moment to the other, a minute begun counted whole; never below 0."""
    return max(0, ceil((end - start) / timedelta(minutes=1)))


def spelled(minutes: int) -> str:
    """8 minutes; 6 hours; 6 hours 5 minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)s minutes", n=rest)
    if not rest:
        return _("%(n)s hours", n=hours)
    return _("%(h)s hours %(m)s minutes", h=hours, m=rest)
