"""Paper for a vote: which bodies key it, ballots issued and exchanged, the hand count at the close.

What is handed in is entered in paper_returns.py, read in keying.py, and counted in paper_count.py.
"""

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.councils.models import Body
from civic.database import local_today, locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Household, Place
from civic.threads.models import Thread
from civic.votes import paper_count
from civic.votes.balance import Fault, Sheet
from civic.votes.models import RollEntry, Vote
from civic.votes.paper_models import BEFORE_THE_BOX, Fate, Flaw, PaperBallot, PaperKeyer, PaperSheet
from civic.votes.regimes import OF_HOMES, Unit
from civic.votes.states import BallotKind, VoteState
from civic.votes.terms import Conduct

KEYERS_NAMED = act("paper.keyers_named", public={"first", "second"})
ISSUED = act("paper.issued", public={"ballots"})
SPOILED = act("paper.spoiled", public={"flaw"})
COUNTED = act("paper.counted_by_hand", public={"issued", "returned", "spoiled", "unreturned"})


def takes_paper(vote) -> bool:
    """Whether paper may be a channel of this vote: homes are asked, here or on paper."""
    return may_take_paper(vote) and vote.state in (VoteState.OPEN, VoteState.COUNTING)


def may_take_paper(vote) -> bool:
    """The same before the opening. Not beside codes: nobody knows which home voted with one already."""
    by_home = vote.unit != Unit.SEAT and vote.ballot_kind != BallotKind.CODE
    return by_home and vote.conduct != Conduct.EXTERNAL


def name_keyers(vote, first: Body, second: Body, *, by) -> None:
    """Fix which two bodies key the ballots, blind to each other. Raises Refused for one body twice."""
    if first.id == second.id:
        raise Refused(
            _("One body cannot key the ballots twice."), _("Choose a second body, for example the owners'.")
        )
    vote = locked(Vote, vote.id)
    if vote.state not in (VoteState.DRAFT, VoteState.OPEN) or db.session.get(PaperKeyer, (vote.id, 1)):
        raise Conflict(_("Who keys the ballots is settled already."), _("Load the page again to see who."))
    keyers = enumerate((first, second), 1)
    db.session.add_all(PaperKeyer(vote_id=vote.id, turn=turn, body_id=body.id) for turn, body in keyers)
    record(KEYERS_NAMED, subject=vote, thread=thread_of(vote), by=by, public={
        "first": first.id, "second": second.id,
    })  # fmt: skip


def issue(vote, *, by) -> int:
    """A ballot for each unit of the roll that has none; returns how many. A bulk verb."""
    vote = locked(Vote, vote.id)
    if not takes_paper(vote) or vote.state != VoteState.OPEN:
        raise Conflict(_("Ballots are printed while the vote is open."), _("Open the vote first."))
    if not db.session.get(PaperKeyer, (vote.id, 1)):
        raise Refused(
            _("Say first which two bodies key the ballots."),
            _("Everybody shall know it beforehand."),
        )
    has_one = select(PaperBallot.roll_entry_id).where(
        PaperBallot.vote_id == vote.id, PaperBallot.fate != Fate.SPOILED
    )
    without = (
        select(RollEntry.id)
        .outerjoin(Household, (Household.id == RollEntry.unit_id) & RollEntry.unit_kind.in_(OF_HOMES))
        .outerjoin(Place, Place.id == Household.door_id)
        .where(RollEntry.vote_id == vote.id, RollEntry.id.not_in(has_one))
        .order_by(Place.parent_id, Place.number, Household.position, RollEntry.id)
    )
    units = list(db.session.scalars(without))
    first = _last_number(vote) + 1
    today = local_today()
    db.session.add_all(
        PaperBallot(vote_id=vote.id, number=number, roll_entry_id=unit, issued_on=today)
        for number, unit in enumerate(units, first)
    )
    if units:
        record(ISSUED, subject=vote, thread=thread_of(vote), by=by, public={"ballots": len(units)})
    return len(units)


def exchange(vote, number: int, flaw: Flaw, *, by) -> PaperBallot:
    """A ballot came back spoiled before it was handed in; the unit gets a new one. Returns the new one."""
    vote, paper = locked(Vote, vote.id), locked(PaperBallot, (vote.id, number))
    if vote.state != VoteState.OPEN:
        raise Conflict(_("The vote is closed; no ballot is exchanged any more."))
    if flaw not in BEFORE_THE_BOX:
        raise Refused(_("Choose why the ballot is exchanged."))
    if paper is None or paper.fate != Fate.OUT:
        raise Conflict(
            _("This ballot is not with a home: it was handed in or exchanged already."),
            _("Look at its number once more."),
        )
    paper.fate, paper.fate_on, paper.flaw = Fate.SPOILED, local_today(), flaw
    db.session.flush()  # the unit may hold only one that is not spoiled
    new = PaperBallot(
        vote_id=vote.id, number=_last_number(vote) + 1, roll_entry_id=paper.roll_entry_id,
        issued_on=local_today(), fate=Fate.OUT,
    )  # fmt: skip
    db.session.add(new)
    record(SPOILED, subject=vote, thread=thread_of(vote), by=by, public={"flaw": flaw.value})
    return new


def count_by_hand(vote, sheet: Sheet, *, by) -> None:
    """Keep the hand count, which must fit the register; raises Refused with the numbers until it does.

    From here on nothing is handed in; the envelopes of a secret vote may be opened, mixed and keyed.
    """
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.COUNTING:
        raise Conflict(_("The paper is counted by hand after the close."), _("Wait for the close."))
    if db.session.get(PaperSheet, vote.id):
        raise Conflict(_("The hand count is written down already."), _("Load the page again to see it."))
    register = paper_count.register_of(vote)
    wrong = [one for one in paper_count.faults(register, sheet) if one in OF_THE_SHEET]
    if wrong:
        raise Refused(*paper_count.words_of(wrong[0], register, sheet))
    counted = {"returned": sheet.returned, "spoiled": sheet.spoiled, "unreturned": sheet.unreturned}
    db.session.add(PaperSheet(vote_id=vote.id, counted_by=by and by.id, counted_on=local_today(), **counted))
    record(COUNTED, subject=vote, thread=thread_of(vote), by=by, public={
        "issued": register.issued, **counted,
    })  # fmt: skip


OF_THE_SHEET = (Fault.DOES_NOT_ADD_UP, Fault.RETURNED_DIFFER, Fault.SPOILED_DIFFER)


def thread_of(vote):
    """The line the vote belongs to."""
    return db.session.get(Thread, vote.thread_id)


def _last_number(vote):
    most = select(func.max(PaperBallot.number)).where(PaperBallot.vote_id == vote.id)
    return db.session.scalar(most) or 0
