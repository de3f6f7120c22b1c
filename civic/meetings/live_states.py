"""The words for what goes on in the room: sides, requests to speak, motions, shows of hands. Pure."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Side(StrEnum):
    """Where somebody stands who asks for the word; said before the reasons."""

    FOR = "for"
    AGAINST = "against"
    OTHER = "other"

    @property
    def label(self):
        return SIDE_LABELS[self]


SIDE_LABELS = {
    Side.FOR: _l("In favour"),
    Side.AGAINST: _l("Speaks against"),
    Side.OTHER: _l("Another point"),
}


class SpeechState(StrEnum):
    """A request for the word. Only live_workflow moves it."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    SPOKEN = "spoken"
    WITHDRAWN = "withdrawn"


SPEECH_TRANSITIONS = {
    SpeechState.WAITING: frozenset({SpeechState.SPEAKING, SpeechState.WITHDRAWN}),
    SpeechState.SPEAKING: frozenset({SpeechState.SPOKEN}),
    SpeechState.SPOKEN: frozenset(),
    SpeechState.WITHDRAWN: frozenset(),
}


class MotionState(StrEnum):
    """A proposed text. Only motion_workflow moves it."""

    DRAFTED = "drafted"
    FROZEN = "frozen"
    HANDS = "hands"
    CARRIED = "carried"
    NOT_CARRIED = "not_carried"
    REFERRED = "referred"
    REPLACED = "replaced"

    @property
    def label(self):
        return MOTION_LABELS[self]


MOTION_LABELS = {
    MotionState.DRAFTED: _l("Being worded"),
    MotionState.FROZEN: _l("The text stands"),
    MotionState.HANDS: _l("Hands are being counted"),
    MotionState.CARRIED: _l("Carried"),
    MotionState.NOT_CARRIED: _l("Not carried"),
    MotionState.REFERRED: _l("Somebody objects: talked over further"),
    MotionState.REPLACED: _l("Replaced by another text"),
}

MOTION_TRANSITIONS = {
    MotionState.DRAFTED: frozenset({MotionState.FROZEN, MotionState.REPLACED}),
    MotionState.FROZEN: frozenset({MotionState.HANDS, MotionState.REPLACED}),
    MotionState.HANDS: frozenset(
        {MotionState.FROZEN, MotionState.CARRIED, MotionState.NOT_CARRIED, MotionState.REFERRED}
    ),
    MotionState.CARRIED: frozenset(),
    MotionState.NOT_CARRIED: frozenset(),
    MotionState.REFERRED: frozenset({MotionState.REPLACED}),
    MotionState.REPLACED: frozenset(),
}
# Shown on the screen: what is before the room.
BEFORE_THE_ROOM = frozenset({MotionState.DRAFTED, MotionState.FROZEN, MotionState.HANDS})
SETTLED = frozenset({MotionState.CARRIED, MotionState.NOT_CARRIED, MotionState.REFERRED})


class Way(StrEnum):
    """How hands are counted; ways are never mixed in one count."""

    SEATS = "seats"
    COUNTED = "counted"
    TAPPED = "tapped"

    @property
    def label(self):
        return WAY_LABELS[self]


WAY_LABELS = {
    Way.SEATS: _l("One voice a seat"),
    Way.COUNTED: _l("Whoever chairs counts the hands in the room"),
    Way.TAPPED: _l("Everybody present taps once on their phone"),
}


class Choice(StrEnum):
    """What a raised hand says. For a seat: agrees, objects, stands aside."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"

    @property
    def label(self):
        return CHOICE_LABELS[self]


CHOICE_LABELS = {
    Choice.FOR: _l("Agree"),
    Choice.AGAINST: _l("Disagree"),
    Choice.ABSTAIN: _l("Abstain"),
}


class Weight(StrEnum):
    """What a carried motion is worth (domain.md §3.1)."""

    AGREEMENT = "agreement"
    OPINION = "opinion"

    @property
    def label(self):
        return WEIGHT_LABELS[self]


WEIGHT_LABELS = {
    Weight.AGREEMENT: _l("An agreement of those at the table"),
    Weight.OPINION: _l("An opinion, not a binding vote"),
}
