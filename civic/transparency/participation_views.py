"""The page of taking part, building by building."""

from flask_login import current_user

from civic.authorization import anyone, requires
from civic.places import queries as places
from civic.rendering import render
from civic.transparency.participation import by_building
from civic.transparency.views import bp as transparency


@transparency.get("/transparency/participation")
@requires(anyone)
def participation():
    """How many homes of each building took part in twelve months."""
    mine = sorted(current_user.community_ids)
    place = places.community(mine[0] if mine else None)
    parts = by_building(place.id) if place else []
    return render("transparency/participation.html", parts=parts)
