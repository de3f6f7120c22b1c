"""What turns by itself: legs nobody answered are urged, turn red, go to the street and the district.

And what was promised for a day: progress told under an extension, the next look at a long-term order.
"""

from civic.database import locked, writing
from civic.dispatch.exception_models import LegExtension, LongTermEntry
from civic.dispatch.exception_queries import progress_owed, reviews_owed
from civic.dispatch.extension_workflow import urge_progress
from civic.dispatch.leg_workflow import take_due_steps
from civic.dispatch.long_term_workflow import mark_due
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.queries import legs_to_look_at, legs_to_recount
from civic.dispatch.recounting import announced_until, recount
from civic.extensions import db
from civic.ticking import sweep


@sweep("dispatch.legs")
def look_at_legs() -> int:
    """Take the steps that are due, each leg on its own; idempotent, also for two workers at once."""
    taken = 0
    for number in legs_to_look_at():
        with writing():
            taken += take_due_steps(locked(DispatchLeg, number))
    return taken


@sweep("dispatch.recounts")
def recount_deadlines() -> int:
    """Count deadlines anew when a year's holidays were announced; safe to run twice at once."""
    recounted = 0
    for number in legs_to_recount(announced_until()):
        with writing():
            order = locked(WorkOrder, db.session.get(DispatchLeg, number).order_id)
            recounted += recount(order, locked(DispatchLeg, number))
    return recounted


@sweep("dispatch.progress")
def look_at_progress() -> int:
    """Remind bodies whose resident was to be told by today, once for each day; safe to run twice at once."""
    reminded = 0
    for number in progress_owed():
        with writing():
            reminded += urge_progress(locked(LegExtension, number))
    return reminded


@sweep("dispatch.reviews")
def look_at_long_term() -> int:
    """Put long-term orders whose day has come on the street's desk, once; safe to run twice at once."""
    put = 0
    for number in reviews_owed():
        with writing():
            put += mark_due(locked(LongTermEntry, number))
    return put
