"""What the city's hotline heard when it called back: kept beside ours, never mixed with it."""

from sqlalchemy import func, insert, select, update

from civic.database import open_connection
from civic.dispatch.hotline_models import CityCallback
from civic.dispatch.imported_rows import callback_row, called_by_city
from civic.dispatch.models import WorkOrder
from civic.extensions import db

SAID = ("contacted", "solved", "satisfied")


def add_callbacks(source: str, rows, there, now) -> int:
    """Keep what is new in these (order number, line of the file); returns how many there were.

    An order whose resident the city has reached is not called again by us. Inside the import's
    transaction. Args: there — those orders that were known before, and may have a callback already.
    """
    said = {order: callback_row(order, source, row, now) for order, row in rows if called_by_city(row)}
    if not said:
        return 0
    before = latest_of(said.keys() & set(there))
    new = {order: row for order, row in said.items() if order not in before or _differs(row, before[order])}
    if not new:
        return 0
    open_connection().execute(insert(CityCallback.__table__), list(new.values()))
    reached = [order for order, row in new.items() if _reached(row)]
    not_yet = WorkOrder.id.in_(reached), WorkOrder.city_called_at.is_(None)
    open_connection().execute(update(WorkOrder.__table__).where(*not_yet).values(city_called_at=now))
    return len(new)


def _differs(row, kept):
    return any(row[name] != getattr(kept, name) for name in SAID)


def _reached(row):
    return row["contacted"] is True or bool(row["solved"] or row["satisfied"])


def latest_of(order_ids) -> dict[int, CityCallback]:
    """The newest callback of the city of each of these orders (1 statement)."""
    if not order_ids:
        return {}
    newest = select(func.max(CityCallback.id)).where(CityCallback.order_id.in_(list(order_ids)))
    found = db.session.scalars(
        select(CityCallback).where(CityCallback.id.in_(newest.group_by(CityCallback.order_id)))
    )
    return {row.order_id: row for row in found}
