"""Turnout by building: from the box's references before they are destroyed, never from a ballot."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.extensions import db
from civic.places.models import Household, Place
from civic.votes import keystore, sealing
from civic.votes.disclosure import may_be_shown
from civic.votes.models import RollEntry
from civic.votes.regimes import OF_HOMES
from civic.votes.states import BallotKind
from civic.votes.turnout_models import BuildingTurnout

BATCH = 5000


def rows_at_close(vote, references) -> list[dict]:
    """Rows of building_turnout for the units whose `references` lie counted in the box.

    Only for votes by home, an owner of several at the first; raises keystore.KeyLost. Whoever reads
    the box for counting calls it, before the references go.
    """
    if vote.unit not in OF_HOMES or vote.ballot_kind == BallotKind.CODE:
        return []
    in_box, key = set(references), keystore.load(vote.id) if vote.is_secret else None
    entitled, voted = Counter(), Counter()
    homes = (
        select(RollEntry.unit_id, Place.parent_id)
        .join(Household, Household.id == RollEntry.unit_id)
        .join(Place, Place.id == Household.door_id)
        .where(RollEntry.vote_id == vote.id, RollEntry.unit_kind == vote.unit)
        .execution_options(yield_per=BATCH)
    )
    for home, building in db.session.execute(homes):
        plain = f"{vote.unit.value}:{home}"
        name = plain if key is None else sealing.reference(key, vote.unit.value, home)
        entitled[building] += 1
        voted[building] += name in in_box
    shown = may_be_shown({place: (voted[place], entitled[place]) for place in entitled})
    return [
        {"vote_id": vote.id, "place_id": place, "entitled": whole, "voted": part}
        for place, (part, whole) in shown.items()
    ]


def turnout_of(vote) -> list[BuildingTurnout]:
    """What may be shown, in the order of the building numbers, places loaded."""
    rows = select(BuildingTurnout).join(Place, Place.id == BuildingTurnout.place_id)
    rows = rows.options(joinedload(BuildingTurnout.place)).where(BuildingTurnout.vote_id == vote.id)
    return list(db.session.scalars(rows.order_by(Place.number, Place.id)))
