"""A delegate brings the key with which the body signs the public record."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils import queries
from civic.councils.models import Body
from civic.councils.policies import may_speak_for
from civic.councils.views import bp as councils
from civic.database import local_today, writing
from civic.errors import CivicError
from civic.extensions import db
from civic.ledger import cosigning
from civic.rendering import render


def _speaks(user, seat):
    return may_speak_for(user, seat, local_today())


@councils.get("/<int:council_id>/seats/<int:seat_id>/witness")
@requires(_speaks, on=queries.seat_or_404)
def witness(seat):
    """The key this body signs with, and where a new one is brought."""
    return _page(seat)


def _page(seat, status=200, refusal=None, brought=""):
    here = cosigning.witnesses(seat.council.community_id)
    key = next((one for one in here if one.body_id == seat.body_id), None)
    return render("councils/witness.html", status, seat=seat, key=key, refusal=refusal, brought=brought)


@councils.post("/<int:council_id>/seats/<int:seat_id>/witness")
@requires(_speaks, on=queries.seat_or_404)
def create_witness(seat):
    """From today on the body signs with this key."""
    brought, community_id, body_id = request.form.get("key", ""), seat.council.community_id, seat.body_id
    there = {"council_id": seat.council_id, "seat_id": seat.id}
    try:
        with writing():
            cosigning.name_witness(community_id, db.session.get(Body, body_id), brought, by=current_user)
    except CivicError as refusal:
        if refusal.message is None:
            raise
        return _page(queries.seat_or_404(**there), refusal.status, refusal, brought)
    flash(_("From today on your body signs with this key."), "good")
    return redirect(url_for("ledger_witnesses.show", community_id=community_id), 303)
