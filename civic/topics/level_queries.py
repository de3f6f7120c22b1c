"""Reads along the levels: topics of a place, how many beneath each of its parts, what could be joined."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset
from civic.places.models import Place, PlaceKind
from civic.places.queries import place_or_404, within
from civic.topics.models import Topic
from civic.topics.states import OVER, TRANSITIONS, TopicLevel, TopicState

SETTLES = (PlaceKind.DOOR, PlaceKind.BUILDING, PlaceKind.COMMUNITY)
JOINABLE = tuple(state for state, after in TRANSITIONS.items() if TopicState.JOINED in after)
MOST_JOINED = 50


def settling_place(place) -> Place:
    """A door, a building or a community; raises NotFound for any other place."""
    found = place_or_404(place)
    if found.kind not in SETTLES:
        raise NotFound(None)
    return found


def topics_at(place, cursor=None, size=20):
    """A page of the topics that belong to this place itself, newest first."""
    statement = select(Topic).options(joinedload(Topic.thread), joinedload(Topic.place))
    if place.kind == PlaceKind.COMMUNITY:  # with its spots, and what reaches beyond it
        lower = (TopicLevel.DOOR, TopicLevel.BUILDING)
        statement = statement.where(Topic.community_id == place.id, Topic.level.not_in(lower))
    else:
        statement = statement.where(Topic.community_id == place.community_id, Topic.place_id == place.id)
    return keyset(statement, [Topic.id], cursor, size)


def beneath(place) -> list[tuple]:
    """(part, open, all) for each building of a community or door of a building where something is said."""
    if place.kind == PlaceKind.DOOR:
        return []
    part, here = aliased(Place), (place.community_id or place.id)
    is_open = func.count().filter(Topic.state.not_in(tuple(OVER)))
    rows = db.session.execute(
        select(part, is_open, func.count(Topic.id))
        .join(Place, (Place.id == part.id) | (Place.parent_id == part.id))
        .join(Topic, Topic.place_id == Place.id)
        .where(
            part.parent_id == place.id,
            part.kind.in_((PlaceKind.BUILDING, PlaceKind.DOOR)),
            Topic.community_id == here,
            Topic.level.in_((TopicLevel.DOOR, TopicLevel.BUILDING)),
        )
        .group_by(part.id)
        .order_by(part.number, part.id)
    )
    return [tuple(row) for row in rows]


def joinable(topic) -> list[Topic]:
    """Topics of a lower level beneath its place that can still go on in it, newest first."""
    lower = [one for one in TopicLevel if one.height < topic.level.height]
    found = (
        select(Topic)
        .join(Place, Place.id == Topic.place_id)
        .where(
            Topic.community_id == topic.community_id,
            Topic.level.in_(lower),
            Topic.state.in_(JOINABLE),
            within(topic.place),
        )
        .options(joinedload(Topic.place))
        .order_by(Topic.id.desc())
        .limit(MOST_JOINED)
    )
    return list(db.session.scalars(found))


def joined_into(topic_id) -> list[Topic]:
    """What went on in it."""
    found = select(Topic).where(Topic.joined_into_id == topic_id).order_by(Topic.id).limit(MOST_JOINED)
    return list(db.session.scalars(found.options(joinedload(Topic.place))))
