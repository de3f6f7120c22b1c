"""What turns by itself: legs nobody answered are urged, turn red, go to the street and the district."""

from civic.database import locked, writing
from civic.dispatch.leg_workflow import take_due_steps
from civic.dispatch.models import DispatchLeg
from civic.dispatch.queries import legs_to_look_at
from civic.ticking import sweep


@sweep("dispatch.legs")
def look_at_legs() -> int:
    """Take the steps that are due, each leg on its own; idempotent, also for two workers at once."""
    taken = 0
    for number in legs_to_look_at():
        with writing():
            taken += take_due_steps(locked(DispatchLeg, number))
    return taken
