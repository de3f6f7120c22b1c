"""Keying ballots, two bodies blind to each other; and settling what they read differently."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.errors import CivicError, Conflict, NotFound
from civic.places.queries import on_plan
from civic.rendering import render
from civic.votes import paper_showing, policies, queries, settling, telling
from civic.votes.ballot_forms import ballot_form, is_filled_in
from civic.votes.blueprint import votes
from civic.votes.keying import key, left_to_key, may_begin, table_or_404, turn_of
from civic.votes.paper_forms import KeyForm, SettleForm
from civic.votes.picture import pictures
from civic.votes.queries import Paper


@votes.get("/votes/<int:no>/papers/keying")
@requires(policies.may_key, on=table_or_404)
def keying(table):
    """The next ballot, as empty as a fresh one: what the other body keyed is not shown."""
    left = left_to_key(table.vote, turn_of(table, current_user)) if may_begin(table.vote) else []
    return _keying_page(table, KeyForm(formdata=None, serial=f"{left[0]:04}" if left else ""))


def _keying_page(table, form, ballot=None, status=200, refusal=None):
    vote, turn = table.vote, turn_of(table, current_user)
    left = left_to_key(vote, turn) if turn and may_begin(vote) else []
    ballot = ballot or ballot_form(Paper(vote, vote.options))
    return render("votes/keying.html", status, vote=vote, form=ballot, key_form=form, left=len(left),
                  refusal=refusal, may_begin=may_begin(vote), **_ballot_parts(vote))  # fmt: skip


def _ballot_parts(vote):
    shown = pictures(on_plan(vote.community_id), vote.options) if vote.options else None
    return {"paper": Paper(vote, vote.options), "pictures": shown, "telling": telling}


def read_off(vote, form):
    """({content} or {flaw}, ballot form): what the reader says; the first is None when neither is whole."""
    ballot = ballot_form(Paper(vote, vote.options))
    if form.found:
        return {"flaw": form.found}, ballot
    return ({"content": ballot.content()} if is_filled_in(ballot) else None), ballot


@votes.post("/votes/<int:no>/papers/keyings")
@requires(policies.may_key, on=table_or_404)
def create_keying(table):
    """Write down what one ballot says, then the next."""
    form, no = KeyForm(), table.vote.id
    said, ballot = read_off(table.vote, form)
    if not form.validate() or said is None:
        return _keying_page(table, form, ballot, 422)
    try:
        with writing():
            key(table, form.number, by=current_user, **said)
    except CivicError as refusal:
        return _keying_page(table_or_404(no), form, ballot, refusal.status, refusal)
    flash(_("Ballot %(no)s is keyed.", no=form.number))
    return redirect(url_for("votes.keying", no=no), 303)


def difference_or_404(no, number):
    """(vote, its reading): a ballot that two read differently; raises NotFound."""
    vote = queries.vote_or_404(no)
    found = [one for one in settling.differences(vote) if one.number == number]
    if not found:
        raise NotFound(None)
    return vote, found[0]


def _may_settle(user, subject):
    return policies.may_run(user, subject[0])


@votes.get("/votes/<int:no>/papers/differences/<int:number>")
@requires(_may_settle, on=difference_or_404)
def difference(subject):
    """What each read, and what the ballot says in the eyes of a third."""
    return _difference_page(subject, SettleForm(formdata=None))


def _difference_page(subject, form, ballot=None, status=200, refusal=None):
    vote, read = subject
    ballot = ballot or ballot_form(Paper(vote, vote.options))
    return render("votes/difference.html", status, vote=vote, read=read, form=ballot, settle_form=form,
                  refusal=refusal, in_words=paper_showing.in_words, **_ballot_parts(vote))  # fmt: skip


@votes.post("/votes/<int:no>/papers/differences/<int:number>/settlement")
@requires(_may_settle, on=difference_or_404)
def create_settlement(subject):
    """A third person says what it says, and why."""
    (vote, read), form = subject, SettleForm()
    no, number = vote.id, read.number
    said, ballot = read_off(vote, form)
    if not form.validate() or said is None:
        return _difference_page(subject, form, ballot, 422)
    try:
        with writing():
            settling.settle(vote, number, reason=form.reason.data, by=current_user, **said)
    except Conflict as refusal:
        return _difference_page(difference_or_404(no, number), form, ballot, 409, refusal)
    flash(_("Settled: ballot %(no)s.", no=number))
    return redirect(url_for("votes.papers_page", no=no), 303)
