"""A body vouches for the count; and what the body that called the vote announced is attached."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import local_today, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.rendering import render
from civic.votes import certifying, policies
from civic.votes.blueprint import votes
from civic.votes.models import Vote
from civic.votes.paper_forms import AnnouncementForm
from civic.votes.staff_views import plain_vote


@votes.post("/votes/<int:no>/certification")
@requires(policies.may_run, on=plain_vote)
def create_certification(vote):
    """The office vouches for the count, once nothing is open any more."""
    body, no = certifying.office_of(current_user, vote.community_id), vote.id
    if body is None:
        raise Refused(
            _("No body of this community is entered for your office."),
            _("Ask the administrator to enter it."),
        )
    with writing():
        certifying.certify(db.session.get(Vote, no), body, by=current_user)
    flash(_("Certified. The lists that name homes are gone where the vote was secret."), "good")
    return redirect(url_for("votes.show", no=no), 303)


@votes.get("/votes/<int:no>/announcement/new")
@requires(policies.may_run, on=plain_vote)
def new_announcement(vote):
    """Word for word, with its day."""
    return _page(vote, AnnouncementForm(formdata=None, announced_on=local_today()))


def _page(vote, form, status=200):
    return render("votes/announcement.html", status, vote=vote, form=form)


@votes.post("/votes/<int:no>/announcement")
@requires(policies.may_run, on=plain_vote)
def create_announcement(vote):
    """Only their announcement makes the result of a paper vote hold."""
    form, no = AnnouncementForm(), vote.id
    if not form.validate():
        return _page(vote, form, 422)
    try:
        with writing():
            certifying.announce(
                db.session.get(Vote, no), form.words.data, form.announced_on.data, by=current_user
            )
    except (Conflict, Refused) as refusal:
        form.words.errors = [f"{refusal.message} {refusal.next_step or ''}"]
        return _page(plain_vote(no), form, refusal.status)
    flash(_("The announcement is attached."), "good")
    return redirect(url_for("votes.show", no=no), 303)
