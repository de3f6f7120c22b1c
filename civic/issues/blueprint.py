"""The blueprint of this room, and what its views share; views.py hands it to the app."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import local_path
from civic.database import locked
from civic.errors import Conflict
from civic.issues import policies
from civic.issues.models import Issue
from civic.rendering import render
from civic.submissions import once

issues = Blueprint("issues", __name__, url_prefix="/issues")


def fresh(issue, form=None):
    """The issue as it is now, locked; raises Conflict when it moved on since the form was shown.

    A second click of the same form raises AlreadyDone: nobody was there before them but themselves.
    """
    now = locked(Issue, issue.id)
    seen = getattr(form, "version", None)
    if seen is not None:
        with once(form) as submission:
            submission.leads_to(_after(now))
    if seen is not None and seen.data and seen.data != str(now.version):
        raise Conflict(
            _("Somebody was here before you: it is now “%(state)s”.", state=now.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    return now


def _after(issue):
    """Where a second click arrives: the page asked for, else the one this person works at."""
    if following := request.form.get("next"):
        return local_path(following)
    if policies.may_triage(current_user, issue):
        return url_for("issues.triage", no=issue.id)
    return url_for(own_or_public(issue), no=issue.id)


def own_or_public(issue) -> str:
    """The endpoint at which this person reads on: with the resident's own words, or without."""
    return "issues.own" if policies.may_read_own_words(current_user, issue) else "transparency.thread"


def again(form, issue, heading, button):
    """The form by itself with what is wrong and everything that was typed (422)."""
    return render("issues/again.html", 422, form=form, issue=issue, heading=heading, button=button)


def done(words, endpoint, **values):
    """Say what happened and go on: to the page asked for by `next`, else to `endpoint`."""
    flash(words, "success")
    following = request.form.get("next")
    return redirect(local_path(following) if following else url_for(endpoint, **values), 303)


def apart(**forms):
    """Forms for one page, their fields' ids told apart by each form's name."""
    for name, form in forms.items():
        for each in form:
            each.id = each.label.field_id = f"{name}-{each.name}"
    return forms
