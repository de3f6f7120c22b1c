"""What other rooms do that a vote must know (a home was checked), and what a council is told of votes."""

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from civic.accounts.households import JOINED, VERIFIED
from civic.councils.agenda import MOST, Item, agenda
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.signals import recorded
from civic.locale import moment
from civic.votes import keystore
from civic.votes.casting import verify_pending
from civic.votes.models import RollEntry, Vote
from civic.votes.regimes import Unit
from civic.votes.states import BallotKind, VoteState


def count_waiting_envelope(act, *, subject, **_about) -> None:
    """Inside the transaction of the check: let the person's 待核 envelopes of open votes count."""
    if act not in (VERIFIED, JOINED):
        return
    open_here = (
        select(Vote, RollEntry)
        .join(RollEntry, RollEntry.vote_id == Vote.id)
        .where(
            Vote.state == VoteState.OPEN,
            Vote.ballot_kind == BallotKind.SEALED,
            RollEntry.unit_kind == Unit.HOUSEHOLD,
            RollEntry.unit_id == subject.household_id,
        )
    )
    for vote, entry in db.session.execute(open_here).all():
        try:
            verify_pending(vote, entry, subject.person_id)
        except (Conflict, keystore.KeyLost):
            continue  # past the close, or the vote is lost anyway: the check itself must stand


recorded.connect(count_waiting_envelope)


@agenda
def votes_before(council) -> list[Item]:
    """Votes of this council's seats that are open."""
    statement = (
        select(Vote)
        .where(Vote.state == VoteState.OPEN, Vote.council_id == council.id, Vote.unit == Unit.SEAT)
        .order_by(Vote.id.desc())
        .limit(MOST)
    )
    return [
        Item(
            vote.question,
            _("Vote of the council, open until %(when)s", when=moment(vote.closes_at)),
            url_for("votes.show", no=vote.id),
        )
        for vote in db.session.scalars(statement)
    ]
