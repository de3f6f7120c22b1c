"""What of this room the environment may change; a value that cannot be read stops the start."""

import re

from civic.dispatch.clocks import ClockFault, terms
from civic.dispatch.deadlines import reply_due, reply_words
from civic.issues import answer_clock

# setting: the environment variable that fills it (civic/config.py)
TERMS = {"CLOCKS": "CIVIC_CLOCKS", "CONTACT_CLOCKS": "CIVIC_CONTACT_CLOCKS"}


def register(app) -> None:
    """Raises RuntimeError with a sentence naming the variable and what is wrong with it."""
    for setting, name in TERMS.items():
        try:
            terms(app.config[setting])
        except ClockFault as fault:
            raise RuntimeError(f"Refusing to start: {name}: {fault}.") from fault
    answer_clock.hand_over(app, answer_clock.AnswerClock(reply_due, reply_words))
    hours = app.config["OBJECTION_HOURS"]
    if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", hours) or not float(hours):
        raise RuntimeError(f"Refusing to start: CIVIC_OBJECTION_HOURS: {hours!r} is no number of hours.")
    minutes = app.config["ARRIVAL_MINUTES"]
    if not re.fullmatch(r"[1-9]\d{0,2}", minutes):
        raise RuntimeError(f"Refusing to start: CIVIC_ARRIVAL_MINUTES: {minutes!r} is no number of minutes.")
