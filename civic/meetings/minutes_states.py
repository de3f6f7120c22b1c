"""The words minutes are told in: where they stand, what became of a comment, of an agreement. Pure."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class MinutesState(StrEnum):
    """Where minutes stand. Only minutes_workflow.py moves it."""

    DRAFTED = "drafted"
    COMMENTED = "commented"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    LAPSED = "lapsed"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    MinutesState.DRAFTED: _l("Being written"),
    MinutesState.COMMENTED: _l("With those who were there, for comments and confirmation"),
    MinutesState.CONFIRMED: _l("Confirmed by those who were there"),
    MinutesState.PUBLISHED: _l("Confirmed and published"),
    MinutesState.LAPSED: _l("Not confirmed in time"),
}

TRANSITIONS = {
    MinutesState.DRAFTED: frozenset({MinutesState.COMMENTED, MinutesState.LAPSED}),
    MinutesState.COMMENTED: frozenset({MinutesState.CONFIRMED, MinutesState.DRAFTED, MinutesState.LAPSED}),
    MinutesState.CONFIRMED: frozenset({MinutesState.PUBLISHED}),
    MinutesState.PUBLISHED: frozenset(),
    MinutesState.LAPSED: frozenset(),
}
# The text may still be written.
WRITTEN = frozenset({MinutesState.DRAFTED, MinutesState.COMMENTED})
# Not confirmed yet: these lapse.
WAITING = WRITTEN
# Everybody may read the text.
TOLD = frozenset({MinutesState.CONFIRMED, MinutesState.PUBLISHED, MinutesState.LAPSED})
# What was agreed holds.
SETTLED = frozenset({MinutesState.CONFIRMED, MinutesState.PUBLISHED})

CONFIRMATIONS = 2  # of people who were there and are not staff (I14)
CONFIRM_DAYS = 14  # from the draft or from being laid out; then they lapse
MOST_COMMENT_DAYS = 7


class CommentOutcome(StrEnum):
    """What became of a comment."""

    TAKEN_IN = "taken_in"
    ANSWERED = "answered"

    @property
    def label(self):
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    CommentOutcome.TAKEN_IN: _l("Taken into the text"),
    CommentOutcome.ANSWERED: _l("Answered, the text stays"),
}


class AgreementState(StrEnum):
    """How far an agreement holds. Only minutes_agreements_workflow.py moves it."""

    NOTED = "noted"
    PROVISIONAL = "provisional"
    STANDS = "stands"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return AGREEMENT_LABELS[self]


AGREEMENT_LABELS = {
    AgreementState.NOTED: _l("Written down"),
    AgreementState.PROVISIONAL: _l("Begun on the spot, still to be confirmed by those who were there"),
    AgreementState.STANDS: _l("Holds: the minutes were confirmed"),
    AgreementState.WITHDRAWN: _l("Withdrawn: the minutes were not confirmed"),
}

AGREEMENT_TRANSITIONS = {
    AgreementState.NOTED: frozenset(
        {AgreementState.PROVISIONAL, AgreementState.STANDS, AgreementState.WITHDRAWN}
    ),
    AgreementState.PROVISIONAL: frozenset(
        {AgreementState.NOTED, AgreementState.STANDS, AgreementState.WITHDRAWN}
    ),
    AgreementState.STANDS: frozenset(),
    AgreementState.WITHDRAWN: frozenset(),
}


class Became(StrEnum):
    """What an agreement was turned into."""

    ACTION_ITEM = "action_item"
    HOUSE_RULE = "house_rule"

    @property
    def label(self):
        return BECAME_LABELS[self]


BECAME_LABELS = {
    Became.ACTION_ITEM: _l("Somebody has promised it"),
    Became.HOUSE_RULE: _l("To be a rule of this table"),
}
