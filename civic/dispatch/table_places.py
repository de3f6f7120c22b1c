"""What the pages of the table offer to choose from: the street, its places, bodies and categories."""

from flask_babel import gettext as _
from sqlalchemy import or_, select

from civic.accounts.roles import Role
from civic.councils.models import Body
from civic.errors import NotFound
from civic.extensions import db
from civic.issues import categories
from civic.places import queries as places
from civic.places.models import Place, PlaceKind

KINDS = (PlaceKind.SUBDISTRICT, PlaceKind.COMMUNITY, PlaceKind.BUILDING, PlaceKind.SPOT)


def street_or_404(street_id) -> Place:
    """A street's place. Raises NotFound."""
    street = places.place_or_404(street_id)
    if street.kind is not PlaceKind.SUBDISTRICT:
        raise NotFound(None)
    return street


def street_for(user, asked=None) -> Place:
    """The street asked for, else the one the person works for, else the site's first. Raises NotFound."""
    mine = user.places_as(Role.STREET_STAFF) if user.is_authenticated else ()
    number = asked or min(mine, default=None)
    if number:
        return street_or_404(number)
    first = select(Place).where(Place.kind == PlaceKind.SUBDISTRICT).order_by(Place.id).limit(1)
    street = db.session.scalar(first)
    if street is None:
        raise NotFound(None)
    return street


def streets() -> list[Place]:
    """Every street of the site, for switching between them."""
    return list(
        db.session.scalars(
            select(Place).where(Place.kind == PlaceKind.SUBDISTRICT).order_by(Place.path).limit(200)
        )
    )


def place_choices(street) -> list[tuple]:
    """(number, words) of the street and what stands in it, in the order of the tree; one statement."""
    inside = select(Place).where(places.within(street), Place.kind.in_(KINDS)).order_by(Place.path)
    return [(place.id, place.label) for place in db.session.scalars(inside)]


def bodies_serving(street) -> list[Body]:
    """Bodies that are not dissolved, of the street, of its communities and of those above; one statement."""
    communities = select(Place.id).where(Place.parent_id == street.id)
    near = or_(
        Body.place_id.is_(None), Body.place_id.in_([street.id, *street.ancestor_ids]),
        Body.place_id.in_(communities),
    )  # fmt: skip
    statement = select(Body).where(Body.ended_on.is_(None), near).order_by(Body.kind, Body.id)
    return list(db.session.scalars(statement))


def category_groups() -> dict:
    """The tree for a select whose top categories can be chosen, too: {group: [(code, words), …]}."""
    groups = {}
    for top in categories.tops():
        rows = [(node.code, categories.path_label(node.code)) for node in categories.tree().below(top.code)]
        groups[str(top.label)] = [(top.code, _("%(what)s: all of it", what=top.label)), *rows]
    return groups
