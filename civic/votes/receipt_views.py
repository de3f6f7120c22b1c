"""Is our envelope in the box? By code, by file, or by eye in the list of all; never what is in it."""

import json

from flask import Response, request, url_for
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.errors import CivicError, NotFound
from civic.ledger.words import words_of
from civic.printing import full_address
from civic.rendering import render
from civic.votes import bundle, mine, policies, queries, sealing, telling
from civic.votes.blueprint import votes
from civic.votes.held_choice import kept_receipt
from civic.votes.receipts import receipt_of, start_of
from civic.votes.regimes import Regime

LISTED = 500


def seen_vote(no):
    """The vote with all its page needs; drafts are not there for those who may not see them."""
    vote = queries.vote_or_404(no)
    if not policies.may_see(current_user, vote):
        raise NotFound(None)
    return vote


@votes.get("/votes/<int:no>/receipt")
@requires(anyone, on=seen_vote)
def receipt(vote):
    """Is our envelope in the box? Asked by code: the one typed, or the one kept on this phone."""
    code = request.args.get("code", "") or mine.own_code(vote, current_user) or kept_receipt()
    readable, found = start_of(code) is not None, receipt_of(vote, code) if code else None
    code = sealing.in_groups(sealing.code_of(found.fingerprint)) if found else code
    return render(
        "votes/receipt.html",
        vote=vote,
        result=vote.result,
        code=code,
        readable=readable,
        standing=found.standing if found else None,
        eight_words=words_of(found.fingerprint) if found else (),
        address=full_address(url_for("votes.receipt", no=vote.id, code=code)),
        telling=telling,
        council=vote.regime == Regime.COUNCIL,
    )


@votes.get("/votes/<int:no>/receipt.json")
@requires(anyone, on=seen_vote)
def receipt_file(vote):
    """The receipt to keep: the site's signed word that this envelope came, as the verifier takes it."""
    found = receipt_of(vote, request.args.get("code", ""))
    if found is None:
        raise NotFound(None)
    paper = json.dumps(bundle.receipt_paper(vote, found.fingerprint), indent=1)
    answer = Response(paper, mimetype="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename=receipt-{vote.id}.json"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@votes.get("/votes/<int:no>/receipts")
@requires(anyone, on=seen_vote)
def receipts(vote):
    """Every receipt of the box, to look for one's own by eye; tells no home and no choice."""
    start = request.args.get("from", "")
    if not all(sign in "0123456789abcdef" for sign in start) or len(start) > 64:
        raise CivicError(None)
    lines, following = queries.receipt_lines(vote, start, size=LISTED + 1), None
    if len(lines) > LISTED:
        following = url_for("votes.receipts", no=vote.id, **{"from": lines[LISTED].fingerprint})
    codes = [(sealing.in_groups(sealing.code_of(line.fingerprint)), line.standing) for line in lines[:LISTED]]
    return render("votes/receipts.html", vote=vote, codes=codes, following=following, start=start)
