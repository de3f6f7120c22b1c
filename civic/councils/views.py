"""Who sits at the table. Public; persons appear by role only."""

from flask import Blueprint
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.councils import agenda, lottery_queries, queries, rules
from civic.councils.models import MandateRole
from civic.councils.policies import may_apply, may_fill_seats, may_found, may_lead, seats_spoken_for
from civic.councils.rule_models import RulesKind
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
        places=places_by_id(council.place_id for council in councils),
        may_found=may_found,
    )


@bp.get("/<int:council_id>")
@requires(anyone, on=queries.council_or_404)
def show(council):
    """Who sits, since when, and whether somebody speaks for each seat today."""
    today = local_today()
    return render(
        "councils/show.html",
        council=council,
        place=places_by_id([council.place_id])[council.place_id],
        before=agenda.before(council),
        may_fill=may_fill_seats(current_user, council),
        speaks_for={seat.id for seat in seats_spoken_for(current_user, council, today)},
        leads=may_lead(current_user, council, today),
        may_apply=may_apply(current_user, council),
        aside=queries.stepping_aside(council),
        house=rules.in_force(council, RulesKind.HOUSE),
        order=rules.in_force(council, RulesKind.ORDER),
        lotteries=lottery_queries.lotteries_of(council.id) if council.kind.has_residents else (),
        roles=MandateRole,
        today=today,
    )
