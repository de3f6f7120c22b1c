"""Deadlines in working days of a year whose holidays were not announced are counted anew once they are.

What people moved meanwhile (an extension, the long-term list) or what came written on the order stays.
"""

from datetime import UTC, datetime

from civic.dispatch.deadlines import deadlines
from civic.dispatch.extension_workflow import follow_legs
from civic.dispatch.leg_workflow import put_off
from civic.dispatch.working_days import CHINA, Calendar


def announced_until(calendar: Calendar = CHINA) -> datetime:
    """The first moment of the first year whose notice is not known."""
    return datetime(max(calendar.years) + 1, 1, 1, tzinfo=UTC)


def recount(order, leg, calendar: Calendar = CHINA) -> bool:
    """Count a part's deadline from the day it was sent; whether that is certain now or the day moved."""
    if not leg.is_provisional or not leg.is_open or leg.paused_at is not None:
        return False
    found, was = deadlines(order.urgency, leg.sent_at, calendar=calendar), leg.due_at
    if order.due_is_given or found.due_at == was:
        leg.is_provisional = found.is_provisional and not order.due_is_given
        return not leg.is_provisional
    put_off(leg, by=None, due_at=found.due_at, amber_at=found.amber_at)
    leg.is_provisional = found.is_provisional
    follow_legs(order)
    return True
