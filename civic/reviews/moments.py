"""When the resident is asked, how long they have, and until when they can change it. Pure."""

from datetime import timedelta

from civic.database import SHANGHAI
from civic.reviews.states import CallbackState

SILENCE = timedelta(days=7)  # trust.md §7: then it is "unconfirmed", never "satisfied"
CORRECT_FOR = timedelta(days=7)
FROZEN_ON = 9  # a month is added up on this day of the next (scoring.py)
LINK_LIFE = timedelta(days=30)  # as long as it can be reopened in one tap


def ask_from(order):
    """条例 Art. 23: after the deadline; at once where the reply came later or no deadline was set."""
    return max(filter(None, (order.replied_at, order.due_at)), default=None)


def due_of(callback, order):
    """When its time is over: the deadline, or the answer itself where it was answered at once."""
    return order.due_at or callback.offered_at


def counted_on(due_at, today):
    """The day whose month a case belongs to: that of its deadline, 24:00 being the day that ends.

    Where the sweep came so late that the month is added up already, `today`: nothing falls between.
    """
    day = (due_at - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
    still_open = (day.year, day.month) == (today.year, today.month) or (
        today.day < FROZEN_ON and (today.replace(day=1) - timedelta(days=1)).replace(day=1) <= day
    )
    return day if still_open else today


def next_look(callback, order):
    """The moment at which something about this callback becomes due by itself, or None."""
    ahead = []
    due_at, current = due_of(callback, order), callback.round == order.round
    if callback.fell_due_entry is None and current and due_at is not None:
        ahead.append(due_at)
    if callback.state is CallbackState.OFFERED:
        ahead.append(ask_from(order) or callback.offered_at)
    elif callback.state is CallbackState.ASKED:
        ahead.append(callback.asked_at + SILENCE)
    elif callback.state is CallbackState.ANSWERED and order.closed_at is None and current:
        ahead.append(callback.answered_at + SILENCE)
    return min(ahead, default=None) if callback.state is not CallbackState.REPLACED else None
