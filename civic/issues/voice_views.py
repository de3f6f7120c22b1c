"""我家也这样 and comments: posted from the public page, back to it."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires, signed_in
from civic.database import writing
from civic.errors import NotAllowed
from civic.issues import queries, search, voices
from civic.issues.blueprint import again, done, fresh, issues
from civic.issues.forms import CommentForm
from civic.submissions import OnceForm, once


def _may_speak(user, issue):
    return signed_in(user)


def _household(issue):
    held = queries.household_in(current_user, issue.community_id)
    if held is None:
        raise NotAllowed(
            _("Only neighbours of this community whose home is checked can add themselves."),
            _("Join your household first, with the slip from your door or at the community office."),
        )
    return held


@issues.post("/<int:no>/support")
@requires(_may_speak, on=queries.issue_or_404)
def create_support(issue):
    """My home, too."""
    form, no = OnceForm(), issue.id
    address = url_for("transparency.thread", no=no)
    with writing(), once(form) as submission:
        voices.support(fresh(issue), by=current_user, household_id=_household(issue))
        submission.leads_to(address)
    return done(_("Counted: your home, too."), "transparency.thread", no=no)


@issues.post("/<int:no>/support/withdrawal")
@requires(_may_speak, on=queries.issue_or_404)
def create_support_withdrawal(issue):
    """Not my home after all."""
    form, no = OnceForm(), issue.id
    with writing(), once(form) as submission:
        voices.withdraw_support(fresh(issue), by=current_user, household_id=_household(issue))
        submission.leads_to(url_for("transparency.thread", no=no))
    return done(_("Taken back."), "transparency.thread", no=no)


@issues.post("/<int:no>/comments")
@requires(_may_speak, on=queries.issue_or_404)
def create_comment(issue):
    """A remark."""
    form, no = CommentForm(), issue.id
    if not form.validate():
        return again(form, issue, _("Your comment"), _("Post the comment"))
    address = url_for("transparency.thread", no=no)
    with writing(), once(form) as submission:
        now = fresh(issue)
        building = queries.building_of(current_user, now.community_id)
        remark = voices.comment(
            now,
            by=current_user,
            words=form.words.data,
            place_id=building,
            author_since=current_user.created_at,
        )
        search.mark_due(now)
        submission.leads_to(f"{address}#comment-{remark.id}")
    return done(_("Your comment is there."), "transparency.thread", no=no)
