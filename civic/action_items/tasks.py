"""Late by itself."""

from civic.action_items.models import ActionItem, ItemState
from civic.action_items.queries import due_and_unmarked
from civic.action_items.workflow import turn_late
from civic.database import local_today, locked, writing
from civic.ticking import sweep


@sweep("action_items.late")
def mark_late() -> int:
    """Mark items whose day is over, each once, in short transactions; safe to run twice at once."""
    marked = 0
    for number in due_and_unmarked():
        with writing():
            item = locked(ActionItem, number)
            if item.state == ItemState.OPEN and item.due_on < local_today() and item.late_since is None:
                turn_late(item)
                marked += 1
    return marked
