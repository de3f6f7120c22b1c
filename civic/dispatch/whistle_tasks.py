"""What happens to whistles by themselves: who is late goes to the district (I16), ratings end in time."""

from civic.database import locked, utcnow, writing
from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_call_workflow import is_due, mark_no_show, turn_late
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_states import CallState, WhistleState
from civic.dispatch.whistle_workflow import conclude
from civic.ticking import sweep


@sweep("dispatch.whistle_calls")
def escalate_late() -> int:
    """Mark bodies that are not there in time, each once, in short transactions; safe to run twice at once."""
    marked = 0
    for number in queries.due_calls():
        with writing():
            marked += _look_at(queries.locked_call(number))
    return marked


def _look_at(call) -> int:
    """Late, and after the grace not come: both at once where nobody has looked for long."""
    marked = 0
    while is_due(call, utcnow()):
        (mark_no_show if call.state is CallState.LATE else turn_late)(call)
        marked += 1
    return marked


@sweep("dispatch.whistle_ratings")
def end_ratings() -> int:
    """Whoever has not rated in time has not rated; what was rated stands."""
    ended = 0
    for number in queries.due_whistles():
        with writing():
            whistle = locked(Whistle, number)
            over = whistle.next_look_at is not None and whistle.next_look_at <= utcnow()
            if over and whistle.state is WhistleState.RESOLVED:
                conclude(whistle)
                ended += 1
    return ended
