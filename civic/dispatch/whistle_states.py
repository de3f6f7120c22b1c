"""The words of a whistle: kinds, states with their transition tables, grounds, marks. No database.

domain.md §4: the four kinds stand in 北京市街道办事处条例 Art. 5; what people call them locally
(快捷哨 …) is data (whistle_terms.py).
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class WhistleKind(StrEnum):
    """The four statutory kinds."""

    APPEAL = "appeal"
    PRIORITY = "priority"
    ENFORCEMENT = "enforcement"
    EMERGENCY = "emergency"

    @property
    def label(self):
        return KIND_LABELS[self]


KIND_LABELS = {
    WhistleKind.APPEAL: _l("What residents ask for"),
    WhistleKind.PRIORITY: _l("Priority work"),
    WhistleKind.ENFORCEMENT: _l("Joint enforcement"),
    WhistleKind.EMERGENCY: _l("Emergency"),
}


class Gathering(StrEnum):
    """Where the whistle calls people to."""

    ON_SITE = "on_site"
    MEETING = "meeting"

    @property
    def label(self):
        return GATHERING_LABELS[self]


GATHERING_LABELS = {
    Gathering.ON_SITE: _l("To the spot"),
    Gathering.MEETING: _l("To a meeting with residents; everybody may come"),
}


class WhistleState(StrEnum):
    """Only dispatch/whistle_workflow.py moves it."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    BLOWN = "blown"
    ACKNOWLEDGED = "acknowledged"
    CHECKED_IN = "checked_in"
    JOINT_DIAGNOSIS = "joint_diagnosis"
    ACTING = "acting"
    RESOLVED = "resolved"
    MUTUAL_EVALUATED = "mutual_evaluated"
    ARCHIVED = "archived"
    CALLED_OFF = "called_off"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    WhistleState.DRAFTED: _l("Asked for, waiting for the street"),
    WhistleState.APPROVED: _l("Agreed to, not blown yet"),
    WhistleState.BLOWN: _l("Blown, waiting for answers"),
    WhistleState.ACKNOWLEDGED: _l("All have answered, on their way"),
    WhistleState.CHECKED_IN: _l("All are there"),
    WhistleState.JOINT_DIAGNOSIS: _l("Looking at it together"),
    WhistleState.ACTING: _l("Acting together"),
    WhistleState.RESOLVED: _l("Said to be solved, being rated"),
    WhistleState.MUTUAL_EVALUATED: _l("Rated by both ends"),
    WhistleState.ARCHIVED: _l("Closed"),
    WhistleState.CALLED_OFF: _l("Called off, with the reason"),
}

TRANSITIONS: dict[WhistleState, frozenset[WhistleState]] = {
    WhistleState.DRAFTED: frozenset({WhistleState.APPROVED, WhistleState.CALLED_OFF}),
    WhistleState.APPROVED: frozenset({WhistleState.BLOWN, WhistleState.CALLED_OFF}),
    WhistleState.BLOWN: frozenset(
        {WhistleState.ACKNOWLEDGED, WhistleState.CHECKED_IN, WhistleState.JOINT_DIAGNOSIS,
         WhistleState.CALLED_OFF}
    ),
    WhistleState.ACKNOWLEDGED: frozenset(
        {WhistleState.CHECKED_IN, WhistleState.JOINT_DIAGNOSIS, WhistleState.CALLED_OFF}
    ),
    WhistleState.CHECKED_IN: frozenset({WhistleState.JOINT_DIAGNOSIS, WhistleState.CALLED_OFF}),
    WhistleState.JOINT_DIAGNOSIS: frozenset({WhistleState.ACTING}),
    WhistleState.ACTING: frozenset({WhistleState.RESOLVED}),
    WhistleState.RESOLVED: frozenset({WhistleState.MUTUAL_EVALUATED, WhistleState.ACTING}),
    WhistleState.MUTUAL_EVALUATED: frozenset({WhistleState.ARCHIVED}),
    WhistleState.ARCHIVED: frozenset(),
    WhistleState.CALLED_OFF: frozenset(),
}  # fmt: skip

# Not blown yet: only those who prepare it know of it.
PREPARED = frozenset({WhistleState.DRAFTED, WhistleState.APPROVED})
# Blown and neither solved nor called off: a called body can still come.
RUNNING = frozenset(
    {
        WhistleState.BLOWN,
        WhistleState.ACKNOWLEDGED,
        WhistleState.CHECKED_IN,
        WhistleState.JOINT_DIAGNOSIS,
        WhistleState.ACTING,
    }
)
# What they see and plan is written down from the moment they stand around it.
DIAGNOSING = frozenset({WhistleState.JOINT_DIAGNOSIS, WhistleState.ACTING})
SOLVED = frozenset({WhistleState.RESOLVED, WhistleState.MUTUAL_EVALUATED, WhistleState.ARCHIVED})


class CallState(StrEnum):
    """One called body. Only dispatch/whistle_call_workflow.py moves it."""

    CALLED = "called"
    ACKNOWLEDGED = "acknowledged"
    CHECKED_IN = "checked_in"
    LATE = "late"
    NO_SHOW = "no_show"
    DECLINED = "declined"
    RELEASED = "released"

    @property
    def label(self):
        return CALL_LABELS[self]


CALL_LABELS = {
    CallState.CALLED: _l("called, no answer yet"),
    CallState.ACKNOWLEDGED: _l("is coming"),
    CallState.CHECKED_IN: _l("has come"),
    CallState.LATE: _l("late; the district has been told"),
    CallState.NO_SHOW: _l("has not come; the district has been told"),
    CallState.DECLINED: _l("says it need not come, and names the law"),
    CallState.RELEASED: _l("need not come"),
}

CALL_TRANSITIONS: dict[CallState, frozenset[CallState]] = {
    CallState.CALLED: frozenset(
        {CallState.ACKNOWLEDGED, CallState.CHECKED_IN, CallState.DECLINED, CallState.LATE}
    ),
    CallState.ACKNOWLEDGED: frozenset({CallState.CHECKED_IN, CallState.DECLINED, CallState.LATE}),
    CallState.LATE: frozenset(
        {CallState.CHECKED_IN, CallState.NO_SHOW, CallState.CALLED, CallState.RELEASED}
    ),
    CallState.NO_SHOW: frozenset({CallState.CHECKED_IN, CallState.CALLED, CallState.RELEASED}),
    CallState.DECLINED: frozenset({CallState.CALLED, CallState.RELEASED}),
    CallState.CHECKED_IN: frozenset(),
    CallState.RELEASED: frozenset(),
}

AWAITED = frozenset({CallState.CALLED, CallState.ACKNOWLEDGED})
MAY_STILL_COME = AWAITED | {CallState.LATE, CallState.NO_SHOW}


class DeclineGround(StrEnum):
    """Why a body need not come. Coming is a duty (条例 Art. 5), so nothing else counts."""

    NOT_ITS_POWER = "not_its_power"
    ELSEWHERE = "elsewhere"
    BEFORE_A_COURT = "before_a_court"
    FORCE_MAJEURE = "force_majeure"

    @property
    def label(self):
        return GROUND_LABELS[self]


GROUND_LABELS = {
    DeclineGround.NOT_ITS_POWER: _l("The law gives this power to another body"),
    DeclineGround.ELSEWHERE: _l("The spot lies outside its area"),
    DeclineGround.BEFORE_A_COURT: _l("A court or a review body has it in hand"),
    DeclineGround.FORCE_MAJEURE: _l("Something nobody could prevent keeps it away"),
}


class Method(StrEnum):
    """How an arrival was noted."""

    CODE = "code"
    HOST = "host"

    @property
    def label(self):
        return METHOD_LABELS[self]


METHOD_LABELS = {Method.CODE: _l("by the code on the spot"), Method.HOST: _l("noted by the host")}


class Side(StrEnum):
    """Who rates: the street that blew, the body that came, the residents. 双考核, not the legs' 双考."""

    WHISTLER = "whistler"
    RESPONDER = "responder"
    RESIDENT = "resident"


class Mark(StrEnum):
    """How it was, in a word."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"

    @property
    def label(self):
        return MARK_LABELS[self]


MARK_LABELS = {Mark.GOOD: _l("Good"), Mark.FAIR: _l("So-so"), Mark.POOR: _l("Poor")}

# What each side rates, in order; the columns of whistle_rating.
QUESTIONS = {
    Side.WHISTLER: ("timely", "authority", "result"),
    Side.RESPONDER: ("proper", "informed"),
    Side.RESIDENT: ("result",),
}
QUESTION_LABELS = {
    "timely": _l("Came in time"),
    "authority": _l("Sent somebody who can decide"),
    "result": _l("The result"),
    "proper": _l("It was right to blow this whistle"),
    "informed": _l("We were told what we needed to know"),
}
