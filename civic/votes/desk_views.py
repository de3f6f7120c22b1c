"""Voting at the office's desk: whoever has no phone ticks on the office's screen, for their own home.

The ballot goes into the same box and is sealed in the same breath; the home is told that one was
entered in its name, and may say 这不是我投的. The receipt code stands on the screen once.
"""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired

from civic.authorization import requires
from civic.database import local_today, writing
from civic.errors import Conflict, NotFound
from civic.extensions import db
from civic.places.queries import on_plan
from civic.rendering import render
from civic.votes import paper_register, policies, queries, sealing, telling
from civic.votes.ballot_forms import ballot_form, is_filled_in
from civic.votes.blueprint import votes
from civic.votes.casting import AlreadyVoted, cast, enclosed
from civic.votes.models import RollEntry, Vote
from civic.votes.paper_returns import note_entered
from civic.votes.picture import pictures
from civic.votes.queries import Paper
from civic.votes.regimes import Unit
from civic.votes.staff_views import plain_vote
from civic.votes.states import Channel


class AtDeskForm(FlaskForm):
    """Who stands at the desk, as far as the office saw."""

    seen = BooleanField(
        _l("An adult of this home stands here, showed who they are, and ticked this themself."),
        validators=[InputRequired(_l("Without this nothing is put into the box."))],
    )


@dataclass(frozen=True)
class AtDesk:
    """A home of the roll, at the desk."""

    vote: Vote
    entry: RollEntry

    @property
    def community_id(self) -> int:
        """For the policy."""
        return self.vote.community_id


def line_or_404(no, line):
    """The vote and one line of its roll; raises NotFound where no home votes here."""
    vote, entry = queries.vote_or_404(no), db.session.get(RollEntry, line)
    if entry is None or entry.vote_id != no or entry.unit_kind != Unit.HOUSEHOLD or not vote.is_secret:
        raise NotFound(None)
    return AtDesk(vote, entry)


@votes.get("/votes/<int:no>/desk")
@requires(policies.may_run, on=plain_vote)
def desk(vote):
    """Which home stands here: first the door, then the home."""
    door_id = request.args.get("door", 0, type=int)
    at = paper_register.door_or_404(vote.id, door_id) if door_id else None
    doors = [door for door, _issued, _back in paper_register.doors_with_counts(vote)]
    lines = paper_register.lines_at(at) if at else []
    return render("votes/desk.html", vote=vote, doors=doors, at=at, lines=lines)


@votes.get("/votes/<int:no>/desk/<int:line>")
@requires(policies.may_run, on=line_or_404)
def desk_ballot(at):
    """The ballot, nothing ticked; the screen is turned to the resident."""
    return _page(at.vote, at.entry, AtDeskForm(formdata=None))


def _page(vote, entry, form, ballot=None, status=200, refusal=None):
    shown = pictures(on_plan(vote.community_id), vote.options) if vote.options else None
    paper = Paper(vote, vote.options, [entry], entry)
    return render(
        "votes/desk_ballot.html", status, vote=vote, entry=entry, paper=paper, desk_form=form,
        home=paper_register.address_of(entry), form=ballot or ballot_form(paper), refusal=refusal,
        pictures=shown, telling=telling,
    )  # fmt: skip


@votes.post("/votes/<int:no>/desk/<int:line>/ballots")
@requires(policies.may_run, on=line_or_404)
def create_desk_ballot(at):
    """Into the box; the code of the receipt is read out once."""
    form, no, line = AtDeskForm(), at.vote.id, at.entry.id
    ballot = ballot_form(Paper(at.vote, at.vote.options, [at.entry], at.entry))
    if not is_filled_in(ballot) or not form.validate():
        return _page(at.vote, at.entry, form, ballot, 422)
    try:
        code = _put_in(at, ballot)
    except AlreadyVoted as refusal:
        ballot.replace.errors = [f"{refusal.message} {refusal.next_step}"]
        return _page(*_anew(no, line), form, ballot, 409)
    except Conflict as refusal:
        return _page(*_anew(no, line), form, ballot, 409, refusal)
    flash(_("In the box. Their receipt: %(code)s. Write it down for them.", code=sealing.in_groups(code)))
    return redirect(url_for("votes.desk", no=no), 303)


def _anew(no, line):
    at = line_or_404(no, line)
    return at.vote, at.entry


def _put_in(at, ballot) -> str:
    ready = enclosed(at.vote, at.entry, ballot.ballot, channel=Channel.DESK)
    no, line = at.vote.id, at.entry.id
    with writing():
        cast(ready, replace=ballot.replace.data)
        note_entered(db.session.get(Vote, no), db.session.get(RollEntry, line), Channel.DESK, local_today())
    return sealing.code_of(ready.fingerprint)
