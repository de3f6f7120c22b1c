"""What a show of hands comes to, in exact parts. Pure: no database."""

from fractions import Fraction

from civic.meetings.live_states import MotionState, Way, Weight
from civic.meetings.rules_now import MORE_THAN

# Regimes of a topic (votes/regimes.py by name): a room full of people never decides for the owners (I19).
OWNERS = frozenset({"owners_ordinary", "owners_special"})


def weight_of(by_seats, regime) -> Weight | None:
    """What a carried motion is worth; None where hands in a room may not be asked at all."""
    if regime in OWNERS:
        return None
    return Weight.AGREEMENT if by_seats else Weight.OPINION


def result(way, agree, against, base) -> MotionState:
    """By seats nobody may object; by persons more than half of those who may raise a hand agree."""
    if way == Way.SEATS:
        return MotionState.REFERRED if against else MotionState.CARRIED
    carried = base > 0 and Fraction(agree, base) > MORE_THAN
    return MotionState.CARRIED if carried else MotionState.NOT_CARRIED
