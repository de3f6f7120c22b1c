"""What was entered in a household's name: the home is told, and may say 这不是我投的.

No choice is known here. While a challenge is open nobody certifies the vote; it is settled by a
recorded act. Before the count a ballot that was not the home's is set aside, after it cannot be.
"""

import secrets

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from civic.accounts.sealing import lookup, same
from civic.database import local_today, locked
from civic.errors import Conflict, NotFound, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.votes import keystore, sealing
from civic.votes.channel_counts import count
from civic.votes.entered_models import Certification, EnteredBallot, EntryChallenge, Ruling
from civic.votes.models import Envelope, RollEntry, Vote
from civic.votes.paper_models import Fate, PaperBallot, PaperSheet
from civic.votes.papers import thread_of
from civic.votes.states import Channel, Standing, VoteState

TOLD = act("vote.entered", public={"ballots", "told_on"})
CHALLENGED = act("vote.entry_challenged")
RULED = act("vote.challenge_settled", public={"ruling"})
PURPOSE = "entered ballot"


def code_for(vote_id: int, entry_id: int) -> str:
    """What stands on the slip of a home without an account: opens that home's line of this vote only."""
    return sealing.code_of(lookup(PURPOSE, f"{vote_id}:{entry_id}"))


def line_by_code(vote_id: int, entry_id: int, code: str) -> RollEntry:
    """The unit whose slip carries this code; raises NotFound."""
    entry = db.session.get(RollEntry, entry_id)
    if entry is None or entry.vote_id != vote_id or not same(code_for(vote_id, entry_id), code.upper()):
        raise NotFound(None)
    return entry


def entered_for(vote, entry_ids) -> list[EnteredBallot]:
    """What was entered for these units, in the order of the roll."""
    wanted = select(EnteredBallot).options(joinedload(EnteredBallot.entry)).where(
        EnteredBallot.vote_id == vote.id, EnteredBallot.roll_entry_id.in_(list(entry_ids))
    )  # fmt: skip
    return list(db.session.scalars(wanted.order_by(EnteredBallot.roll_entry_id, EnteredBallot.channel)))


def untold_votes() -> list[int]:
    """Votes with homes that are to be told now."""
    return list(
        db.session.scalars(select(EnteredBallot.vote_id).where(EnteredBallot.due(local_today())).distinct())
    )


def tell_homes(vote) -> int:
    """Tell every home what was entered in its name up to yesterday; one entry for all of them.

    The entry says how many, never which: who is told finds out the listener, inside this transaction.
    """
    today = local_today()  # asked once: midnight may come between here and the listener
    told = update(EnteredBallot).where(EnteredBallot.vote_id == vote.id, EnteredBallot.due(today))
    told = told.values(told_on=today).execution_options(synchronize_session=False)
    number = db.session.execute(told).rowcount
    if number:
        said = {"ballots": number, "told_on": today.isoformat()}
        record(TOLD, subject=vote, thread=thread_of(vote), public=said)
    return number


def challenge(vote, entry) -> EntryChallenge:
    """The home says that this was not them. Twice is once. Raises Conflict where nothing was entered."""
    vote = locked(Vote, vote.id)
    if db.session.get(Certification, vote.id):
        raise Conflict(
            _("The count is certified already."), _("Whoever doubts it can go to the street office.")
        )
    if not entered_for(vote, [entry.id]):
        raise Conflict(_("Nothing was entered in your household's name."), _("Load the page again."))
    there = select(EntryChallenge).where(
        EntryChallenge.vote_id == vote.id, EntryChallenge.roll_entry_id == entry.id,
        EntryChallenge.ruling.is_(None),
    )  # fmt: skip
    found = db.session.scalar(there)
    if found is None:
        found = EntryChallenge(vote_id=vote.id, roll_entry_id=entry.id, raised_on=local_today())
        db.session.add(found)
        record(CHALLENGED, subject=vote, thread=thread_of(vote))
    return found


def challenges_of(vote) -> list[EntryChallenge]:
    """All of them, the oldest first, units loaded."""
    wanted = select(EntryChallenge).options(joinedload(EntryChallenge.entry))
    return list(
        db.session.scalars(wanted.where(EntryChallenge.vote_id == vote.id).order_by(EntryChallenge.id))
    )


def rule(found: EntryChallenge, *, theirs: bool, reason: str, by) -> Ruling:
    """Settle a challenge. Args: theirs — somebody of the home did hand the ballot in, after all.

    A ballot that was not theirs is set aside as long as that can be done: until the count, and of a
    secret paper ballot until the envelopes are mixed. Raises Refused without a reason.
    """
    vote = locked(Vote, found.vote_id)
    found = locked(EntryChallenge, found.id)
    if found.ruling is not None:
        raise Conflict(_("This is settled already."), _("Load the page again."))
    if not reason.strip():
        raise Refused(_("Say what was found, and who was asked."), _("One or two sentences are enough."))
    ruling = Ruling.OURS
    if not theirs:
        ruling = Ruling.SET_ASIDE if _set_aside(vote, found.roll_entry_id) else Ruling.NOT_THEIRS
    found.ruling, found.reason = ruling, reason.strip()
    found.settled_by, found.settled_on = by.id, local_today()
    record(RULED, subject=vote, thread=thread_of(vote), by=by, public={"ruling": ruling.value})
    return ruling


def _let_go_of(vote, entry_id):
    """The forged ballot is nobody's from now on, so that the home can be given one of its own."""
    table = PaperBallot.__table__
    theirs = (table.c.vote_id == vote.id) & (table.c.roll_entry_id == entry_id)
    return update(table).where(theirs, table.c.fate == Fate.RETURNED).values(roll_entry_id=None)


def _set_aside(vote, entry_id) -> bool:
    """Take the unit's entered envelope out of the count; False when it is too late for that."""
    mixed = vote.is_secret and db.session.get(PaperSheet, vote.id) is not None
    if vote.state not in (VoteState.OPEN, VoteState.COUNTING):
        return False
    entry = db.session.get(RollEntry, entry_id)
    unit_ref = f"{entry.unit_kind.value}:{entry.unit_id}"
    if vote.is_secret:
        unit_ref = sealing.reference(keystore.load(vote.id), entry.unit_kind.value, entry.unit_id)
    envelope = db.session.scalar(
        select(Envelope).where(Envelope.vote_id == vote.id, Envelope.unit_ref == unit_ref).with_for_update()
    )
    if envelope is None or envelope.channel == Channel.PHONE or envelope.standing != Standing.COUNTED:
        return True  # the home has voted by itself since; nothing of others' counts for it
    if envelope.channel == Channel.PAPER and mixed:
        return False
    envelope.unit_ref, envelope.standing = secrets.token_hex(32), Standing.PENDING  # the unit may vote anew
    if envelope.channel == Channel.PAPER:
        db.session.execute(_let_go_of(vote, entry_id))
    count(vote.id, envelope.channel, -1)
    return True
