"""From the empty ballot to the receipt: fill in, check, send.

No page here writes a choice anywhere but into the sealed envelope and back onto the voter's own
screen; none puts it into an address, so no log ever carries it.
"""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.households import choose_representative
from civic.authorization import requires
from civic.database import utcnow, writing
from civic.errors import Conflict, NotAllowed
from civic.extensions import db
from civic.places.models import Household
from civic.places.queries import on_plan
from civic.rendering import render
from civic.votes import held_choice, mine, policies, queries, sealing, telling
from civic.votes.ballot_forms import ballot_form, is_filled_in
from civic.votes.blueprint import votes
from civic.votes.casting import AlreadyVoted, cast, enclosed
from civic.votes.picture import pictures
from civic.votes.reading import read_back
from civic.votes.regimes import Unit
from civic.votes.states import VOICE_LABELS
from civic.votes.tally import Voice
from civic.votes.workflow import record_voice


def my_paper(no):
    """The ballot paper of this vote in the hands of whoever is looking."""
    return queries.ballot_paper(no, current_user._get_current_object(), request.values.get("unit", type=int))


@votes.get("/votes/<int:no>/ballot")
@requires(policies.may_fill_in, on=my_paper)
def ballot(paper):
    """All options on one page, nothing ticked."""
    return _ballot_page(paper, ballot_form(paper, held_choice.held(paper.vote.id)))


@votes.post("/votes/<int:no>/choice")
@requires(policies.may_fill_in, on=my_paper)
def keep_choice(paper):
    """Keep what was ticked on the voter's own phone and go on to check it; signing in comes after."""
    form = ballot_form(paper)
    if not is_filled_in(form):
        return _ballot_page(paper, form, 422)
    if not paper.vote.takes_ballots(utcnow()):
        return _ballot_page(paper, form, 409)
    unit = {"unit": paper.entry.unit_id} if paper.entry and len(paper.entries) > 1 else {}
    response = redirect(url_for("votes.check", no=paper.vote.id, **unit), 303)
    held_choice.hold(response, paper.vote.id, form.filled_in())
    return response


@votes.get("/votes/<int:no>/check")
@requires(policies.may_cast, on=my_paper)
def check(paper):
    """Read once more what was ticked, then send it."""
    kept = held_choice.held(paper.vote.id)
    if kept is None:
        return redirect(url_for("votes.ballot", no=paper.vote.id), 303)
    return _check_page(paper, ballot_form(paper, kept))


@votes.post("/votes/<int:no>/ballots")
@requires(policies.may_cast, on=my_paper)
def send(paper):
    """Into the box, and on to the receipt."""
    form = ballot_form(paper)
    if not is_filled_in(form):
        return _ballot_page(paper, form, 422)
    if paper.entry is None or not _speaks(paper, form):
        return _check_page(paper, form, 422)
    no, code = paper.vote.id, None
    try:
        code = _put_in(paper, form)
    except AlreadyVoted as refusal:
        form.replace.errors = [f"{refusal.message} {refusal.next_step}"]
        return _check_page(my_paper(no), form, 409)
    except Conflict as refusal:
        return _check_page(my_paper(no), form, 409, refusal)
    response = redirect(url_for("votes.receipt", no=no) + "?sent=1", 303)
    held_choice.let_go(response, no)
    held_choice.keep_receipt(response, no, code)
    return response


def _speaks(paper, form):
    """A seat is held by mandate; for a home somebody of age must say that they speak for it."""
    if paper.entry.unit_kind == Unit.SEAT or current_user.is_adult or form.adult.data:
        return True
    form.adult.errors = [_("Only an adult of the household can send its ballot. Tick the line if you are.")]
    return False


def _put_in(paper, form) -> str:
    """Seal first, then three statements under the vote's lock. Returns the receipt code."""
    vote, entry, replace = paper.vote, paper.entry, form.replace.data
    named, seat = not vote.is_secret, entry.unit_id
    ready = enclosed(vote, entry, form.ballot, claimed_by=queries.claimant(current_user, entry))
    with writing():
        cast(ready, replace=replace)
        if named:
            record_voice(vote, seat=seat, voice=Voice(form.voice.data), by=current_user)
    return sealing.code_of(ready.fingerprint)


@votes.post("/votes/<int:no>/representative")
@requires(policies.may_cast, on=my_paper)
def represent(paper):
    """Say that one casts the ballot of one's home: a step of its own, before the ballot."""
    no, entry = paper.vote.id, paper.entry
    if entry is None or entry.unit_id not in current_user.household_ids:
        raise NotAllowed(_("This is not your home."), _("Look under Me."))
    home = entry.unit_id
    with writing():
        choose_representative(
            db.session.get(Household, home), by=current_user, is_adult="adult" in request.form
        )
    flash(_("You cast your household's ballot from now on. The others at home are told."))
    return redirect(url_for("votes.check", no=no), 303)


def _ballot_page(paper, form, status=200):
    places = on_plan(paper.vote.community_id) if paper.options else ()
    return render(
        "votes/ballot.html",
        status,
        paper=paper,
        vote=paper.vote,
        form=form,
        pictures=pictures(places, paper.options),
        voices=VOICE_LABELS,
        closed=not paper.vote.takes_ballots(utcnow()),
        telling=telling,
        council=not paper.vote.is_secret,
    )


def _check_page(paper, form, status=200, refusal=None):
    return render(
        "votes/check.html",
        status,
        paper=paper,
        vote=paper.vote,
        form=form,
        said=read_back(paper, form),
        voices=VOICE_LABELS,
        home=mine.home_of(paper, current_user),
        refusal=refusal,
        closed=not paper.vote.takes_ballots(utcnow()),
        telling=telling,
        council=not paper.vote.is_secret,
    )
