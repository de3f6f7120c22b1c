"""What turns by itself: orders fall due, residents are asked, silence becomes "unconfirmed"."""

from civic.database import locked, utcnow, writing
from civic.dispatch.models import WorkOrder
from civic.reviews.models import Callback
from civic.reviews.queries import numbers_to_look_at
from civic.reviews.scoring import freeze_now, periods_to_freeze
from civic.reviews.workflow import take_due_steps
from civic.ticking import sweep


@sweep("reviews.callbacks")
def look_at_callbacks() -> int:
    """Take the steps that are due, each callback on its own; idempotent, also for two workers at once."""
    taken = 0
    for number, order_id in numbers_to_look_at():
        with writing():
            order, callback = locked(WorkOrder, order_id), locked(Callback, number)
            if callback.look_at is not None and callback.look_at <= utcnow():
                taken += take_due_steps(callback, order)
    return taken


@sweep("reviews.runs")
def freeze_runs() -> int:
    """Freeze the month, and in January the year, that is over; once, also with two workers."""
    frozen = [freeze_now(period, only_once=True) for period in periods_to_freeze()]
    return sum(run is not None for run in frozen)
