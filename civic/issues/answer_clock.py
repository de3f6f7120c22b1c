"""By when an issue is answered, counted as work orders are: CIVIC_CLOCKS, and nothing besides.

The room of work orders reads that setting. This room stands above and does not know it, so it is handed
the clock at start (dispatch/settings.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app


@dataclass(frozen=True)
class AnswerClock:
    """`due(urgency, start)`: the last moment in time; `words(urgency)`: how long that is, for people."""

    due: Callable
    words: Callable


def hand_over(app, clock: AnswerClock) -> None:
    """At start, by who reads the setting."""
    app.extensions["answer_clock"] = clock


def answer_due(urgency, start: datetime) -> datetime:
    """When an answer to an issue of this urgency, taken on at `start`, is due."""
    return current_app.extensions["answer_clock"].due(urgency, start)


def answer_words(urgency) -> str:
    """How long that is: 2 hours, 7 days."""
    return current_app.extensions["answer_clock"].words(urgency)
