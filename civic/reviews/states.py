"""States of a callback, the three questions and their answers, and how an answer reached us."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class CallbackState(StrEnum):
    """How far the asking about one round of an order has come. Only reviews/workflow.py moves it."""

    EXPECTED = "expected"
    OFFERED = "offered"
    ASKED = "asked"
    ANSWERED = "answered"
    UNCONFIRMED = "unconfirmed"
    LEFT_TO_CITY = "left_to_city"
    REPLACED = "replaced"

    @property
    def label(self):
        return STATE_LABELS[self]


S = CallbackState
STATE_LABELS = {
    S.EXPECTED: _l("Being handled"),
    S.OFFERED: _l("Replied, the deadline is not over"),
    S.ASKED: _l("Asked, no answer yet"),
    S.ANSWERED: _l("The resident has answered"),
    S.UNCONFIRMED: _l("Unconfirmed: asked, and nobody answered"),
    S.LEFT_TO_CITY: _l("The city's hotline has called already"),
    S.REPLACED: _l("Overtaken by a new start"),
}
TRANSITIONS = {
    S.EXPECTED: {S.OFFERED, S.REPLACED},
    S.OFFERED: {S.ASKED, S.ANSWERED, S.LEFT_TO_CITY, S.REPLACED},
    S.ASKED: {S.ANSWERED, S.UNCONFIRMED, S.REPLACED},
    # Somebody who was away for a week still has their say; runs frozen before stay as they were.
    S.UNCONFIRMED: {S.ANSWERED, S.REPLACED},
    S.LEFT_TO_CITY: {S.ANSWERED, S.REPLACED},
    S.ANSWERED: set(),
    S.REPLACED: set(),
}
ANSWERABLE = frozenset(state for state, after in TRANSITIONS.items() if S.ANSWERED in after)


class Solved(StrEnum):
    """问题解决了吗."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def label(self):
        return SOLVED_LABELS[self]


SOLVED_LABELS = {
    Solved.YES: _l("Yes, solved"),
    Solved.PARTLY: _l("Partly solved"),
    Solved.NO: _l("Not solved"),
}


class Satisfied(StrEnum):
    """满意吗."""

    YES = "yes"
    BASICALLY = "basically"
    NO = "no"

    @property
    def label(self):
        return SATISFIED_LABELS[self]


SATISFIED_LABELS = {
    Satisfied.YES: _l("Satisfied"),
    Satisfied.BASICALLY: _l("Basically satisfied"),
    Satisfied.NO: _l("Not satisfied"),
}


class AnswerChannel(StrEnum):
    """How an answer reached us. `phone`: entered by a body that did not handle it (电话代记)."""

    LINK = "link"
    OWN = "own"
    TEXT = "text"
    PHONE = "phone"

    @property
    def label(self):
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {
    AnswerChannel.LINK: _l("By the link"),
    AnswerChannel.OWN: _l("On the issue's own page"),
    AnswerChannel.TEXT: _l("By text message"),
    AnswerChannel.PHONE: _l("By telephone, written down for them"),
}
