"""What happens to votes by itself: they close on the hour, figures move on, dead keys go."""

from datetime import timedelta

from sqlalchemy import select, update

from civic.backup import after_restore
from civic.database import local_today, utcnow, writing
from civic.extensions import db
from civic.ticking import sweep
from civic.votes import keystore
from civic.votes.bundle import prepare_rows
from civic.votes.closing import close_vote, due_votes
from civic.votes.entered import tell_homes, untold_votes
from civic.votes.models import Turnout, Vote, VoteResult
from civic.votes.paper_count import PapersOpen
from civic.votes.states import BallotKind, VoteState
from civic.votes.tally import in_steps


@after_restore("votes")
def name_votes_without_key(told) -> list[str]:
    """Which open secret votes cannot be counted any more: their keys are in no backup."""
    secret = select(Vote.id).where(Vote.state == VoteState.OPEN, Vote.ballot_kind != BallotKind.NAMED)
    kept = set(keystore.kept())
    lost = [str(number) for number in db.session.scalars(secret.order_by(Vote.id)) if number not in kept]
    if not lost:
        return []
    return [
        f"Open secret votes whose keys are not in CIVIC_KEYS: {', '.join(lost)}. "
        "Put the key store back before the site starts, or they become void."
    ]


@sweep("votes.close_due")
def close_due() -> int:
    """Count every vote whose hour has come; returns how many."""
    closed = 0
    for vote_id in due_votes():
        try:
            close_vote(vote_id)
            closed += 1
        except PapersOpen:  # staff read on the vote's paper page what is missing
            db.session.rollback()
    return closed


@sweep("votes.tell_homes")
def tell_entered() -> int:
    """Tell homes what was entered in their name since they were last told; returns how many ballots."""
    told = 0
    for vote_id in untold_votes():
        with writing():
            told += tell_homes(db.session.get(Vote, vote_id))
    return told


@sweep("votes.prepare_bundles")
def prepare_bundles() -> int:
    """Write the long part of the bundles of votes counted lately, so that nobody waits for it."""
    lately = select(VoteResult).where(VoteResult.counted_on >= local_today() - timedelta(days=1))
    return sum(prepare_rows(result) for result in db.session.scalars(lately).all())


@sweep("votes.publish_turnout")
def publish_turnout() -> int:
    """Once an hour say how many ballots are back, in steps of five; returns how many figures moved."""
    hour = utcnow().replace(minute=0, second=0, microsecond=0)
    stale = (
        select(Turnout)
        .join(Vote, Vote.id == Turnout.vote_id)
        .where(Vote.state == VoteState.OPEN, Turnout.published_at < hour)
    )
    waiting = [(row.vote_id, row.channel) for row in db.session.scalars(stale)]
    for vote_id, channel in waiting:
        with writing():
            row = db.session.get(Turnout, (vote_id, channel))
            db.session.execute(
                update(Turnout)
                .where(Turnout.vote_id == vote_id, Turnout.channel == channel)
                .values(published=in_steps(row.returned), published_at=hour)
                .execution_options(synchronize_session=False)
            )
    return len(waiting)


@sweep("votes.destroy_keys")
def destroy_keys() -> int:
    """Destroy keys that a crash left behind: of votes that are closed or void."""
    over = select(Vote.id).where(Vote.state.in_((VoteState.SEALED, VoteState.CLOSED, VoteState.VOID)))
    kept = keystore.kept()
    dead = set(db.session.scalars(over.where(Vote.id.in_(kept)))) if kept else set()
    return sum(keystore.destroy(vote_id) for vote_id in sorted(dead))
