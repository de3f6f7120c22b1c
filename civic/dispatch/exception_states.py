"""Codes of what departs from the usual way: objections, more time, the long-term list, exclusions.

Grounds are a table of the regulation (《北京市接诉即办工作条例》), each with its article; states carry
their transition table.
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class ObjectionGround(StrEnum):
    """Why a body says that a part is not its own; no other reason counts (domain.md §2.1)."""

    OUTSIDE_AREA = "outside_area"
    NOT_OUR_DUTY = "not_our_duty"
    OFF_LIST = "off_list"
    ANOTHER_BY_LAW = "another_by_law"
    UNCLEAR_BOUNDARY = "unclear_boundary"
    LAWFUL_CHANNEL = "lawful_channel"
    SAME_ORDER = "same_order"

    @property
    def label(self):
        return GROUND_LABELS[self]


G = ObjectionGround
GROUND_LABELS = {
    G.OUTSIDE_AREA: _l("The place lies outside our area (Article 12)"),
    G.NOT_OUR_DUTY: _l("Our duties do not cover it (Article 12)"),
    G.OFF_LIST: _l("Off the community's list of duties, or only to assist with (Article 17)"),
    G.ANOTHER_BY_LAW: _l("By law another body handles it (Article 12)"),
    G.UNCLEAR_BOUNDARY: _l("Whose it is has never been settled (Article 12)"),
    G.LAWFUL_CHANNEL: _l("It belongs to court, arbitration, review or petitions (Article 11)"),
    G.SAME_ORDER: _l("We handle the same matter under another order (Article 11)"),
}
NAMES_ANOTHER = frozenset({G.ANOTHER_BY_LAW, G.OUTSIDE_AREA})


class Judge(StrEnum):
    """Who rules on an objection: the street on the first of an order, the district on the second."""

    STREET = "street"
    DISTRICT = "district"

    @property
    def label(self):
        return JUDGE_LABELS[self]


JUDGE_LABELS = {Judge.STREET: _l("Street office"), Judge.DISTRICT: _l("District government")}


class ObjectionState(StrEnum):
    """LAPSED: the part was taken back before anybody ruled."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    LAPSED = "lapsed"

    @property
    def label(self):
        return OBJECTION_LABELS[self]


OBJECTION_LABELS = {
    ObjectionState.OPEN: _l("Waiting for a ruling"),
    ObjectionState.UPHELD: _l("Upheld: not theirs"),
    ObjectionState.REJECTED: _l("Rejected: it is theirs"),
    ObjectionState.LAPSED: _l("Lapsed"),
}


class ExtensionState(StrEnum):
    """LAPSED: the reply came, or the part was taken back, before anybody ruled."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"

    @property
    def label(self):
        return EXTENSION_LABELS[self]


EXTENSION_LABELS = {
    ExtensionState.ASKED: _l("Asked for"),
    ExtensionState.APPROVED: _l("Approved"),
    ExtensionState.REFUSED: _l("Refused"),
    ExtensionState.LAPSED: _l("Lapsed"),
}


class LongTermState(StrEnum):
    """On the list from LISTED to ENDED."""

    PROPOSED = "proposed"
    LISTED = "listed"
    REFUSED = "refused"
    ENDED = "ended"

    @property
    def label(self):
        return LONG_TERM_LABELS[self]


LONG_TERM_LABELS = {
    LongTermState.PROPOSED: _l("Proposed"),
    LongTermState.LISTED: _l("On the list"),
    LongTermState.REFUSED: _l("Refused"),
    LongTermState.ENDED: _l("Off the list"),
}


class Ending(StrEnum):
    """Why an order left the long-term list."""

    DONE = "done"
    DOABLE = "doable"
    HANDED_ON = "handed_on"

    @property
    def label(self):
        return ENDING_LABELS[self]


ENDING_LABELS = {
    Ending.DONE: _l("Done after all"),
    Ending.DOABLE: _l("It can be done now"),
    Ending.HANDED_ON: _l("Somebody else takes it on"),
}


class ExclusionGround(StrEnum):
    """Why an order is not counted in the rates; it is still answered and counted in public (I6)."""

    AGAINST_LAW = "against_law"
    DUPLICATE = "duplicate"
    FALSE = "false"
    FORCE_MAJEURE = "force_majeure"
    PRIVATE_DISPUTE = "private_dispute"

    @property
    def label(self):
        return EXCLUSION_LABELS[self]


X = ExclusionGround
EXCLUSION_LABELS = {
    X.AGAINST_LAW: _l("What was asked is against the law"),
    X.DUPLICATE: _l("Said before, nothing new"),
    X.FALSE: _l("Does not agree with the facts"),
    X.FORCE_MAJEURE: _l("Storm, flood or the like: nobody could"),
    X.PRIVATE_DISPUTE: _l("Between private people; mediation is the way"),
}


class ProposalState(StrEnum):
    """What one person proposes and another approves; LIFTED ends it again."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    LIFTED = "lifted"

    @property
    def label(self):
        return PROPOSAL_LABELS[self]


PROPOSAL_LABELS = {
    ProposalState.PROPOSED: _l("Proposed"),
    ProposalState.APPROVED: _l("Approved"),
    ProposalState.REFUSED: _l("Refused"),
    ProposalState.LIFTED: _l("Lifted"),
}


class HowGiven(StrEnum):
    """How the affected person was told."""

    IN_PERSON = "in_person"
    ON_PAPER = "on_paper"
    BY_PHONE = "by_phone"

    @property
    def label(self):
        return GIVEN_LABELS[self]


GIVEN_LABELS = {
    HowGiven.IN_PERSON: _l("Told at the door, notice handed over"),
    HowGiven.ON_PAPER: _l("Notice on paper"),
    HowGiven.BY_PHONE: _l("By telephone, with the link"),
}

# By kind: StrEnums of two kinds are equal when their words are.
TRANSITIONS = {
    ObjectionState: {
        ObjectionState.OPEN: {ObjectionState.UPHELD, ObjectionState.REJECTED, ObjectionState.LAPSED}
    },
    ExtensionState: {
        ExtensionState.ASKED: {ExtensionState.APPROVED, ExtensionState.REFUSED, ExtensionState.LAPSED}
    },
    LongTermState: {
        LongTermState.PROPOSED: {LongTermState.LISTED, LongTermState.REFUSED},
        LongTermState.LISTED: {LongTermState.ENDED},
    },
    ProposalState: {
        ProposalState.PROPOSED: {ProposalState.APPROVED, ProposalState.REFUSED},
        ProposalState.APPROVED: {ProposalState.LIFTED},
    },
}


def can_become(was, state) -> bool:
    """Whether the table of their kind allows the move."""
    return type(was) is type(state) and state in TRANSITIONS[type(was)].get(was, ())
