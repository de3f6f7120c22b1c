"""The callback on the reporter's own issue page."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.errors import NotFound
from civic.issues.queries import issue_or_404
from civic.rendering import render
from civic.reviews import policies, queries, workflow
from civic.reviews.blueprint import reviews
from civic.reviews.forms import AnswerForm, TapForm
from civic.reviews.states import AnswerChannel
from civic.submissions import once


def callback_for(issue):
    """For templates: what the person looking at their own issue is asked, or None."""
    if issue.work_order_id is None or not policies.is_reporter(current_user, issue):
        return None
    callback = queries.latest_callback_of(issue.work_order_id)
    if callback is None:
        return None
    return {"callback": callback, "form": AnswerForm(formdata=None), "again": TapForm(formdata=None)}


def _callback_or_404(issue):
    callback = queries.latest_callback_of(issue.work_order_id) if issue.work_order_id else None
    if callback is None:
        raise NotFound(None)
    return callback


@reviews.get("/issues/<int:no>/callback")
@requires(policies.is_reporter, on=issue_or_404)
def callback(issue):
    """The three questions on a page of their own."""
    return _page(issue, _callback_or_404(issue), AnswerForm(formdata=None))


def _page(issue, row, form, status=200):
    asked = {"callback": row, "form": form, "again": TapForm(formdata=None)}
    return render("reviews/callback.html", status, issue=issue, asked=asked)


@reviews.post("/issues/<int:no>/callback/answer")
@requires(policies.is_reporter, on=issue_or_404)
def create_own_answer(issue):
    """The reporter's answers, once."""
    return _say(issue, workflow.answer, _("Thank you. Your answer counts."))


@reviews.post("/issues/<int:no>/callback/correction")
@requires(policies.is_reporter, on=issue_or_404)
def create_own_correction(issue):
    """Within seven days."""
    return _say(issue, workflow.correct, _("Changed. The earlier answer stays on record."))


def _say(issue, verb, thanks):
    form, row, here = AnswerForm(), _callback_or_404(issue), url_for("issues.own", no=issue.id)
    if not form.validate():
        return _page(issue, row, form, 422)
    number = row.id
    with writing(), once(form) as submission:
        verb(queries.locked_callback(number), form.said, channel=AnswerChannel.OWN, by=current_user)
        submission.leads_to(here)
    flash(thanks, "good")
    return redirect(here, 303)


@reviews.post("/issues/<int:no>/callback/reopening")
@requires(policies.is_reporter, on=issue_or_404)
def create_own_reopening(issue):
    """One tap: it is taken up again."""
    form, number, here = TapForm(), _callback_or_404(issue).id, url_for("issues.own", no=issue.id)
    with writing(), once(form) as submission:
        workflow.reopen(queries.locked_callback(number), channel=AnswerChannel.OWN, by=current_user)
        submission.leads_to(here)
    flash(_("It is being worked on again, with a new date that everybody sees."), "good")
    return redirect(here, 303)


def register(app):
    """The issue's own page stands in an upper room and asks for what is below it by this name."""
    app.jinja_env.globals["callback_for"] = callback_for
