"""The moments a leg lives by: first contact, amber, red, the district; from the house's terms (clocks.py)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import current_app

from civic.dispatch import clocks
from civic.dispatch.states import Level
from civic.dispatch.working_days import CHINA, Calendar
from civic.issues.kinds import Urgency


@dataclass(frozen=True)
class Deadlines:
    """When the resident has to be spoken with, when it turns amber, when the reply is due.

    `is_provisional`: it hangs on holidays of a year whose notice is not out yet.
    """

    contact_due_at: datetime
    amber_at: datetime
    due_at: datetime
    is_provisional: bool = False


def deadlines(
    urgency: Urgency, start: datetime, given: datetime | None = None, calendar: Calendar = CHINA
) -> Deadlines:
    """For a leg sent at `start`. Args: given — a deadline that came written on the order stands."""
    terms, contact_terms = (clocks.terms(current_app.config[name]) for name in ("CLOCKS", "CONTACT_CLOCKS"))
    due = clocks.Due(given) if given else clocks.deadline(start, terms[urgency], calendar)
    contact = min(clocks.due_at(start, contact_terms[urgency], calendar), due.at)
    return Deadlines(contact, clocks.amber_at(start, due.at), due.at, due.is_provisional)


def reply_due(urgency: Urgency, start: datetime) -> datetime:
    """When a reply to something taken on at `start` is due."""
    return clocks.due_at(start, _term(urgency))


def reply_words(urgency: Urgency) -> str:
    """How long that is, for people."""
    return _term(urgency).label


def _term(urgency):
    return clocks.terms(current_app.config["CLOCKS"])[urgency]


class Step(StrEnum):
    """What happens by itself while a body owes its part, each once."""

    URGE_CONTACT = "urge_contact"
    WARN = "warn"
    TURN_LATE = "turn_late"
    TO_DISTRICT = "to_district"


def steps(leg, urgency) -> list[tuple[datetime, Step]]:
    """The steps still ahead of an open leg, or behind and not taken, earliest first. Empty when ended
    or while its clock stands.

    Turning late reports it to the street office at the same moment; the district follows.
    """
    if leg.ended_at is not None or leg.paused_at is not None:
        return []
    ahead = []
    if leg.contacted_at is None and leg.contact_urged_at is None and leg.contact_due_at is not None:
        ahead.append((leg.contact_due_at, Step.URGE_CONTACT))
    if leg.warned_at is None and leg.late_since is None:
        ahead.append((leg.amber_at, Step.WARN))
    if leg.late_since is None:
        ahead.append((leg.due_at, Step.TURN_LATE))
    if leg.escalated_to is not Level.DISTRICT:
        ahead.append((clocks.escalation_due(Level.DISTRICT, leg.due_at, urgency), Step.TO_DISTRICT))
    return sorted(ahead, key=lambda step: (step[0], list(Step).index(step[1])))


def next_look(leg, urgency) -> datetime | None:
    """When the sweep has to look at this leg next, or None."""
    ahead = steps(leg, urgency)
    return ahead[0][0] if ahead else None
