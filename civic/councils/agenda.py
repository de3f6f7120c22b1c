"""What is before a council now. Later rooms say it; this room only shows it."""

from dataclasses import dataclass

MOST = 8  # of each kind: a table that has more before it is told the newest
_PARTS = []


@dataclass(frozen=True)
class Item:
    """A line of the agenda: what it is about, where it stands, its page."""

    title: str
    line: str
    url: str


def agenda(function):
    """Register what returns the items of a council, newest first and at most MOST, in one statement."""
    _PARTS.append(function)
    return function


def before(council) -> list[Item]:
    """Everything before the council now, kind by kind."""
    return [item for part in _PARTS for item in part(council)]
