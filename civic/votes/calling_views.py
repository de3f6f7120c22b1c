"""How many owners demand an owners' meeting on a topic, beside the line of the law; adding one's voice."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.errors import CivicError
from civic.extensions import db
from civic.places.models import Household
from civic.rendering import render
from civic.topics.models import Topic
from civic.topics.policies import may_support
from civic.votes import roll
from civic.votes.blueprint import votes
from civic.votes.call_models import OwnersCall
from civic.votes.owners_calling import call_owners, needed_of
from civic.votes.staff_views import topic_or_404


@votes.get("/topics/<int:no>/owners-call")
@requires(anyone, on=topic_or_404)
def owners_call(topic):
    """The bar, and one's own voice."""
    return _page(topic)


def _page(topic, status=200, refusal=None):
    call, homes = db.session.get(OwnersCall, topic.id), ()
    owners = call.owners if call else len(roll.heads_in(topic.community_id, topic.place_id))
    if current_user.is_authenticated and may_support(current_user, topic):
        homes = [db.session.get(Household, number) for number in sorted(current_user.household_ids)]
    return render(
        "votes/owners_call.html", status, topic=topic, calls=call.calls if call else 0, owners=owners,
        needed=call.needed if call else needed_of(owners), reached=call and call.reached_at,
        homes=[one for one in homes if one.community_id == topic.community_id], refusal=refusal,
    )  # fmt: skip


@votes.post("/topics/<int:no>/owners-call")
@requires(may_support, on=topic_or_404)
def create_owners_call(topic):
    """Our home demands it."""
    no, number = topic.id, request.form.get("home", 0, type=int)
    number = number if number in current_user.household_ids else min(current_user.household_ids, default=0)
    owns = "owns" in request.form
    try:
        with writing():
            there = db.session.get(Topic, no), db.session.get(Household, number)
            new = call_owners(*there, owns=owns, by=current_user)
    except CivicError as refusal:
        if refusal.message is None:
            raise
        return _page(topic_or_404(no), refusal.status, refusal)
    flash(
        _("Counted: you demand an owners' meeting.") if new else _("Your voice was counted already."), "good"
    )
    return redirect(url_for("votes.owners_call", no=no), 303)
