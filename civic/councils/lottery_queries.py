"""Reads of drawings: one, a council's, who of us is in; how many are in the pool."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.councils.lottery_models import Lottery, LotteryEntry
from civic.councils.models import Council
from civic.errors import NotFound
from civic.extensions import db
from civic.places.models import Household, Place


def lottery_or_404(lottery_id) -> Lottery:
    """A drawing with its council; raises NotFound."""
    kind = joinedload(Lottery.council).joinedload(Council.kind)
    found = db.session.get(Lottery, lottery_id, options=[kind])
    if found is None:
        raise NotFound(None)
    return found


def lotteries_of(council_id) -> list[Lottery]:
    """The drawings of a council, newest first, ten at most."""
    statement = select(Lottery).where(Lottery.council_id == council_id)
    return list(db.session.scalars(statement.order_by(Lottery.id.desc()).limit(10)))


def entry_of(lottery_id, person_id) -> LotteryEntry | None:
    """Somebody's place in the pool."""
    return db.session.scalar(
        select(LotteryEntry).where(LotteryEntry.lottery_id == lottery_id, LotteryEntry.person_id == person_id)
    )


def size_of_pool(lottery) -> int:
    """How many are in it."""
    counted = select(func.count(LotteryEntry.id)).where(LotteryEntry.lottery_id == lottery.id)
    return len(lottery.pool) or db.session.scalar(counted)


def buildings_of(community_id) -> list[str]:
    """The labels of its buildings, for quotas."""
    found = select(Place.label).where(Place.community_id == community_id, Place.kind == "building")
    return list(db.session.scalars(found.order_by(Place.number)))


def building_of(household_ids, council) -> str | None:
    """The building of the first of these homes that lies within the council's area; None: none does."""
    door, building, area = (Place.__table__.alias(name) for name in ("door", "building", "area"))
    found = (
        select(building.c.label)
        .select_from(Household)
        .join(door, door.c.id == Household.door_id)
        .join(building, building.c.id == door.c.parent_id)
        .join(area, door.c.path.startswith(area.c.path))
        .where(Household.id.in_(household_ids), area.c.id == council.place_id)
        .order_by(Household.id)
    )
    return db.session.scalar(found.limit(1))
