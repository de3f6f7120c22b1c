"""Reads around those a topic touches: interests by building, answers of those complained about, levels."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.accounts.sealing import lookup
from civic.councils.models import Body
from civic.errors import NotFound
from civic.extensions import db
from civic.places.models import Household, Place
from civic.topics.affected_models import Interest, InterestKind, LevelMove, RightOfReply
from civic.topics.models import Topic


@dataclass(frozen=True)
class Stake:
    """How many say the same of themselves in one building, or in one body."""

    kind: InterestKind
    where: str | None
    count: int


def interests_of(topic) -> list[Stake]:
    """Interests declared, by kind and building or body; never by person or home."""
    where = func.coalesce(Place.label, Body.name)
    rows = db.session.execute(
        select(Interest.kind, where, func.count())
        .outerjoin(Place, Place.id == Interest.building_id)
        .outerjoin(Body, Body.id == Interest.body_id)
        .where(Interest.topic_id == topic.id)
        .group_by(Interest.kind, where)
        .order_by(Interest.kind, func.count().desc(), where)
        .limit(200)
    )
    return [Stake(*row) for row in rows]


def my_interests(topic, person_id) -> list[Interest]:
    """What this person has declared on the topic."""
    mine = select(Interest).where(Interest.topic_id == topic.id, Interest.person_id == person_id)
    return list(db.session.scalars(mine.order_by(Interest.id)))


def own_interest(topic_no, interest, person_id) -> Interest:
    """One of this person's own; raises NotFound for anybody else's."""
    mine = (Interest.id == interest, Interest.topic_id == topic_no, Interest.person_id == person_id)
    found = db.session.scalar(select(Interest).where(*mine)) if person_id else None
    if found is None:
        raise NotFound(None)
    return found


def building_of_home(household_ids) -> int | None:
    """The building of the first of these homes."""
    if not household_ids:
        return None
    door = select(Place.parent_id).join(Household, Household.door_id == Place.id)
    return db.session.scalar(door.where(Household.id == min(household_ids)))


def replies_of(topic) -> list[RightOfReply]:
    """Those invited to answer, first to last: with their words, or still silent."""
    found = select(RightOfReply).where(RightOfReply.topic_id == topic.id)
    return list(db.session.scalars(found.order_by(RightOfReply.id).limit(50)))


def fingerprint(token: str) -> str:
    """What is kept of a private link, to find its invitation by."""
    return lookup("right-of-reply", token.strip())


def invited_by_token(token) -> RightOfReply:
    """The invitation a private link leads to, topic loaded; raises NotFound."""
    return _invited(RightOfReply.token_lookup == fingerprint(token))


def invited_or_404(topic_no, reply) -> RightOfReply:
    """An invitation on that topic, topic loaded; raises NotFound."""
    return _invited(RightOfReply.id == reply, RightOfReply.topic_id == topic_no)


def _invited(*which):
    whole = joinedload(RightOfReply.topic).joinedload(Topic.thread)
    found = db.session.scalar(select(RightOfReply).where(*which).options(whole))
    if found is None:
        raise NotFound(None)
    return found


def moves_of(topic) -> list[LevelMove]:
    """How the topic came to its level, first to last."""
    found = select(LevelMove).where(LevelMove.topic_id == topic.id)
    return list(db.session.scalars(found.order_by(LevelMove.id)))
