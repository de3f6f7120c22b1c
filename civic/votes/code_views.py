"""Voting with a code from a sealed envelope, without an account; printing and handing out at the office."""

import secrets

from flask import flash, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import limits
from civic.authorization import anyone, requires
from civic.database import utcnow, writing
from civic.errors import CivicError, Conflict, NotFound, Refused
from civic.extensions import db
from civic.places.queries import on_plan
from civic.rendering import render
from civic.votes import codes, held_choice, paper_register, policies, sealing, telling
from civic.votes.ballot_forms import ballot_form, is_filled_in
from civic.votes.blueprint import votes
from civic.votes.casting import AlreadyVoted, cast, enclosed
from civic.votes.code_forms import CodeForm, PrintForm
from civic.votes.code_models import CodeSheet
from civic.votes.models import RollEntry, Vote
from civic.votes.picture import pictures
from civic.votes.queries import Paper
from civic.votes.receipt_views import seen_vote
from civic.votes.states import BallotKind


def vote_by_code(no):
    """A vote whose ballots go by code; raises NotFound."""
    vote = seen_vote(no)
    if vote.ballot_kind != BallotKind.CODE:
        raise NotFound(None)
    return vote


@votes.get("/votes/<int:no>/code")
@requires(anyone, on=vote_by_code)
def code_ballot(vote):
    """The ballot and a field for the code; nothing ticked, nothing asked about oneself."""
    return _page(vote, CodeForm(formdata=None), ballot_form(_paper(vote)))


def _paper(vote):
    return Paper(vote, vote.options)


def _page(vote, form, ballot, status=200, refusal=None, again=False):
    shown = pictures(on_plan(vote.community_id), vote.options) if vote.options else None
    return render(
        "votes/code_ballot.html", status, vote=vote, paper=_paper(vote), code_form=form, form=ballot,
        pictures=shown, closed=not vote.takes_ballots(utcnow()), telling=telling, refusal=refusal,
        again=again,
    )  # fmt: skip


@votes.post("/votes/<int:no>/code")
@requires(anyone, on=vote_by_code)
def create_code_ballot(vote):
    """Into the box. Five wrong codes an hour from one phone, thirty from one network."""
    form, no, ballot = CodeForm(), vote.id, ballot_form(_paper(vote))
    if not is_filled_in(ballot) or not form.validate():
        return _page(vote, form, ballot, 422)
    try:
        unit = _known(vote, form)
        if unit is None:
            return _page(vote_by_code(no), form, ballot, 422)
        receipt = _put_in(vote_by_code(no), unit, ballot)
    except AlreadyVoted as refusal:
        ballot.replace.errors = [f"{refusal.message} {refusal.next_step}"]
        return _page(vote_by_code(no), form, ballot, 409, again=True)
    except Conflict as refusal:
        return _page(vote_by_code(no), form, ballot, 409, refusal)
    response = redirect(url_for("votes.receipt", no=no, sent=1), 303)
    held_choice.keep_receipt(response, no, receipt)
    return response


def _known(vote, form):
    """The holder of the code; None, with a sentence beside the field, for a code of ours that is none."""
    browser = session.setdefault("code_tries", secrets.token_urlsafe(12))
    counted = ((codes.MISSES, browser), (codes.MISSES_FROM_RANGE, limits.address_range()))
    with writing():
        for limit, key in counted:
            limits.refuse_beyond(limit, key)
        unit = codes.unit_of(vote, form.code.data)
        if unit is None:
            for limit, key in counted:
                limits.note(limit, key)
            left = limits.tries_left(codes.MISSES, browser)
            form.code.errors = [
                _("This is no code of this vote. Look at the paper once more."),
                _("%(num)d tries are left this hour.", num=left),
            ]
    return unit


def _put_in(vote, unit, ballot) -> str:
    ready, replace = enclosed(vote, unit, ballot.ballot), ballot.replace.data
    with writing():
        cast(ready, replace=replace)
    return sealing.code_of(ready.fingerprint)


@votes.get("/votes/<int:no>/codes")
@requires(policies.may_run, on=vote_by_code)
def codes_page(vote):
    """How many are printed and drawn; print more, hand one out at the desk."""
    return _office(vote, PrintForm(formdata=None))


def _office(vote, form, status=200, refusal=None):
    door_id = request.args.get("door", 0, type=int)
    at = paper_register.door_or_404(vote.id, door_id) if door_id else None
    sheet = db.session.get(CodeSheet, vote.id)  # looking writes nothing
    figures = (sheet.printed, sheet.drawn) if sheet else (0, 0)
    return render(
        "votes/codes.html", status, vote=vote, form=form, printed=figures[0], envelopes=figures[1], at=at,
        lines=paper_register.lines_at(at) if at else (), drew=codes.drawn_lines(vote), refusal=refusal,
        doors=() if at else [door for door, *_figures in paper_register.doors_with_counts(vote)],
    )  # fmt: skip


@votes.post("/votes/<int:no>/codes")
@requires(policies.may_run, on=vote_by_code)
def create_codes(vote):
    """Shown this once, for the printer; nobody can call them up again."""
    form, no = PrintForm(), vote.id
    if not form.validate():
        return _office(vote, form, 422)
    try:
        with writing():
            printed = codes.print_codes(vote, form.number.data, by=current_user)
    except (Conflict, Refused) as refusal:
        return _office(vote_by_code(no), form, refusal.status, refusal)
    response = make_response(render("votes/print_codes.html", vote=vote_by_code(no), codes=printed))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@votes.post("/votes/<int:no>/codes/draws")
@requires(policies.may_run, on=vote_by_code)
def create_draw_of_code(vote):
    """The home that stands here drew an envelope."""
    no, entry = vote.id, db.session.get(RollEntry, request.form.get("line", 0, type=int))
    if entry is None or entry.vote_id != no:
        raise NotFound(None)
    door = request.form.get("door", 0, type=int)
    try:
        with writing():
            codes.hand_out(db.session.get(Vote, no), entry)
    except CivicError as refusal:
        return _office(vote_by_code(no), PrintForm(formdata=None), refusal.status, refusal)
    flash(_("Noted: this home has drawn its envelope."), "good")
    return redirect(url_for("votes.codes_page", no=no, door=door or None), 303)
