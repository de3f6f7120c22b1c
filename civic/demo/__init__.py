"""The demo town, loaded room by room: fictional, idempotent, the same every time.

Each room's part is `civic/demo/<room>.py` with `load(town)`: it runs inside one `writing()`, adds
what is missing, and returns how much it added. Slow work that needs no database (hashing, photos)
goes into an optional `prepare(town)`, which runs before and whose result `load(town, prepared)` gets;
what opens transactions of its own follows in an optional `finish(town)`, where something was added.
"""

import importlib
import importlib.util

from civic.database import writing
from civic.demo import town
from civic.extensions import db

# In room order but for one: a part may use what the earlier ones made.
PARTS = (
    "places",
    "accounts",
    "councils",
    "dispatch_table",
    "reviews",  # months ago: an issue's number goes up with the days, as the public list shows it
    "issues",
    "urgent",
    "work_orders",
    "exceptions",
    "whistles",
    "photos",
    "topics",
    "statements",
    "council_life",
    "arguments",
    "meetings",
    "meetings_live",
    "votes",
    "decisions",
    "action_items",
    "minutes",
    "kept_suggestions",
    "moderation",
    "notifications",
)


def load(parts=PARTS) -> dict[str, int]:
    """Load these parts in order; returns {part: how many things it added}, zeros on a second run."""
    added = {}
    for name in parts:
        if importlib.util.find_spec(f"{__name__}.{name}") is None:
            continue
        part = importlib.import_module(f"{__name__}.{name}")
        prepared = (part.prepare(town),) if hasattr(part, "prepare") else ()
        with writing():
            added[name] = part.load(town, *prepared) or 0
        if added[name] and hasattr(part, "finish"):
            part.finish(town)
    db.session.remove()
    return added
