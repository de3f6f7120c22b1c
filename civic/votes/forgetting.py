"""What goes when a box is laid by, counted or void: references, codes, and what was keyed of secret paper."""

from sqlalchemy import delete

from civic.extensions import db
from civic.votes import codes, paper_count
from civic.votes.models import Envelope


def empty_box(vote) -> None:
    """The envelopes, and with them every reference to a home."""
    gone = delete(Envelope).where(Envelope.vote_id == vote.id)
    db.session.execute(gone.execution_options(synchronize_session=False))


def let_go(vote) -> None:
    """Everything else that could join somebody to a ballot: the vote is counted or void."""
    paper_count.let_go(vote)
    codes.let_go(vote)
