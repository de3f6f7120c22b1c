"""The ten rules of order (domain.md §3.4), the limits they set, and which of them applies at a moment.

A council's own rules take the preset's place in adopted_rules.py. Pure: no database.
"""

from enum import IntEnum
from fractions import Fraction

from flask_babel import lazy_gettext as _l

from civic.meetings.live_states import MotionState
from civic.meetings.speaking import Limits
from civic.meetings.states import MeetingState

PRESET = Limits(seconds=120, times=2, body_seconds=360)
MORE_THAN = Fraction(1, 2)  # 过半数: strictly more (民法典 1259)


class Rule(IntEnum):
    """One of the ten, by its number."""

    NEUTRAL_CHAIR = 1
    ONE_MATTER = 2
    HANDS_FIRST = 3
    SHORT = 4
    TURNS = 5
    SIDE_FIRST = 6
    NO_INTERRUPTION = 7
    ANOTHER_WAY = 8
    READ_ALOUD = 9
    CONFIRM = 10

    @property
    def label(self):
        return RULE_LABELS[self]


RULE_LABELS = {
    Rule.NEUTRAL_CHAIR: _l("Whoever chairs takes no side."),
    Rule.ONE_MATTER: _l("One matter at a time."),
    Rule.HANDS_FIRST: _l("Raise your hand, wait for the word, and speak to whoever chairs."),
    Rule.SHORT: _l("At most two minutes each time, at most twice on one matter."),
    Rule.TURNS: _l("For and against take turns."),
    Rule.SIDE_FIRST: _l("First say where you stand, then why."),
    Rule.NO_INTERRUPTION: _l("No interrupting, no straying, no attacks, no labels for people."),
    Rule.ANOTHER_WAY: _l("Whoever is against says what to do instead."),
    Rule.READ_ALOUD: _l("Before hands are counted, the text is read aloud."),
    Rule.CONFIRM: _l("What was written down is read out and confirmed on the spot."),
}


# How councils name the same rules (councils/preset.py).
KEYS = {
    Rule.NEUTRAL_CHAIR: "neutral_chair",
    Rule.ONE_MATTER: "one_matter",
    Rule.HANDS_FIRST: "hand_first",
    Rule.SHORT: "short_speech",
    Rule.TURNS: "take_turns",
    Rule.SIDE_FIRST: "stand_first",
    Rule.NO_INTERRUPTION: "no_attacks",
    Rule.ANOTHER_WAY: "bring_another",
    Rule.READ_ALOUD: "read_out",
    Rule.CONFIRM: "confirm_record",
}


def rule_now(state, *, speaking=False, time_is_up=False, waiting=0, motion=None, item=True) -> Rule:
    """Which rule the room needs now.

    Args: state — of the meeting; waiting — how many want the word; motion — state of the motion
    before the room, if any; item — whether a point of the agenda is being talked over.
    """
    moments = (
        (state == MeetingState.ENDED, Rule.CONFIRM),
        (state != MeetingState.OPEN or motion == MotionState.HANDS, Rule.NEUTRAL_CHAIR),
        (motion == MotionState.FROZEN, Rule.READ_ALOUD),
        (speaking and time_is_up, Rule.SHORT),
        (speaking, Rule.NO_INTERRUPTION),
        (motion == MotionState.DRAFTED, Rule.ANOTHER_WAY),
        (not item, Rule.ONE_MATTER),
        (waiting > 1, Rule.TURNS),
        (waiting == 1, Rule.SIDE_FIRST),
    )
    return next((rule for holds, rule in moments if holds), Rule.HANDS_FIRST)
