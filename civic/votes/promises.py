"""What can be said truly of one vote, from its own settings: who sees what, how to check, what we cannot.

Pure. Each sentence stands behind a predicate on the vote's terms; tests/votes/test_promises.py compares
each with what the site does. Source of the limits: trust.md §3.5.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from civic.votes.states import BallotKind
from civic.votes.terms import Conduct


class About(StrEnum):
    """What a sentence is about: the parts of the page, in their order."""

    SEES = "sees"
    CHECK = "check"
    LIMITS = "limits"


@dataclass(frozen=True)
class Promise:
    """One sentence, and for which votes it is true."""

    name: str
    about: About
    holds: Callable
    words: object


def _here(vote):
    return vote.conduct == Conduct.HERE


def _secret_here(vote):
    return vote.is_secret and vote.conduct == Conduct.HERE


def _named(vote):
    return vote.ballot_kind == BallotKind.NAMED and vote.conduct != Conduct.PAPER


def _our_key(vote):
    return vote.is_secret and vote.holders_total == 0 and vote.conduct == Conduct.HERE


def _holders_key(vote):
    return vote.is_secret and vote.holders_total > 0


def _by_code(vote):
    return vote.ballot_kind == BallotKind.CODE


def _by_unit(vote):
    return _counted_here(vote) and not _by_code(vote)


def _sealed_by_unit(vote):
    return _secret_here(vote) and not _by_code(vote)


def _secret_paper(vote):
    return _secret_counted(vote) and not _by_code(vote)


def _counted_here(vote):
    return vote.conduct != Conduct.EXTERNAL


def _secret_counted(vote):
    return vote.is_secret and vote.conduct != Conduct.EXTERNAL


def _external(vote):
    return vote.conduct == Conduct.EXTERNAL


def _silence(vote):
    return vote.silence_follows


def _any(vote):
    return True


PROMISES = (
    Promise("sealed", About.SEES, _secret_here, _l(
        "Until the close every ballot lies sealed. Nobody sees what a home chose, and there is no result "
        "in between, for staff neither.")),
    Promise("key_apart", About.SEES, _our_key, _l(
        "The key to the envelopes is kept by this site, apart from the ballots and in no backup. Somebody "
        "who held both before the close could open envelopes; no ceremony protects against that.")),
    Promise("holders_key", About.SEES, _holders_key, _l(
        "The key to the envelopes is in the hands of people named on the page of the vote; only several of "
        "them together can open the box, after the close, in public. This site cannot. The list of who voted "
        "is destroyed at the close.")),
    Promise("sealed_by_us", About.SEES, _secret_here, _l(
        "Your choice is sealed when it reaches our server. For that moment you trust us.")),
    Promise("steps", About.SEES, _secret_here, _l(
        "While it is open only the number of ballots is told: once an hour, in steps of five.")),
    Promise("destroyed", About.SEES, _our_key, _l(
        "At the close the envelopes are shuffled and opened together; the list of who voted and the key are "
        "destroyed. After that nobody can tell whose ballot is whose, we neither.")),
    Promise("codes", About.SEES, _by_code, _l(
        "Codes are printed once and drawn unseen from closed envelopes. The site keeps a fingerprint of each "
        "code, and that a home has drawn, never which one it drew or when.")),
    Promise("named", About.SEES, _named, _l(
        "This vote is taken by name: what each seat says, and why, everybody can read.")),
    Promise("once_a_code", About.CHECK, _by_code, _l(
        "One code, one ballot: the database itself refuses a second one. How many codes were printed, how "
        "many homes drew one and how many ballots came stands beside the result.")),
    Promise("once", About.CHECK, _by_unit, _l(
        "One home or seat, one ballot: the database itself refuses a second one, on whatever phone.")),
    Promise("changing", About.CHECK, _here, _l(
        "Until the close a ballot can be changed; the last one counts.")),
    Promise("roll", About.CHECK, _counted_here, _l(
        "Who may vote was frozen at the opening: the size and the mark of the list are public.")),
    Promise("receipt", About.CHECK, _counted_here, _l(
        "Every envelope has a receipt. It shows whether yours is in the box, never what is in it: so nobody "
        "can buy or force a proof.")),
    Promise("recount", About.CHECK, _counted_here, _l(
        "Anybody can count all of it again on a computer of their own.")),
    Promise("external", About.CHECK, _external, _l(
        "This vote was held elsewhere. We show the evidence; it cannot be counted again here.")),
    Promise("phone", About.LIMITS, _here, _l(
        "A bad program on your own phone can see or change what you tap.")),
    Promise("beside", About.LIMITS, _secret_here, _l(
        "Somebody may stand beside you while you choose. What helps: change your ballot later, alone.")),
    Promise("printer", About.LIMITS, _by_code, _l(
        "Whoever prints the codes sees them for that moment and could copy one. What helps: two people of "
        "different bodies print, close and mix the envelopes together.")),
    Promise("desk", About.LIMITS, _sealed_by_unit, _l(
        "Whoever votes at the office's desk ticks on the office's screen; it is sealed the same moment. What "
        "helps: nobody looks on, and the home is told that a ballot was entered in its name.")),
    Promise("paper", About.LIMITS, _secret_paper, _l(
        "On paper the number stands on the outer envelope only. People open and mix the envelopes after the "
        "close. What helps: go and watch; two bodies key every ballot, blind to each other.")),
    Promise("pages", About.LIMITS, _here, _l(
        "Whoever runs this site could show one person other pages than everybody else. What helps: the "
        "receipt, and a relative who counts again.")),
    Promise("wrong_roll", About.LIMITS, _counted_here, _l(
        "If the list of homes is wrong, so is the result. What helps: check your own line before the vote.")),
    Promise("few", About.LIMITS, _secret_here, _l(
        "If very few vote, or all choose the same, everybody knows what each chose. No seal helps there.")),
    Promise("key_lost", About.LIMITS, _our_key, _l(
        "If the key is lost while the vote is open, the ballots cannot be opened: the vote is void and has "
        "to be held again.")),
    Promise("opening_laptop", About.LIMITS, _holders_key, _l(
        "The computer the box is opened on holds the whole key at that moment. What helps: it is not "
        "connected, everybody watches, and it is wiped afterwards.")),
    Promise("shares_lost", About.LIMITS, _holders_key, _l(
        "If too many shares are lost, nobody can open the box: the vote is void and has to be held again. "
        "Losing one of three loses nothing.")),
    Promise("silence", About.LIMITS, _silence, _l(
        "In this vote those who do not vote are counted with the majority. Both counts are shown.")),
    Promise("fit", About.LIMITS, _any, _l(
        "This is good enough for what neighbours decide together; it is not for electing those who govern.")),
)  # fmt: skip


def said_of(vote) -> dict[About, list]:
    """The sentences that are true of this vote, by what they are about, in their order."""
    return {
        about: [one.words for one in PROMISES if one.about is about and one.holds(vote)] for about in About
    }
