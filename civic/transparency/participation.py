"""Taking part by building: how many homes spoke up, stood behind something, voted, in twelve months.

Numbers of homes, never whose; under five is not told. Counted at most hourly: it grows with the archive.
"""

import time
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, union

from civic.accounts.models import Membership
from civic.accounts.roles import Role, Standing
from civic.database import utcnow
from civic.extensions import db
from civic.issues.models import Comment, Support
from civic.places.models import Household, Place, PlaceKind
from civic.topics.argument_models import Argument
from civic.topics.models import Opinion, TopicSupport
from civic.topics.small_counts import alone
from civic.votes.models import Vote
from civic.votes.turnout_models import BuildingTurnout

YEAR, KEPT_SECONDS = timedelta(days=365), 3600
_kept: dict = {}


@dataclass(frozen=True)
class Part:
    """A building: its homes, and how many of them did what; None is under five and not told."""

    label: str
    homes: int
    spoke: int | None
    supported: int | None
    voted: int | None


def by_building(community_id) -> list[Part]:
    """Every building of the community in the order of its number; four statements, hourly."""
    key, now = (str(db.engine.url), community_id), time.monotonic()
    found = _kept.get(key)
    if found is None or now - found[0] > KEPT_SECONDS:
        found = _kept[key] = (now, _count(community_id))
    return found[1]


def forget_counts() -> None:
    """Count anew at the next look."""
    _kept.clear()


def _count(community_id):
    since = utcnow() - YEAR
    spoke, supported = _homes(_who_spoke(since)), _homes(_who_supported(since))
    voted = dict(map(tuple, db.session.execute(_most_voted(community_id, since))))
    buildings = select(Place).where(Place.community_id == community_id, Place.kind == PlaceKind.BUILDING)
    return [
        Part(
            place.label, place.homes, alone(spoke.get(place.id, 0)), alone(supported.get(place.id, 0)),
            voted.get(place.id),
        )
        for place in db.session.scalars(buildings.order_by(Place.number, Place.id))
    ]  # fmt: skip


def _homes(households) -> dict:
    """Building → how many of these households stand in it."""
    rows = db.session.execute(
        select(Place.parent_id, func.count())
        .select_from(Household)
        .join(Place, Place.id == Household.door_id)
        .where(Household.id.in_(households))
        .group_by(Place.parent_id)
    )
    return dict(map(tuple, rows))


def _who_spoke(since):
    wrote = union(
        select(Opinion.person_id).where(Opinion.created_at >= since),
        select(Argument.person_id).where(Argument.created_at >= since),
        select(Comment.author_id).where(Comment.created_at >= since),
    )
    return select(Membership.household_id).where(
        Membership.role == Role.RESIDENT,
        Membership.standing == Standing.VERIFIED,
        Membership.valid_to.is_(None),
        Membership.person_id.in_(wrote),
    )


def _who_supported(since):
    return union(
        select(TopicSupport.household_id).where(TopicSupport.created_at >= since),
        select(Support.household_id).where(Support.created_at >= since),
    )


def _most_voted(community_id, since):
    """Building → homes in the vote where most of it voted; what is kept may be shown (disclosure.py)."""
    return (
        select(BuildingTurnout.place_id, func.max(BuildingTurnout.voted))
        .join(Vote, Vote.id == BuildingTurnout.vote_id)
        .where(Vote.community_id == community_id, Vote.closes_at >= since)
        .group_by(BuildingTurnout.place_id)
    )
