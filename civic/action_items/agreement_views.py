"""What a meeting agreed on becomes a promise; and from the minutes back to how far it is."""

from flask import redirect, url_for
from flask_login import current_user

from civic.action_items import policies, queries, workflow
from civic.action_items.blueprint import action_items
from civic.action_items.forms import PromiseForm
from civic.authorization import anyone, requires
from civic.councils.models import Body
from civic.councils.queries import bodies
from civic.database import writing
from civic.errors import NotFound
from civic.extensions import db
from civic.meetings.minutes_queries import agreement_or_404
from civic.rendering import render
from civic.submissions import once


def _form(agreement):
    community_id = agreement.meeting.community_id
    form = PromiseForm(obj=agreement).offer(bodies(community_id), community_id)
    if not form.is_submitted():
        form.owner.data = agreement.owner_body_id
        form.due_on.data = agreement.due_on or form.due_on.default()
    return form


@action_items.get("/meetings/<int:no>/agreements/<int:agreement>/action-items/new")
@requires(policies.may_commit_agreement, on=agreement_or_404)
def from_agreement(agreement):
    """Who does it, by when, what done looks like: filled in as far as the meeting said."""
    return render("action_items/from_agreement.html", agreement=agreement, form=_form(agreement))


@action_items.post("/meetings/<int:no>/agreements/<int:agreement>/action-items")
@requires(policies.may_commit_agreement, on=agreement_or_404)
def create_from_agreement(agreement):
    """Make the promise, in one tap from the minutes."""
    form, no, number = _form(agreement), agreement.meeting_id, agreement.id
    if not form.validate_on_submit():
        return render("action_items/from_agreement.html", 422, agreement=agreement, form=form)
    with writing(), once(form) as submission:
        item = workflow.commit_from_agreement(
            agreement_or_404(no, number), by=current_user, owner=db.session.get(Body, form.owner.data),
            what=form.what.data, standard=form.standard.data, due_on=form.due_on.data,
        )  # fmt: skip
        submission.leads_to(url_for("action_items.show", no=item.id))
    return redirect(submission.url, 303)


@action_items.get("/meetings/<int:no>/agreements/<int:agreement>/action-items")
@requires(anyone, on=agreement_or_404)
def of_agreement(agreement):
    """To the promise it became."""
    made = queries.items_of_agreement(agreement.id)
    if not made:
        raise NotFound(None)
    return redirect(url_for("action_items.show", no=made[0].id), 303)
