"""The windows of exceptions: how long to object or ask for time, and what a pause is worth. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_LOOK = timedelta(days=366)  # the long-term list is looked at again within a year
MOST_OBJECTIONS = 2  # an order (I5)


def objection_closes(sent_at: datetime, window: timedelta) -> datetime:
    """The first moment at which it is too late to object."""
    return sent_at + window


def in_window(now: datetime, closes: datetime) -> bool:
    """Whether it may still be done: up to, and not at, the moment the window closes."""
    return now < closes


def next_progress(last_told: date, every_days: int, last_day: date) -> date | None:
    """The day by which the resident hears of progress next; None when the new deadline comes before."""
    following = last_told + timedelta(days=every_days)
    return following if following < last_day else None


@dataclass(frozen=True)
class Moments:
    """The moments of a part that a pause moves on."""

    contact_due_at: datetime | None
    amber_at: datetime
    due_at: datetime


def after_pause(moments: Moments, paused_at: datetime, now: datetime) -> Moments:
    """Everything later by as long as the clock stood: what was left at the pause is left after it."""
    stood = max(now - paused_at, timedelta())
    contact = moments.contact_due_at
    return Moments(
        contact + stood if contact is not None else None, moments.amber_at + stood, moments.due_at + stood
    )
