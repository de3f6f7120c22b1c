"""The moments a leg lives by: first contact, amber, red; from the order's urgency and the house's terms."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from civic.dispatch.states import Level
from civic.issues.kinds import Urgency

AMBER_SHARE = 4  # the last quarter of the time is amber
TO_DISTRICT = {Urgency.URGENT: timedelta(hours=2)}  # how long after the deadline; else a day
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deadlines:
    """When the resident has to be spoken with, when it turns amber, when the reply is due."""

    contact_due_at: datetime
    amber_at: datetime
    due_at: datetime


def deadlines(urgency: Urgency, start: datetime, given: datetime | None = None) -> Deadlines:
    """For a leg sent at `start`. Args: given — a deadline that came written on the order stands."""
    due = given or start + urgency.answer_within
    contact = min(start + _contact_within(urgency), due)
    return Deadlines(contact, due - max(due - start, timedelta()) / AMBER_SHARE, due)


def _contact_within(urgency):
    return timedelta(minutes=30) if urgency is Urgency.URGENT else A_DAY


class Step(StrEnum):
    """What happens by itself while a body owes its part, each once."""

    URGE_CONTACT = "urge_contact"
    WARN = "warn"
    TURN_LATE = "turn_late"
    TO_DISTRICT = "to_district"


def steps(leg, urgency) -> list[tuple[datetime, Step]]:
    """The steps still ahead of an open leg, or behind and not taken, earliest first. Empty when ended.

    Turning late reports it to the street office at the same moment; the district follows.
    """
    if leg.ended_at is not None:
        return []
    ahead = []
    if leg.contacted_at is None and leg.contact_urged_at is None and leg.contact_due_at is not None:
        ahead.append((leg.contact_due_at, Step.URGE_CONTACT))
    if leg.warned_at is None and leg.late_since is None:
        ahead.append((leg.amber_at, Step.WARN))
    if leg.late_since is None:
        ahead.append((leg.due_at, Step.TURN_LATE))
    if leg.escalated_to is not Level.DISTRICT:
        ahead.append((leg.due_at + TO_DISTRICT.get(urgency, A_DAY), Step.TO_DISTRICT))
    return sorted(ahead, key=lambda step: (step[0], list(Step).index(step[1])))


def next_look(leg, urgency) -> datetime | None:
    """When the sweep has to look at this leg next, or None."""
    ahead = steps(leg, urgency)
    return ahead[0][0] if ahead else None
