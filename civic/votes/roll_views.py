"""The roll hangs out: everybody reads its count and mark, every home its own line; objections and answers."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.errors import CivicError, NotFound
from civic.extensions import db
from civic.places.models import Household
from civic.rendering import render
from civic.submissions import once
from civic.votes import policies, queries, roll_check, telling
from civic.votes.blueprint import votes
from civic.votes.models import Vote
from civic.votes.regimes import OF_HOMES
from civic.votes.roll_forms import AnswerForm, ObjectionForm
from civic.votes.roll_models import RollObjection
from civic.votes.staff_views import plain_vote
from civic.votes.states import VoteState


def hung_out(no):
    """The vote whose roll hangs out or is frozen, for everybody; before that for staff only."""
    vote = queries.vote_or_404(no)
    if vote.unit not in OF_HOMES or (vote.roll_root is None and not policies.may_run(current_user, vote)):
        raise NotFound(None)
    return vote


@votes.get("/votes/<int:no>/roll")
@requires(anyone, on=hung_out)
def roll(vote):
    """How many stand on it, its mark, one's own line, and what was objected."""
    return _page(vote)


def _page(vote, form=None, status=200):
    own = roll_check.lines_for(vote, current_user.household_ids) if current_user.is_authenticated else []
    form = form or ObjectionForm(formdata=None, home=own[0].home.id if len(own) == 1 else None)
    form.home.choices = [(line.home.id, line.home.address) for line in own]
    objections = roll_check.objections_of(vote)
    mine = {line.home.id for line in own}
    return render(
        "votes/roll.html", status, vote=vote, own=own, form=form, objections=objections, telling=telling,
        answers=[one for one in objections if one.household_id in mine],
        opens_from=roll_check.opens_from(vote), staff=policies.may_run(current_user, vote),
        may_draw=policies.may_open(current_user, vote) and vote.state == VoteState.DRAFT,
    )  # fmt: skip


@votes.post("/votes/<int:no>/roll/drawing")
@requires(policies.may_open, on=plain_vote)
def draw_roll(vote):
    """Hang it out, from today on."""
    no = vote.id
    with writing():
        roll_check.draw(db.session.get(Vote, no), by=current_user)
    flash(_("The roll hangs out from today on. Tell everybody to check their line."), "good")
    return redirect(url_for("votes.roll", no=no), 303)


def _lives_there(user, vote):
    return user.is_authenticated


@votes.post("/votes/<int:no>/roll/objections")
@requires(_lives_there, on=hung_out)
def create_objection(vote):
    """My home's line is wrong."""
    form, no = ObjectionForm(), vote.id
    own = {line.home.id: line.home for line in roll_check.lines_for(vote, current_user.household_ids)}
    form.home.choices = [(number, home.address) for number, home in own.items()]
    if not form.validate():
        return _page(vote, form, 422)
    try:
        with writing(), once(form) as first:
            there = db.session.get(Vote, no), db.session.get(Household, form.home.data)
            roll_check.object_to(*there, form.words.data, by=current_user)
            first.leads_to(url_for("votes.roll", no=no))
    except CivicError as refusal:
        return _refused(no, form, form.words, refusal)
    flash(_("Noted. The vote cannot open before you have an answer."), "good")
    return redirect(url_for("votes.roll", no=no), 303)


def _refused(no, form, field, refusal):
    if refusal.message is None:
        raise refusal
    field.errors = [f"{refusal.message} {refusal.next_step or ''}"]
    return _page(hung_out(no), form, refusal.status)


def objection_or_404(no, number):
    """(vote, objection) for the office; raises NotFound."""
    return queries.vote_or_404(no), roll_check.objection_or_404(no, number)


def _may_answer(user, subject):
    return policies.may_run(user, subject[0])


@votes.get("/votes/<int:no>/roll/objections/<int:number>")
@requires(_may_answer, on=objection_or_404)
def objection(subject):
    """What a home says, and how it ends."""
    return _objection_page(*subject, AnswerForm(formdata=None))


def _objection_page(vote, found, form, status=200):
    return render("votes/objection.html", status, vote=vote, found=found, form=form)


@votes.post("/votes/<int:no>/roll/objections/<int:number>")
@requires(_may_answer, on=objection_or_404)
def answer_objection(subject):
    """Settle it, with a reason everybody can read."""
    (vote, found), form = subject, AnswerForm()
    if not form.validate():
        return _objection_page(vote, found, form, 422)
    no, number = vote.id, found.id
    with writing():
        again = db.session.get(RollObjection, number)
        roll_check.answer(again, upheld=form.upheld.data, reason=form.reason.data, by=current_user)
    flash(_("Settled, with the reason."), "good")
    return redirect(url_for("votes.roll", no=no), 303)
