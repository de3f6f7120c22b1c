"""One whistle as everybody reads it, with its joint plan; and writing that plan down."""

from flask import redirect, url_for
from flask_login import current_user

from civic.action_items import policies, queries, workflow
from civic.action_items.blueprint import action_items
from civic.action_items.forms import PromiseForm
from civic.authorization import requires
from civic.councils.models import Body
from civic.database import locked, writing
from civic.dispatch import whistle_figures, whistle_policies
from civic.dispatch import whistle_queries as whistles
from civic.dispatch.whistle_acting import whistle_or_404
from civic.dispatch.whistle_forms import ResidentForm
from civic.dispatch.whistle_models import Whistle
from civic.extensions import db
from civic.meetings.policies import may_meet_about
from civic.rendering import render
from civic.submissions import once


@action_items.get("/whistles/<int:no>")
@requires(whistle_policies.may_see, on=whistle_or_404)
def whistle(whistle):
    """Who was called, who came when, what they found, what they promised, what it is worth."""
    mine = [call for call in whistle.calls if whistle_policies.answers_for(current_user, call)]
    rates = whistle_policies.may_rate_result(current_user, whistle)
    rated = whistles.rating_by(whistle, current_user) if rates else None
    return render(
        "action_items/whistle.html", whistle=whistle, mine=mine, items=queries.items_of_whistle(whistle.id),
        finding=whistles.boundary_finding_of(whistle), links=whistles.links_of(whistle),
        force=whistles.task_force_of(whistle), photos=whistles.photos_of_calls(whistle.calls),
        tallies=whistle_figures.tallies_of(whistle), policies=whistle_policies,
        plan=policies.may_commit_whistle, may_meet=may_meet_about,
        form=ResidentForm(formdata=None) if rates and rated is None else None, rated=rated,
    )  # fmt: skip


def _form(whistle):
    return PromiseForm().offer(queries.bodies_at(whistle), whistle.community_id)


@action_items.get("/whistles/<int:no>/action-items/new")
@requires(policies.may_commit_whistle, on=whistle_or_404)
def from_whistle(whistle):
    """Who does what because they stood around it together."""
    return render("action_items/from_whistle.html", whistle=whistle, form=_form(whistle))


@action_items.post("/whistles/<int:no>/action-items")
@requires(policies.may_commit_whistle, on=whistle_or_404)
def create_from_whistle(whistle):
    """Make the promise."""
    form = _form(whistle)
    if not form.validate_on_submit():
        return render("action_items/from_whistle.html", 422, whistle=whistle, form=form)
    number = whistle.id
    with writing(), once(form) as submission:
        workflow.commit_from_whistle(
            locked(Whistle, number),
            by=current_user,
            owner=db.session.get(Body, form.owner.data),
            what=form.what.data,
            standard=form.standard.data,
            due_on=form.due_on.data,
        )
        submission.leads_to(url_for("action_items.whistle", no=number))
    return redirect(submission.url, 303)
