"""Arithmetic of whistles: until when somebody must come, how late they came, how long it has lasted. Pure."""

from datetime import date, datetime, timedelta

MINUTE = timedelta(minutes=1)


def report_by(blown_at: datetime, minutes: int) -> datetime:
    """The moment by which a called body must be there."""
    return blown_at + timedelta(minutes=minutes)


def minutes_late(by: datetime, came_at: datetime) -> int:
    """Whole minutes after the moment agreed; 0 for who came in time, to the second. A begun minute counts."""
    if came_at <= by:
        return 0
    return -((by - came_at) // MINUTE)


def day_count(first: date, last: date) -> int:
    """How many days something has lasted, the first and the last counted; 0 before it began."""
    return max(0, (last - first).days + 1)


def share(part: int, whole: int) -> float | None:
    """`part` of `whole` from 0 to 1; None where there is nothing to divide."""
    return part / whole if whole else None
