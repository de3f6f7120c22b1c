"""Votes as everybody reads them: the list, one vote with its result, and the receipts."""

from flask import request, url_for
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.errors import CivicError, NotFound
from civic.paging import keyset
from civic.places.queries import on_plan
from civic.rendering import render
from civic.votes import ballot_views, mine, policies, queries, sealing, staff_views, telling, verify_views
from civic.votes.blueprint import votes
from civic.votes.held_choice import kept_receipt
from civic.votes.models import Vote
from civic.votes.picture import pictures
from civic.votes.regimes import Regime
from civic.votes.states import BallotKind, VoteState

bp = votes
PARTS = (ballot_views, staff_views, verify_views)  # imported for their routes
SHOWN = (VoteState.OPEN, VoteState.CLOSED)


def seen_vote(no):
    """The vote with all its page needs; drafts are not there for those who may not see them."""
    vote = queries.vote_or_404(no)
    if not policies.may_see(current_user, vote):
        raise NotFound(None)
    return vote


@votes.get("/votes")
@requires(anyone)
def index():
    """What is open and what came out, newest first."""
    state = request.args.get("state")
    if state is not None and state not in SHOWN:
        raise CivicError(None)
    page = keyset(queries.votes_listed(state), (Vote.id,), request.args.get("after"))
    return render("votes/index.html", page=page, state=state, telling=telling)


@votes.get("/votes/<int:no>")
@requires(anyone, on=seen_vote)
def show(vote):
    """This is what, so far it is, this I can do; after the close the sum in one sentence."""
    return render(
        "votes/show.html",
        vote=vote,
        result=vote.result,
        telling=telling,
        mine=mine.standing_of(vote, current_user),
        pictures=pictures(on_plan(vote.community_id), vote.options) if vote.options else None,
        roll_call=queries.roll_call_of(vote) if vote.ballot_kind == BallotKind.NAMED else (),
        staff=staff_views.staff_part(vote),
        council=vote.regime == Regime.COUNCIL,
    )


@votes.get("/votes/<int:no>/poster")
@requires(anyone, on=seen_vote)
def poster(vote):
    """One A4 page for the stairwell: what is asked until when, or how it came out."""
    address = url_for("votes.show", no=vote.id, _external=True)
    return render("votes/poster.html", vote=vote, result=vote.result, telling=telling, address=address)


@votes.get("/votes/<int:no>/receipt")
@requires(anyone, on=seen_vote)
def receipt(vote):
    """Is our envelope in the box? Asked by code: the one typed, or the one kept on this phone."""
    typed = request.args.get("code", "")
    code = typed or mine.own_code(vote, current_user) or kept_receipt()
    return render(
        "votes/receipt.html",
        vote=vote,
        result=vote.result,
        code=sealing.in_groups(code) if sealing.bounds_of(code) else code,
        readable=sealing.bounds_of(code) is not None,
        standing=queries.receipt_by_code(vote, code) if code else None,
        telling=telling,
        council=vote.regime == Regime.COUNCIL,
    )


@votes.get("/votes/<int:no>/receipts")
@requires(anyone, on=seen_vote)
def receipts(vote):
    """Every receipt of the box, to look for one's own by eye; tells no home and no choice."""
    start = request.args.get("from", "")
    if not all(sign in "0123456789abcdef" for sign in start) or len(start) > 64:
        raise CivicError(None)
    lines = queries.receipt_lines(vote, start, size=501)
    following = (
        url_for("votes.receipts", no=vote.id, **{"from": lines[500].fingerprint})
        if len(lines) > 500
        else None
    )
    codes = [(sealing.in_groups(sealing.code_of(line.fingerprint)), line.standing) for line in lines[:500]]
    return render("votes/receipts.html", vote=vote, codes=codes, following=following, start=start)
