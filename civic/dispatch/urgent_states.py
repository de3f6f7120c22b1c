"""An urgent matter on the spot (急单): how far it is, what can be noted, and which moves are allowed."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class IncidentState(StrEnum):
    """How far it has come. Only dispatch/incident_workflow.py moves it."""

    RUNG = "rung"
    ANSWERED = "answered"
    ARRIVED = "arrived"
    RESTORED = "restored"
    OVER = "over"

    @property
    def label(self):
        return STATE_LABELS[self]


S = IncidentState
STATE_LABELS = {
    S.RUNG: _l("Rung, nobody has answered yet"),
    S.ANSWERED: _l("Answered, on the way"),
    S.ARRIVED: _l("Somebody is there"),
    S.RESTORED: _l("Works again"),
    S.OVER: _l("Over"),
}
# A valve closed from afar needs no arrival; a false alarm is over at once. What breaks again is rung anew.
INCIDENT_TRANSITIONS = {
    S.RUNG: {S.ANSWERED, S.ARRIVED, S.RESTORED, S.OVER},
    S.ANSWERED: {S.ARRIVED, S.RESTORED, S.OVER},
    S.ARRIVED: {S.RESTORED, S.OVER},
    S.RESTORED: {S.OVER},
    S.OVER: set(),
}


class EventKind(StrEnum):
    """One line of the timeline."""

    RUNG = "rung"
    ANSWERED = "answered"
    ARRIVED = "arrived"
    MEASURE = "measure"
    NOTICE = "notice"
    UTILITY = "utility"
    RESTORED = "restored"
    OVER = "over"

    @property
    def label(self):
        return EVENT_LABELS[self]


K = EventKind
EVENT_LABELS = {
    K.RUNG: _l("Rung"),
    K.ANSWERED: _l("Answered: on the way"),
    K.ARRIVED: _l("Arrived"),
    K.MEASURE: _l("Something was done at once"),
    K.NOTICE: _l("Every door was told"),
    K.UTILITY: _l("The utility was called"),
    K.RESTORED: _l("Works again"),
    K.OVER: _l("Over"),
}
# The lines that move the incident, and where to. A second body's arrival is a line, too, and moves nothing.
MOVES = {
    K.ANSWERED: S.ANSWERED,
    K.ARRIVED: S.ARRIVED,
    K.RESTORED: S.RESTORED,
    K.OVER: S.OVER,
}
# While which states each line can be noted; a notice and a measure may follow even after it works again.
NOTABLE = {
    K.ANSWERED: {S.RUNG, S.ANSWERED, S.ARRIVED},
    K.ARRIVED: {S.RUNG, S.ANSWERED, S.ARRIVED},
    K.MEASURE: {S.RUNG, S.ANSWERED, S.ARRIVED, S.RESTORED},
    K.UTILITY: {S.RUNG, S.ANSWERED, S.ARRIVED, S.RESTORED},
    K.RESTORED: {S.RUNG, S.ANSWERED, S.ARRIVED},
    K.OVER: {S.RUNG, S.ANSWERED, S.ARRIVED, S.RESTORED},
}


class Measure(StrEnum):
    """What was done at once, in one tap."""

    VALVE_CLOSED = "valve_closed"
    POWER_CUT = "power_cut"
    GAS_CUT = "gas_cut"
    CORDONED = "cordoned"
    PEOPLE_OUT = "people_out"
    PUMPED = "pumped"
    WATER_BROUGHT = "water_brought"
    REPAIRING = "repairing"

    @property
    def label(self):
        return MEASURE_LABELS[self]


MEASURE_LABELS = {
    Measure.VALVE_CLOSED: _l("The valve was closed"),
    Measure.POWER_CUT: _l("The power was cut"),
    Measure.GAS_CUT: _l("The gas was cut"),
    Measure.CORDONED: _l("The spot was roped off"),
    Measure.PEOPLE_OUT: _l("People were brought out"),
    Measure.PUMPED: _l("Water was pumped out"),
    Measure.WATER_BROUGHT: _l("Water was brought"),
    Measure.REPAIRING: _l("The repair has begun"),
}
