"""What other rooms do that a vote must know: a home was checked, so its waiting envelope counts."""

from sqlalchemy import select

from civic.accounts.households import JOINED, VERIFIED
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.signals import recorded
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
