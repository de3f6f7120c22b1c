"""After 24 hours without a first look, words appear by themselves."""

from civic.database import locked, writing
from civic.moderation.models import Hold
from civic.moderation.queries import due_holds
from civic.moderation.subjects import find
from civic.moderation.workflow import release_by_time
from civic.ticking import sweep


@sweep("moderation.holds")
def release_due() -> int:
    """Release each due hold once."""
    released = 0
    for number in due_holds():
        with writing():
            held = locked(Hold, number)
            if held.ended_at is None:
                release_by_time(held, find(held.subject_type, held.subject_id, lock=True))
                released += 1
    return released
