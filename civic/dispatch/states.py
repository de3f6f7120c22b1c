"""States of a work order and of its legs, and which moves are allowed (domain.md §2.4)."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from civic.issues.kinds import LawfulChannel


class OrderState(StrEnum):
    """How far an order has come. Only dispatch/workflow.py moves it."""

    RECEIVED = "received"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    REDIRECTED = "redirected"
    MERGED = "merged"
    DECLINED = "declined"
    DISPATCHED = "dispatched"
    LONG_TERM = "long_term"
    REPLIED = "replied"
    CLOSED = "closed"

    @property
    def label(self):
        """The word staff pages use."""
        return ORDER_LABELS[self]


S = OrderState
ORDER_LABELS = {
    S.RECEIVED: _l("Waiting to be dispatched"),
    S.ANSWERED: _l("Answered at once"),
    S.TRANSFERRED: _l("Passed to the emergency services"),
    S.REDIRECTED: _l("Told the lawful channel"),
    S.MERGED: _l("Joined to another order"),
    S.DECLINED: _l("Out of scope, explained"),
    S.DISPATCHED: _l("With those who handle it"),
    S.LONG_TERM: _l("On the long-term list"),
    S.REPLIED: _l("Replied, callback to come"),
    S.CLOSED: _l("Closed"),
}
ORDER_TRANSITIONS = {
    S.RECEIVED: {S.ANSWERED, S.TRANSFERRED, S.REDIRECTED, S.MERGED, S.DECLINED, S.DISPATCHED},
    S.ANSWERED: {S.CLOSED, S.RECEIVED},
    S.TRANSFERRED: {S.RECEIVED},
    S.REDIRECTED: {S.RECEIVED},
    S.MERGED: {S.RECEIVED},
    S.DECLINED: {S.RECEIVED},
    # Back to received when nobody is left to lead it (objection upheld, body dissolved).
    S.DISPATCHED: {S.RECEIVED, S.LONG_TERM, S.REPLIED},
    S.LONG_TERM: {S.RECEIVED, S.DISPATCHED, S.REPLIED},
    S.REPLIED: {S.CLOSED, S.DISPATCHED, S.RECEIVED},
    S.CLOSED: {S.DISPATCHED, S.RECEIVED},
}
# Orders somebody still owes something for, before the callback.
UNFINISHED = frozenset({S.RECEIVED, S.DISPATCHED, S.LONG_TERM})


class LegRole(StrEnum):
    """Who answers for the whole, who helps (主办, 协办)."""

    LEAD = "lead"
    ASSIST = "assist"

    @property
    def label(self):
        return ROLE_LABELS[self]


ROLE_LABELS = {LegRole.LEAD: _l("Leads"), LegRole.ASSIST: _l("Assists")}


class LegState(StrEnum):
    """How far one body has come with its part. Only dispatch/leg_workflow.py moves it."""

    SENT = "sent"
    OBJECTED = "objected"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return LEG_LABELS[self]


L = LegState
LEG_LABELS = {
    L.SENT: _l("Not accepted yet"),
    L.OBJECTED: _l("Objects: not ours"),
    L.ACCEPTED: _l("Accepted"),
    L.CONTACTED: _l("Has spoken with the resident"),
    L.REPLIED: _l("Replied"),
    L.WITHDRAWN: _l("Taken back"),
}
LEG_TRANSITIONS = {
    L.SENT: {L.ACCEPTED, L.OBJECTED, L.WITHDRAWN},
    L.OBJECTED: {L.ACCEPTED, L.WITHDRAWN},
    # A lead speaks with the resident before it replies; a body that assists need not.
    L.ACCEPTED: {L.CONTACTED, L.REPLIED, L.WITHDRAWN},
    L.CONTACTED: {L.REPLIED, L.WITHDRAWN},
    L.REPLIED: set(),  # a reopening makes new legs: what was answered once stays as it was
    L.WITHDRAWN: set(),
}
OPEN_LEGS = frozenset({L.SENT, L.OBJECTED, L.ACCEPTED, L.CONTACTED})


class Level(StrEnum):
    """How far up the tree a late leg has been reported."""

    NONE = "none"
    STREET = "street"
    DISTRICT = "district"

    @property
    def label(self):
        return LEVEL_LABELS[self]


LEVEL_LABELS = {
    Level.NONE: _l("with the body itself"),
    Level.STREET: _l("reported to the street office"),
    Level.DISTRICT: _l("reported to the district"),
}


class Light(StrEnum):
    """红黄绿: how a leg stands against its deadline; follows from the moments, never stored."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def label(self):
        return LIGHT_LABELS[self]


LIGHT_LABELS = {
    Light.GREEN: _l("In time"),
    Light.AMBER: _l("Soon due"),
    Light.RED: _l("Late"),
}

# Channels that come out at once (条例 Art. 11): told there, the order counts as transferred.
EMERGENCY = frozenset({LawfulChannel.POLICE, LawfulChannel.UTILITY})
