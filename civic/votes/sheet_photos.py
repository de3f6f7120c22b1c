"""Photos of the signed tally sheet (唱票记录): added by the office after the count, public once released."""

from flask import url_for

from civic.issues.photo_homes import by_number, home_kind
from civic.issues.photo_models import Photo, PhotoPurpose
from civic.issues.photos import photos_of
from civic.votes import policies
from civic.votes.models import Vote
from civic.votes.states import VoteState
from civic.votes.terms import Conduct


def may_add(user, vote) -> bool:
    """The office, of a vote that was counted here."""
    counted_here = vote.state == VoteState.CLOSED and vote.conduct != Conduct.EXTERNAL
    return counted_here and policies.may_run(user, vote)


HOME = home_kind(
    "vote",
    load=by_number(Vote),
    page=lambda vote: url_for("votes.tally_sheet", no=vote.id),
    may_add=may_add,
    may_see=policies.may_run,
    may_release=policies.may_run,
    is_told=lambda vote: vote.state == VoteState.CLOSED,
    thread_id=lambda vote: vote.thread_id,
)


def sheets_of(vote) -> list[Photo]:
    """The photos, oldest first, those not released too. One statement."""
    return photos_of(vote, PhotoPurpose.SHEET)
