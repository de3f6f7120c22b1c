"""The words a vote's life is told in: states, what may follow what, and small enums.

Pure: no Flask request, no database.
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from civic.votes.regimes import Outcome, Regime
from civic.votes.tally import Voice


class VoteState(StrEnum):
    """Where a vote stands. Only votes/workflow.py moves it. Closed is final.

    SEALED: no ballot gets in any more, and the box waits for its key holders.
    """

    DRAFT = "draft"
    OPEN = "open"
    COUNTING = "counting"
    SEALED = "sealed"
    CLOSED = "closed"
    VOID = "void"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    VoteState.DRAFT: _l("In preparation"),
    VoteState.OPEN: _l("Voting"),
    VoteState.COUNTING: _l("Being counted"),
    VoteState.SEALED: _l("The box waits to be opened"),
    VoteState.CLOSED: _l("Counted"),
    VoteState.VOID: _l("Void"),
}

TRANSITIONS: dict[VoteState, frozenset[VoteState]] = {
    VoteState.DRAFT: frozenset({VoteState.OPEN, VoteState.VOID}),
    VoteState.OPEN: frozenset({VoteState.COUNTING, VoteState.VOID}),
    VoteState.COUNTING: frozenset({VoteState.SEALED, VoteState.CLOSED, VoteState.VOID}),
    VoteState.SEALED: frozenset({VoteState.CLOSED, VoteState.VOID}),
    VoteState.CLOSED: frozenset(),
    VoteState.VOID: frozenset(),
}


class Method(StrEnum):
    """How a ballot is filled in. YES_NO has abstain beside; PROJECTS and POINTS share out a sum of money."""

    YES_NO = "yes_no"
    SINGLE = "single"
    APPROVAL = "approval"
    RANKED = "ranked"
    SCORE = "score"
    CONSENT = "consent"
    PROJECTS = "projects"
    POINTS = "points"


class BallotKind(StrEnum):
    """Who may learn what a unit said; fixed before opening. CODE: a code drawn from sealed envelopes."""

    SEALED = "sealed"
    NAMED = "named"
    CODE = "code"


class Channel(StrEnum):
    """How a ballot reached the box."""

    PHONE = "phone"
    DESK = "desk"
    PAPER = "paper"

    @property
    def label(self):
        return {
            Channel.PHONE: _l("On a phone or computer"),
            Channel.DESK: _l("By telephone or at the desk"),
            Channel.PAPER: _l("On paper"),
        }[self]


class Standing(StrEnum):
    """Whether an envelope counts: its home is verified, or staff still have to check it."""

    COUNTED = "counted"
    PENDING = "pending"


class ReceiptStanding(StrEnum):
    """What became of an envelope at the close."""

    COUNTED = "counted"
    REPLACED = "replaced"
    UNVERIFIED = "unverified"


class VoidReason(StrEnum):
    """Why a vote does not count."""

    KEY_LOST = "key_lost"
    WRONG_PAPERS = "wrong_papers"
    WRONG_ROLL = "wrong_roll"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return {
            VoidReason.KEY_LOST: _l("The key to the sealed ballots is lost, so nobody can open them"),
            VoidReason.WRONG_PAPERS: _l("The options or papers were wrong"),
            VoidReason.WRONG_ROLL: _l("The roll was wrong"),
            VoidReason.WITHDRAWN: _l("The matter was taken back"),
        }[self]


# What a neighbour calls it, and the legal name in small print below.
REGIME_LABELS = {
    Regime.OWNERS_ORDINARY: (_l("Owners decide together"), _l("Owners' joint decision, ordinary matter")),
    Regime.OWNERS_SPECIAL: (_l("Owners decide together"), _l("Owners' joint decision, special matter")),
    Regime.RESIDENTS_MEETING: (_l("Residents' meeting"), _l("Vote of the residents' meeting")),
    Regime.OWNERS_COMMITTEE: (_l("Owners' committee"), _l("Resolution of the owners' committee")),
    Regime.MANAGEMENT_COMMITTEE: (_l("Management committee"), _l("Resolution of the management committee")),
    Regime.CONSULTATION: (_l("Talk it through together"), _l("Consultation")),
    Regime.COUNCIL: (_l("The partners decide together"), _l("Council by seat, by consent")),
    Regime.ADVISORY: (
        _l("Hear what everybody thinks"),
        _l("Survey of wishes; not a vote of the owners' meeting"),
    ),
}

VOICE_LABELS = {
    Voice.CONSENT: (_l("I agree"), _l("Our body can live with it and will do its part.")),
    Voice.STAND_ASIDE: (_l("I stand aside"), _l("We would do it another way, but we do not hold it up.")),
    Voice.OBJECT: (_l("I object"), _l("It must not go ahead like this. Say why, and what would help.")),
}

OUTCOME_LABELS = {
    Outcome.REACHED: _l("Reached the reference line"),
    Outcome.NOT_REACHED: _l("Did not reach the reference line"),
    Outcome.ADOPTED: _l("Adopted: no seat objects"),
    Outcome.REFERRED: _l("Not settled: a seat objects, back to the table"),
    Outcome.PASSED: _l("Passed"),
    Outcome.NOT_PASSED: _l("Not passed"),
    Outcome.RECORDED: _l("Recorded"),
    Outcome.VOID: _l("Does not count: too few took part"),
}
