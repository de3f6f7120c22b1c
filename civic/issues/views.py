"""Pages that need no form: danger, one's own issue; and the blueprint with all view modules on it."""

from flask import current_app

from civic.authorization import anyone, requires
from civic.issues import (
    contact_views,
    policies,
    queries,
    raising_views,
    reporter_views,
    triage_views,
    voice_views,
)
from civic.issues.blueprint import apart
from civic.issues.blueprint import issues as bp
from civic.issues.forms import AppealForm, ObjectionForm, ReopeningForm, ReplyForm, VersionedForm
from civic.issues.kinds import OBJECTION_PERIOD
from civic.issues.triage_forms import AnswerForm, RulingForm
from civic.rendering import render

VIEWS = (contact_views, raising_views, reporter_views, triage_views, voice_views)


@bp.get("/<int:no>/own")
@requires(policies.may_open, on=queries.issue_in_full)
def own(issue):
    """The resident's own words and what they can do now; for reporter, triage, handler, whoever rules."""
    version = {"version": issue.version, "formdata": None}
    forms = apart(
        reply=ReplyForm(**version),
        objection=ObjectionForm(**version),
        appeal=AppealForm(**version),
        ruling=RulingForm(**version),
        reopening=ReopeningForm(**version),
        yes=VersionedForm(**version),
        answer=AnswerForm(**version),
    )
    return render(
        "issues/own.html", issue=issue, forms=forms, policies=policies, objection_period=OBJECTION_PERIOD
    )


@requires(anyone)
def emergency():
    """Numbers to call, large enough for shaking hands."""
    return render("issues/emergency.html", numbers=current_app.config["EMERGENCY"])


def register(app):
    """/emergency stands beside /issues: it is read out over the telephone."""
    app.add_url_rule("/emergency", "issues.emergency", emergency)
