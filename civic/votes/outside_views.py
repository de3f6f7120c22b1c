"""Who may decide this? And what was decided elsewhere, brought in with its evidence."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.errors import CivicError, Refused
from civic.extensions import db
from civic.rendering import render
from civic.submissions import once
from civic.topics.models import Topic
from civic.votes import policies
from civic.votes.blueprint import votes
from civic.votes.matters import BY_CODE, MATTERS
from civic.votes.outside import enter_result
from civic.votes.outside_forms import OutsideForm
from civic.votes.staff_views import topic_or_404


@votes.get("/topics/<int:no>/matters")
@requires(policies.may_prepare, on=topic_or_404)
def matters(topic):
    """What is to be decided? The answer says who may decide it, and by which lines."""
    return render("votes/matters.html", topic=topic, matters=MATTERS)


def matter_asked():
    """The matter named in the address. Raises CivicError (400) for one that is none."""
    matter = BY_CODE.get(request.args.get("matter", ""))
    if matter is None:
        raise CivicError(None)
    return matter


@votes.get("/topics/<int:no>/results/new")
@requires(policies.may_prepare, on=topic_or_404)
def outside(topic):
    """The figures of the notice."""
    return _page(topic, matter_asked(), OutsideForm(question=topic.title))


@votes.post("/topics/<int:no>/results")
@requires(policies.may_prepare, on=topic_or_404)
def create_outside(topic):
    """Keep the result with its evidence."""
    form, matter, topic_id = OutsideForm(), matter_asked(), topic.id
    if not form.validate():
        return _page(topic, matter, form, 422)
    try:
        with writing(), once(form) as submission:
            now = db.session.get(Topic, topic_id)
            vote = enter_result(now, matter, form.heads(), form.areas(), by=current_user, **form.told())
            number = vote.id
            submission.leads_to(url_for("votes.show", no=number))
    except Refused as refusal:
        form.heads_part.errors = [f"{refusal.message} {refusal.next_step or ''}"]
        return _page(topic_or_404(topic_id), matter, form, 422)
    flash(_("The result is kept, with what it came with."))
    return redirect(url_for("votes.show", no=number), 303)


def _page(topic, matter, form, status=200):
    return render("votes/outside.html", status, topic=topic, matter=matter, form=form)
