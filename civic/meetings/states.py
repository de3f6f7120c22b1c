"""The words meetings are told in: kinds, states, who is there in which capacity. Pure: no database."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class MeetingKind(StrEnum):
    """What people come together for; how much ceremony it takes follows from it."""

    ROUND_TABLE = "round_table"
    COORDINATION = "coordination"
    COUNCIL = "council"
    JOINT = "joint"
    CONSULTATION = "consultation"
    DOOR = "door"
    HEARING = "hearing"

    @property
    def label(self):
        return KIND_LABELS[self]


KIND_LABELS = {
    MeetingKind.ROUND_TABLE: _l("Round table"),
    MeetingKind.COORDINATION: _l("Coordination meeting"),
    MeetingKind.COUNCIL: _l("Council meeting"),
    MeetingKind.JOINT: _l("Joint meeting"),
    MeetingKind.CONSULTATION: _l("Consultation meeting"),
    MeetingKind.DOOR: _l("Meeting of the door"),
    MeetingKind.HEARING: _l("Hearing"),
}


class MeetingState(StrEnum):
    """Where a meeting stands. Only meetings/*workflow.py moves it."""

    DRAFTED = "drafted"
    CALLED = "called"
    OPEN = "open"
    ENDED = "ended"
    CALLED_OFF = "called_off"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    MeetingState.DRAFTED: _l("In preparation"),
    MeetingState.CALLED: _l("Called together"),
    MeetingState.OPEN: _l("Going on now"),
    MeetingState.ENDED: _l("Has been held"),
    MeetingState.CALLED_OFF: _l("Will not be held"),
}

TRANSITIONS = {
    MeetingState.DRAFTED: frozenset({MeetingState.CALLED, MeetingState.OPEN, MeetingState.CALLED_OFF}),
    MeetingState.CALLED: frozenset({MeetingState.OPEN, MeetingState.CALLED_OFF}),
    MeetingState.OPEN: frozenset({MeetingState.ENDED}),
    MeetingState.ENDED: frozenset(),
    MeetingState.CALLED_OFF: frozenset(),
}

# Still to come or going on.
AHEAD = frozenset({MeetingState.CALLED, MeetingState.OPEN})
# Only a round table begins where people stand, without having been called before.
ON_THE_SPOT = frozenset({MeetingKind.ROUND_TABLE})


class Capacity(StrEnum):
    """As what somebody is in the room."""

    SEAT = "seat"
    RESIDENT = "resident"
    BODY = "body"
    STAFF = "staff"
    GUEST = "guest"

    @property
    def label(self):
        return CAPACITY_LABELS[self]


CAPACITY_LABELS = {
    Capacity.SEAT: _l("For a seat of the council"),
    Capacity.RESIDENT: _l("Resident"),
    Capacity.BODY: _l("For an invited body"),
    Capacity.STAFF: _l("Staff"),
    Capacity.GUEST: _l("Guest"),
}


class CheckInBy(StrEnum):
    """How it is known that somebody came."""

    CODE = "code"
    LIST = "list"
    SELF = "self"

    @property
    def label(self):
        return BY_LABELS[self]


BY_LABELS = {
    CheckInBy.CODE: _l("By the code in the room"),
    CheckInBy.LIST: _l("From the list at the door"),
    CheckInBy.SELF: _l("By tapping on the meeting's page"),
}


class Answer(StrEnum):
    """What an invited body says."""

    WAITING = "waiting"
    COMING = "coming"
    NOT_COMING = "not_coming"

    @property
    def label(self):
        return ANSWER_LABELS[self]


ANSWER_LABELS = {
    Answer.WAITING: _l("no answer yet"),
    Answer.COMING: _l("coming"),
    Answer.NOT_COMING: _l("not coming"),
}
