"""Who sits at the table. Public; persons appear by role only."""

from flask import Blueprint
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.councils import agenda, queries
from civic.councils.models import MandateRole
from civic.councils.policies import may_fill_seats, seats_spoken_for
from civic.database import local_today
from civic.places.queries import places_by_id
from civic.rendering import render

bp = Blueprint("councils", __name__, url_prefix="/councils")


@bp.get("")
@requires(anyone)
def index():
    """All councils of this site, each with its seats."""
    councils = queries.councils()
    return render(
        "councils/index.html",
        councils=councils,
        communities=places_by_id(council.community_id for council in councils),
    )


@bp.get("/<int:council_id>")
@requires(anyone, on=queries.council_or_404)
def show(council):
    """Who sits, since when, and whether somebody speaks for each seat today."""
    places = places_by_id([council.community_id])
    return render(
        "councils/show.html",
        council=council,
        community=places[council.community_id],
        before=agenda.before(council),
        may_fill=may_fill_seats(current_user, council),
        speaks_for={seat.id for seat in seats_spoken_for(current_user, council, local_today())},
        roles=MandateRole,
        today=local_today(),
    )
