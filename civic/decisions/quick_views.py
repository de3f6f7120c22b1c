"""The quick round: five fields, two minutes, and a text for the group."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils.queries import body_choices
from civic.database import writing
from civic.decisions.blueprint import form_page
from civic.decisions.forms import QuickForm
from civic.decisions.policies import may_open_quick_round
from civic.decisions.quick import prepare_quick_round
from civic.extensions import db
from civic.places.queries import community
from civic.rendering import render
from civic.submissions import once
from civic.votes import keystore
from civic.votes.models import Vote
from civic.votes.workflow import open_vote


@form_page("/topics/quick-rounds/new")
@requires(may_open_quick_round)
def new_quick_round():
    """One screen; published at once."""
    form, home_id = QuickForm(), _home_id()
    form.doer.choices = body_choices(home_id)
    if form.validate_on_submit():
        return _publish(form, home_id)
    return render("decisions/new_quick_round.html", 422 if form.errors else 200, form=form)


def _home_id():
    mine = sorted(current_user.community_ids)
    return community(mine[0] if mine else None).id


def _publish(form, home_id):
    with writing(), once(form) as first:
        vote = prepare_quick_round(
            community_id=home_id, what=form.what.data.strip(), options=form.choices_typed, by=current_user,
            chooser=form.chooser.data, until=form.until.data, doer_body_id=form.doer.data,
        )  # fmt: skip
        vote_id = vote.id
        first.leads_to(url_for("votes.show", no=vote_id))
    if db.session.get(Vote, vote_id).is_secret:
        keystore.create(vote_id)  # slow, so between the two locks
    with writing():
        open_vote(db.session.get(Vote, vote_id), by=current_user)
    flash(_("It is open. The text for the group is below."))
    return redirect(url_for("votes.show", no=vote_id), 303)
