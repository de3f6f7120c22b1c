"""Check it yourself: the bundle of a vote, the program that counts it again, the site's key."""

from hashlib import sha256
from pathlib import Path

from flask import Response, redirect, request, send_file, url_for
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.errors import NotFound
from civic.ledger.signing import grouped_fingerprint
from civic.rendering import render
from civic.votes import bundle, policies, queries, telling
from civic.votes.blueprint import votes
from civic.votes.promises import said_of
from civic.votes.receipt_views import seen_vote
from civic.votes.terms import Conduct

VERIFIER = Path(__file__).resolve().parents[2] / "verifier" / "verifier.py"
MINUTE = 60


def counted_vote(no):
    """The vote, once its count is public."""
    vote = queries.vote_or_404(no)
    if not policies.may_see(current_user, vote) or vote.result is None:
        raise NotFound(None)
    return vote


@votes.get("/votes/<int:no>/bundle.json")
@requires(anyone, on=counted_vote)
def bundle_json(vote):
    """All that is needed to count the vote again offline."""
    path = bundle.bundle_file(vote)
    return _public(send_file(path, "application/json", as_attachment=True, download_name="bundle.json"))


@votes.get("/verify")
@requires(anyone)
def verify():
    """For the relative who knows computers: what is needed, three steps, and the files for them."""
    key, no = bundle.site_key(), request.args.get("vote", 0, type=int)
    vote = counted_vote(no) if no else None
    if vote and vote.conduct == Conduct.EXTERNAL:  # counted elsewhere: what can be looked at is its evidence
        return redirect(url_for("votes.show", no=no, _anchor="evidence"))
    return render(
        "votes/verify.html",
        vote=vote,
        fingerprint=grouped_fingerprint(bytes.fromhex(key)),
        program_mark=sha256(VERIFIER.read_bytes()).hexdigest(),
    )


@votes.get("/verify/verifier.py")
@requires(anyone)
def verifier():
    """The program as a file."""
    return _public(send_file(VERIFIER, "text/x-python", as_attachment=True, download_name="verifier.py"))


@votes.get("/verify/program")
@requires(anyone)
def program():
    """The program to read, for browsers that save no file."""
    return _public(send_file(VERIFIER, "text/plain"))


@votes.get("/verify/key")
@requires(anyone)
def key():
    """The site's public key as a file, as `--key` takes it."""
    answer = Response(bundle.site_key() + "\n", mimetype="text/plain")
    answer.headers["Content-Disposition"] = "attachment; filename=key.txt"
    return _public(answer)


def _public(answer):
    answer.headers["Cache-Control"] = f"public, max-age={MINUTE}"
    return answer


@votes.get("/votes/<int:no>/trust")
@requires(anyone, on=seen_vote)
def trust(vote):
    """Why one can believe this vote, and what we cannot promise: from its own settings."""
    return render("votes/trust.html", vote=vote, said=said_of(vote), telling=telling)
