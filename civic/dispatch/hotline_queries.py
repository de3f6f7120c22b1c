"""What came with an order in the hotline's file, for its page; and whom the file suggests."""

from dataclasses import dataclass

from sqlalchemy import select

from civic.councils.queries import bodies_by_id
from civic.dispatch.city_callbacks import latest_of
from civic.dispatch.hotline_models import CityCallback, Complainant, HotlineRow
from civic.dispatch.models import WorkOrder
from civic.dispatch.sameness import likely_duplicates
from civic.dispatch.states import LegRole
from civic.extensions import db


@dataclass(frozen=True)
class CameWith:
    """What stands beside an order: the file's words, the city's callback, perhaps the same matter.

    `parts`: [(Body, LegRole)] the file names and we know, for the dispatcher to take or not.
    """

    row: HotlineRow | None = None
    city: CityCallback | None = None
    has_number: bool = False
    same_as: int | None = None
    parts: tuple = ()


def came_with(order) -> CameWith:
    """Five statements at most; one for an order that came in by itself."""
    same_as = likely_duplicates([order.id]).get(order.id)
    if order.external_no is None:
        return CameWith(same_as=same_as)
    row = db.session.get(HotlineRow, order.id)
    kept = select(Complainant.order_id).where(Complainant.order_id == order.id)
    return CameWith(
        row, latest_of({order.id}).get(order.id), db.session.scalar(kept) is not None, same_as,
        tuple(_parts(row)) if row else (),
    )  # fmt: skip


def _parts(row):
    named = [(row.lead_id, LegRole.LEAD)] if row.lead_id else []
    named += [(number, LegRole.ASSIST) for number in row.assist_ids if number != row.lead_id]
    bodies = bodies_by_id(number for number, _role in named)
    return [(bodies[number], role) for number, role in named if bodies[number].ended_on is None]


def known_numbers(source: str, rows) -> dict[str, int]:
    """{number: order} of those lines of a file that are orders already (1 statement)."""
    mine = WorkOrder.source == source, WorkOrder.external_no.in_([row.external_no for row in rows])
    return dict(db.session.execute(select(WorkOrder.external_no, WorkOrder.id).where(*mine)).all())
