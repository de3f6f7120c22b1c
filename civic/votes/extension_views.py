"""The secretary puts the close of an open vote off, in public."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.errors import CivicError
from civic.extensions import db
from civic.rendering import render
from civic.submissions import once
from civic.votes import policies
from civic.votes.blueprint import votes
from civic.votes.extending import extend
from civic.votes.forms import ExtensionForm
from civic.votes.models import Vote
from civic.votes.staff_views import plain_vote


@votes.get("/votes/<int:no>/extension/new")
@requires(policies.may_extend, on=plain_vote)
def new_extension(vote):
    """Until when instead, and why."""
    return _page(vote, ExtensionForm(formdata=None))


def _page(vote, form, status=200):
    return render("votes/new_extension.html", status, vote=vote, form=form)


@votes.post("/votes/<int:no>/extension")
@requires(policies.may_open, on=plain_vote)
def create_extension(vote):
    """Put it off, once."""
    form, no = ExtensionForm(), vote.id
    if not form.validate():
        return _page(vote, form, 422)
    try:
        with writing(), once(form) as first:
            extend(db.session.get(Vote, no), form.until, reason=form.reason.data, by=current_user)
            first.leads_to(url_for("votes.show", no=no))
    except CivicError as refusal:
        if refusal.message is None:
            raise
        form.closes_on.errors = [f"{refusal.message} {refusal.next_step or ''}"]
        return _page(plain_vote(no), form, refusal.status)
    flash(_("The close is put off; everybody reads why."), "good")
    return redirect(url_for("votes.show", no=no), 303)
