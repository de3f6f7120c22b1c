"""A plan with its marks as a value: equal where nothing moved, so that its drawing can be kept (frame.py).

To draw a plan costs milliseconds; a topic's page has one for each option.
"""

from dataclasses import dataclass

from sqlalchemy import select

from civic.extensions import db
from civic.places.models import ON_PLAN, Place
from civic.places.plan import Plan, draw

DRAWN = (
    Place.id, Place.parent_id, Place.kind, Place.spot, Place.label, Place.number, Place.x, Place.y,
    Place.width, Place.height,
)  # fmt: skip


@dataclass(frozen=True)
class Sketch:
    """What a plan is drawn of: places (rows with the columns DRAWN) and marks."""

    places: tuple
    marks: tuple

    @property
    def plan(self) -> Plan:
        """Drawn anew at each call: ask for it where the drawing is kept."""
        return draw(self.places, self.marks)


def places_drawn(community_id) -> tuple:
    """Everything with a position in the community, as rows to draw; one statement."""
    here = select(*DRAWN).where(Place.community_id == community_id, Place.kind.in_(ON_PLAN))
    return tuple(db.session.execute(here.order_by(Place.kind, Place.number, Place.id)))
