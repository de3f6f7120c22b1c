"""A paper ballot is handed in: an envelope for its unit, one per unit and vote, settled by the day alone.

Delivering a ballot writes no entry in the record, only the day: of a secret vote nothing may tell who
came when (DESIGN.md §3). The home itself is told (entered.py). The envelope holds no choice.
"""

import secrets
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from civic.database import SHANGHAI, local_today, locked, open_connection
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.votes import by_day, keystore, sealing
from civic.votes.casting import Ready, drop_in, in_box, put_in_place
from civic.votes.channel_counts import count
from civic.votes.entered_models import EnteredBallot
from civic.votes.models import Envelope, RollEntry, Vote
from civic.votes.paper_models import Fate, PaperBallot, PaperSheet, PaperVisit
from civic.votes.proxies import settle_bearer
from civic.votes.standstill import fits_what_was_signed
from civic.votes.states import Channel, Standing, VoteState
from civic.votes.tally import BALLOT_BYTES

IN_VAIN = 3  # visits on so many days, nobody at home


def hand_in(vote, number: int, day: date, *, by_proxy=False) -> bool:
    """Ballot `number` was handed in on `day`. False when the home voted by phone on a later day.

    Args: by_proxy — brought by whom the owner sent, which needs a writing that is entered (proxies.py).
    Raises Conflict after the hand count, for a ballot that is not out, and Refused for a day the vote
    was not open; keystore.KeyLost.
    """
    fits_what_was_signed(vote)
    vote = locked(Vote, vote.id)
    if vote.state not in (VoteState.OPEN, VoteState.COUNTING) or db.session.get(PaperSheet, vote.id):
        raise Conflict(
            _("The paper is counted already; nothing more can be handed in."),
            _("Ballots in the box before the close count."),
        )
    paper = locked(PaperBallot, (vote.id, number))
    if paper is None or paper.fate != Fate.OUT:
        raise Conflict(
            _("Ballot %(no)s is not out: it was never issued, or it is back already.", no=number),
            _("Look at its number once more."),
        )
    last = min(local_today(), vote.closes_at.astimezone(SHANGHAI).date())
    if not paper.issued_on <= day <= last:
        raise Refused(
            _("The day must be one on which the vote was open and the ballot was out."),
            _("Choose the day on which it was handed in."),
        )
    entry = db.session.get(RollEntry, paper.roll_entry_id)
    settle_bearer(vote, entry, by_proxy)
    paper.fate, paper.fate_on = Fate.RETURNED, day
    note_entered(vote, entry, Channel.PAPER, day, number)
    db.session.flush()
    return put_in(outer_envelope(vote, entry), day)


def outer_envelope(vote, entry) -> Ready:
    """What stands in the box for a unit's paper: its reference and chance, nothing of what was chosen."""
    unit_ref = f"{entry.unit_kind.value}:{entry.unit_id}"
    if vote.is_secret:
        unit_ref = sealing.reference(keystore.load(vote.id), entry.unit_kind.value, entry.unit_id)
    payload = secrets.token_bytes(BALLOT_BYTES)
    print_ = sealing.fingerprint(vote.id, payload)
    kind, standing = vote.ballot_kind, Standing.COUNTED
    return Ready(vote.id, unit_ref, kind, standing, payload, print_, Channel.PAPER)


def put_in(ready: Ready, day: date) -> bool:
    """One envelope a unit: it takes the place of one of the same day or earlier (by_day.takes_place).

    Either way the fingerprint of the one that gives way is noted. False when that is this one.
    """
    if drop_in(ready, day):
        count(ready.vote_id, Channel.PAPER)
        return True
    channel, before = in_box(ready)
    if by_day.takes_place(True, day, channel == Channel.PAPER, before):
        put_in_place(ready, channel, day)
        return True
    box = Envelope.__table__
    of_unit = (box.c.vote_id == ready.vote_id) & (box.c.unit_ref == ready.unit_ref)
    gives_way = update(box).where(of_unit).values(replaced=box.c.replaced + ready.fingerprint + " ")
    open_connection().execute(gives_way)
    return False


def note_entered(vote, entry, channel: Channel, day: date, number=None) -> None:
    """Remember, to the day, that somebody else entered a ballot for this unit; the home will be told."""
    row = db.session.get(EnteredBallot, (vote.id, entry.id, channel))
    if row is None:
        row = EnteredBallot(vote_id=vote.id, roll_entry_id=entry.id, channel=channel)
        db.session.add(row)
    row.entered_on, row.number = day, number
    row.noted_on, row.told_on = local_today(), None


def stand_in_vain(vote, entry, day: date) -> int:
    """Nobody was at home on `day`; returns on how many days that was so. Twice on a day counts once."""
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.OPEN:
        raise Conflict(_("The vote is closed; no visits are noted any more."))
    if day > local_today():
        raise Refused(_("That day is still to come."), _("Choose the day of the visit."))
    if db.session.get(PaperVisit, (vote.id, entry.id, day)) is None:
        db.session.add(PaperVisit(vote_id=vote.id, roll_entry_id=entry.id, visited_on=day))
        db.session.flush()
    visits = select(func.count()).select_from(PaperVisit)
    return db.session.scalar(
        visits.where(PaperVisit.vote_id == vote.id, PaperVisit.roll_entry_id == entry.id)
    )
