"""直接办 from an issue, promises from a decision, and putting an issue on the 待办 list."""

from flask import redirect, url_for
from flask_login import current_user

from civic.action_items import doers, policies, workflow
from civic.action_items.backlog import put_on_backlog
from civic.action_items.blueprint import action_items
from civic.action_items.forms import BacklogForm, PromiseForm
from civic.authorization import requires
from civic.councils.models import Body
from civic.councils.queries import bodies
from civic.database import locked, writing
from civic.decisions.models import Decision
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.models import Issue
from civic.rendering import render
from civic.submissions import once


def issue_or_404(no):
    issue = db.session.get(Issue, no)
    if issue is None:
        raise NotFound(None)
    return issue


def decision_or_404(no):
    decision = db.session.get(Decision, no)
    if decision is None:
        raise NotFound(None)
    return decision


def _form(subject, likely=(), **preset):
    community_id = subject.community_id
    return PromiseForm(**preset).offer(bodies(community_id), community_id, likely)


def _promised(form):
    return {
        "by": current_user,
        "owner": db.session.get(Body, form.owner.data),
        "what": form.what.data,
        "standard": form.standard.data,
        "due_on": form.due_on.data,
    }


@action_items.get("/issues/<int:no>/action-items/new")
@requires(policies.may_assign, on=issue_or_404)
def from_issue(issue):
    """直接办: who, by when, what done looks like."""
    likely = doers.likely_for(issue)
    preset = {"what": issue.summary_title or "", "owner": likely[0].id if likely else None}
    form = _form(issue, likely, **preset)
    return render("action_items/from_issue.html", issue=issue, form=form)


@action_items.post("/issues/<int:no>/action-items")
@requires(policies.may_assign, on=issue_or_404)
def create_from_issue(issue):
    """Make the promise."""
    form = _form(issue, doers.likely_for(issue))
    if not form.validate_on_submit():
        return render("action_items/from_issue.html", 422, issue=issue, form=form)
    number = issue.id
    with writing(), once(form) as submission:
        item = workflow.assign_directly(locked(Issue, number), **_promised(form))
        submission.leads_to(url_for("action_items.show", no=item.id))
    return redirect(submission.url, 303)


@action_items.get("/decisions/<int:no>/action-items/new")
@requires(policies.may_commit, on=decision_or_404)
def from_decision(decision):
    """Who does what because of this decision."""
    form = _form(decision, owner=decision.doer_body_id)
    return render("action_items/from_decision.html", decision=decision, form=form)


@action_items.post("/decisions/<int:no>/action-items")
@requires(policies.may_commit, on=decision_or_404)
def create_from_decision(decision):
    """Make the promise."""
    form = _form(decision)
    if not form.validate_on_submit():
        return render("action_items/from_decision.html", 422, decision=decision, form=form)
    number = decision.id
    with writing(), once(form) as submission:
        item = workflow.commit_from_decision(locked(Decision, number), **_promised(form))
        submission.leads_to(url_for("action_items.show", no=item.id))
    return redirect(submission.url, 303)


@action_items.get("/issues/<int:no>/backlog-entry/new")
@requires(policies.may_assign, on=issue_or_404)
def not_yet(issue):
    """Why it cannot be done yet, and when we look again."""
    return render("action_items/not_yet.html", issue=issue, form=BacklogForm())


@action_items.post("/issues/<int:no>/backlog-entry")
@requires(policies.may_assign, on=issue_or_404)
def create_backlog_entry(issue):
    """Put it on the public 待办 list."""
    form = BacklogForm()
    if not form.validate_on_submit():
        return render("action_items/not_yet.html", 422, issue=issue, form=form)
    number = issue.id
    with writing(), once(form) as submission:
        put_on_backlog(
            locked(Issue, number),
            by=current_user,
            reason=form.reason.data,
            next_look_on=form.next_look_on.data,
        )
        submission.leads_to(url_for("action_items.backlog"))
    return redirect(submission.url, 303)
