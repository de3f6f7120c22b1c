"""Votes as everybody reads them: the list, one vote with its result, and the receipts."""

from flask import request, url_for
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.errors import CivicError
from civic.extensions import db
from civic.paging import keyset
from civic.places.queries import on_plan
from civic.rendering import render
from civic.votes import (
    ballot_views,
    calling_views,
    ceremony,
    ceremony_views,
    code_views,
    mine,
    outside_views,
    owner_file_views,
    owner_views,
    paper_showing,
    policies,
    proxy_views,
    queries,
    receipt_views,
    result_table,
    roll_views,
    staff_views,
    telling,
    verify_views,
)
from civic.votes.blueprint import votes
from civic.votes.code_models import CodeSheet
from civic.votes.models import Vote
from civic.votes.outside_models import OutsideResult
from civic.votes.picture import pictures
from civic.votes.receipt_views import seen_vote
from civic.votes.regimes import Regime
from civic.votes.states import BallotKind, VoteState
from civic.votes.terms import Conduct

bp = votes
register = result_table.register
PARTS = (  # imported for their routes
    ballot_views, calling_views, ceremony_views, code_views, outside_views, owner_file_views,
    owner_views, proxy_views, receipt_views, roll_views, staff_views, verify_views,
)  # fmt: skip
SHOWN = (VoteState.OPEN, VoteState.CLOSED)


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
        roll_call=queries.roll_call_of(vote) if vote.regime == Regime.COUNCIL else (),
        staff=staff_views.staff_part(vote),
        opening=ceremony.opening_of(vote),
        may_witness=policies.may_witness(current_user, vote),
        outside=db.session.get(OutsideResult, vote.id) if vote.conduct == Conduct.EXTERNAL else None,
        council=vote.regime == Regime.COUNCIL,
        papers=paper_showing.paper_part(vote),
        coded=db.session.get(CodeSheet, vote.id) if vote.ballot_kind == BallotKind.CODE else None,
        ask_home=current_user.is_authenticated and paper_showing.entered_by_others(vote),
    )


@votes.get("/votes/<int:no>/poster")
@requires(anyone, on=seen_vote)
def poster(vote):
    """One A4 page for the stairwell: what is asked until when, or how it came out."""
    address = url_for("votes.show", no=vote.id, _external=True)
    return render("votes/poster.html", vote=vote, result=vote.result, telling=telling, address=address)
