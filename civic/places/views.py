"""The plan of the neighbourhood and one page a place. Public."""

from flask import Blueprint

from civic.authorization import anyone, requires
from civic.places import queries
from civic.places.models import PlaceKind
from civic.places.plan import Mark, draw
from civic.rendering import render

bp = Blueprint("places", __name__, url_prefix="/places")


@bp.get("")
@requires(anyone)
def index():
    """The plan, and the same as a list of buildings, doors and spots."""
    community = queries.community()
    tree = queries.tree(community.id) if community else None
    plan = draw(queries.on_plan(community.id)) if community else None
    doors = sum(len(building.doors) for building in tree.buildings) if tree else 0
    return render("places/index.html", community=community, tree=tree, plan=plan, doors=doors)


@bp.get("/<int:place_id>")
@requires(anyone, on=queries.place_or_404)
def show(place):
    """What this place is, where it lies, and what is behind it."""
    return render(
        "places/show.html",
        place=place,
        above=queries.above(place),
        doors=queries.doors_of(place) if place.kind == PlaceKind.BUILDING else [],
        plan=_plan_with(place) if place.is_on_plan else None,
    )


def _plan_with(place):
    """The plan with this place brought out: for a door its building, and a mark at the door."""
    here, chosen = [], place.id
    if place.kind == PlaceKind.DOOR:
        here, chosen = [Mark("", place.label, x=place.x, y=place.y, tone="red")], place.parent_id
    return draw(queries.on_plan(place.community_id), here, chosen)
