"""For which communities somebody may ask for a whistle, and on behalf of which body."""

from sqlalchemy import false, or_, select

from civic.accounts.roles import Role
from civic.councils.models import Body
from civic.dispatch.whistle_policies import ASKING, OFFICE, officer_of
from civic.extensions import db
from civic.places import queries as places
from civic.places.models import Place, PlaceKind


def asking_bodies(user) -> list[Body]:
    """The departments and utilities this person is an officer of, as far as they are at work."""
    ids = officer_of(user)
    if not ids:
        return []
    mine = Body.id.in_(ids), Body.kind.in_(ASKING), Body.ended_on.is_(None)
    return list(db.session.scalars(select(Body).where(*mine).order_by(Body.id)))


def asks_anywhere(user) -> bool:
    """Whether there is any community this person can ask for: the button is shown by this."""
    held = user.has_any_role(OFFICE) or bool(user.places_as(Role.STREET_STAFF))
    return held or bool(asking_bodies(user))


def _of_its_own(user):
    """Communities of the offices and the streets this person works in."""
    offices = {each for each in user.community_ids if user.has_any_role(OFFICE, community_id=each)}
    return Place.id.in_(offices) | Place.parent_id.in_(user.places_as(Role.STREET_STAFF))


def _served_by(user, body):
    """Communities a body serves: its own, or all below its street, district or city.

    Of a body that stands nowhere in the tree nobody knows what it serves: only where this person acts for it.
    """
    if body.community_id is not None:
        return Place.id == body.community_id
    if body.place_id is None:
        return Place.id.in_({each for each in user.community_ids if body.id in user.bodies_at(each)})
    return places.within(db.session.get(Place, body.place_id))


def _reach(user):
    served = (_served_by(user, body) for body in asking_bodies(user))
    return or_(false(), _of_its_own(user), *served)


def _communities(*conditions):
    return select(Place).where(Place.kind == PlaceKind.COMMUNITY, *conditions).order_by(Place.id)


def community_for(user, wanted=None, street=None) -> Place | None:
    """The wanted community if this person may ask for it; without one, the first (of that street)."""
    narrow = [Place.id == wanted] if wanted else [Place.parent_id == street] if street else []
    return db.session.scalar(_communities(_reach(user), *narrow).limit(1))


def communities_beside(user, community) -> list[Place]:
    """Those of the same street this person may ask for: a page never lists those of a whole city."""
    return list(db.session.scalars(_communities(_reach(user), Place.parent_id == community.parent_id)))


def streets_for(user) -> list[Place]:
    """The streets of all communities this person may ask for."""
    of_mine = select(Place.parent_id).where(Place.kind == PlaceKind.COMMUNITY, _reach(user))
    return list(db.session.scalars(select(Place).where(Place.id.in_(of_mine)).order_by(Place.id)))


def asks_as(user, community) -> Body | None:
    """The body this person asks for there; None where the community's office or the street asks."""
    if db.session.scalar(_communities(Place.id == community.id, _of_its_own(user))) is not None:
        return None
    for body in asking_bodies(user):
        if db.session.scalar(_communities(Place.id == community.id, _served_by(user, body))) is not None:
            return body
    return None
