"""What was entered in our household's name; 这不是我投的 in one tap; how the office settles it."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.errors import NotFound
from civic.extensions import db
from civic.rendering import render
from civic.votes import entered, paper_register, policies, queries
from civic.votes.blueprint import votes
from civic.votes.entered_models import EntryChallenge
from civic.votes.models import RollEntry, Vote
from civic.votes.paper_forms import RulingForm
from civic.votes.receipt_views import seen_vote


def _home_known(user, subject):
    return user.is_authenticated


@votes.get("/votes/<int:no>/entered")
@requires(_home_known, on=seen_vote)
def entered_for_us(vote):
    """What others entered for our home: how and on which day, never what it says."""
    return _page(vote.id, queries.lines_of_homes(vote.id, current_user))


def _page(no, entries, code=None):
    vote = queries.vote_or_404(no)
    ids = [entry.id for entry in entries]
    open_ones = {one.roll_entry_id for one in entered.challenges_of(vote) if one.ruling is None}
    rows = entered.entered_for(vote, ids)
    return render("votes/entered.html", vote=vote, rows=rows, challenged=open_ones, code=code,
                  line=ids[0] if code else None)  # fmt: skip


@votes.post("/votes/<int:no>/entered/<int:line>/challenge")
@requires(_home_known, on=lambda no, line: _own_line(no, line))
def challenge(entry):
    """That was not us: nobody certifies the count until it is settled."""
    no = entry.vote_id
    _challenge(no, entry.id)
    return redirect(url_for("votes.entered_for_us", no=no), 303)


def _own_line(no, line):
    entries = queries.lines_of_homes(no, current_user) if current_user.is_authenticated else []
    found = [one for one in entries if one.id == line]
    if current_user.is_authenticated and not found:
        raise NotFound(None)
    return found[0] if found else None


def _challenge(no, line):
    with writing():
        entered.challenge(db.session.get(Vote, no), db.session.get(RollEntry, line))
    flash(_("Noted. The office looks into it; until then nobody certifies the count."), "good")


@votes.get("/votes/<int:no>/entered/<int:line>/<code>")
@requires(anyone, on=lambda no, line, code: entered.line_by_code(no, line, code))
def entered_by_slip(entry):
    """The same for a home without an account, by the code on its slip."""
    return _page(entry.vote_id, [entry], entered.code_for(entry.vote_id, entry.id))


@votes.post("/votes/<int:no>/entered/<int:line>/<code>")
@requires(anyone, on=lambda no, line, code: entered.line_by_code(no, line, code))
def challenge_by_slip(entry):
    """That was not us, by slip."""
    no, line = entry.vote_id, entry.id
    _challenge(no, line)
    there = url_for("votes.entered_by_slip", no=no, line=line, code=entered.code_for(no, line))
    return redirect(there, 303)


def challenge_or_404(no, number):
    """(vote, challenge) for the office; raises NotFound."""
    vote = queries.vote_or_404(no)
    found = db.session.get(EntryChallenge, number)
    if found is None or found.vote_id != no or found.ruling is not None:
        raise NotFound(None)
    return vote, next(one for one in entered.challenges_of(vote) if one.id == number)


def _may_rule(user, subject):
    return policies.may_run(user, subject[0])


@votes.get("/votes/<int:no>/challenges/<int:number>")
@requires(_may_rule, on=challenge_or_404)
def ruling(subject):
    """Which home says so, and how it ends."""
    vote, found = subject
    return _ruling_page(vote, found, RulingForm(formdata=None))


def _ruling_page(vote, found, form, status=200):
    home = paper_register.address_of(found.entry)
    return render("votes/ruling.html", status, vote=vote, found=found, form=form, home=home)


@votes.post("/votes/<int:no>/challenges/<int:number>/ruling")
@requires(_may_rule, on=challenge_or_404)
def create_ruling(subject):
    """Settle it with a reason everybody can read."""
    (vote, found), form = subject, RulingForm()
    if not form.validate():
        return _ruling_page(vote, found, form, 422)
    no, number = vote.id, found.id
    with writing():
        again = db.session.get(EntryChallenge, number)
        entered.rule(again, theirs=form.theirs.data, reason=form.reason.data, by=current_user)
    flash(_("Settled, with the reason."), "good")
    return redirect(url_for("votes.papers_page", no=no), 303)
