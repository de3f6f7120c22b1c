"""What each kind of meeting asks for: how long, how early it is called, how many must come. Data only.

The law gives days only for the owners' meeting (民法典, 物业管理条例: 15 days), which is held outside
this site. The days below are the house rule of the demo town; a site changes them here, with the source.
"""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import lazy_gettext as _l

from civic.meetings.states import MeetingKind

MOST_ITEMS = 12  # more nobody sits through; two meetings then
MOST_MINUTES = 480
ITEM_MINUTES = 10  # of a point for which none are given


@dataclass(frozen=True)
class Quorum:
    """Which part of the seats must be there. `over`: strictly more (过半数); else reaching it is enough.

    A seat that may not decide a point (回避) stays in the count unless `recusal_reduces`.
    """

    part: Fraction
    over: bool
    words: object
    recusal_reduces: bool = False


QUORUMS = {
    "half": Quorum(Fraction(1, 2), True, _l("More than half of the seats")),
    "two_thirds": Quorum(Fraction(2, 3), False, _l("Two thirds of the seats")),
}


@dataclass(frozen=True)
class KindRule:
    """The presets of one kind of meeting. `most_minutes`: it may not be planned longer."""

    minutes: int
    notice_days: int
    quorum: str = ""  # a key of QUORUMS where seats of a council meet
    most_minutes: int = MOST_MINUTES
    source: object = _l("House rule of this site")
    what_for: object = ""


RULES = {
    MeetingKind.ROUND_TABLE: KindRule(
        40, 0, most_minutes=60,
        what_for=_l("In the open, where it happens, within the hour; may begin on the spot."),
    ),
    MeetingKind.COORDINATION: KindRule(
        60, 1, what_for=_l("Those who have to do something about one matter agree who does what.")
    ),
    MeetingKind.COUNCIL: KindRule(
        90, 3, quorum="half", what_for=_l("The bodies at the council table, one voice a seat.")
    ),
    MeetingKind.JOINT: KindRule(
        90, 3, quorum="half", what_for=_l("The council together with others it invites; neighbours look on.")
    ),
    MeetingKind.CONSULTATION: KindRule(
        90, 3, what_for=_l("Neighbours talk over one matter; everybody may come and speak.")
    ),
    MeetingKind.DOOR: KindRule(
        45, 1, what_for=_l("The homes of one door, chaired by its door steward.")
    ),
    MeetingKind.HEARING: KindRule(
        120, 7, what_for=_l("Those affected are heard before something is decided.")
    ),
}  # fmt: skip

OF_A_COUNCIL = frozenset({MeetingKind.COUNCIL, MeetingKind.JOINT})
OPEN_DOOR_BEFORE = 30  # minutes before the start from which people check in
