"""Keyset paging: a page costs the same at row 20 and at row 1,000,000."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import gettext as _
from sqlalchemy import tuple_

from civic.errors import CivicError
from civic.extensions import db


@dataclass(frozen=True)
class Page:
    """Rows of one page; `next` is the cursor of the following page or None."""

    items: list
    next: str | None

    def __iter__(self):
        return iter(self.items)

    def __bool__(self):
        return bool(self.items)


def keyset(statement, orders, cursor=None, size=20, scalars=True, ascending=False) -> Page:
    """One page of `statement`, descending by `orders` (columns; the last must be unique).

    Args: cursor — the opaque `next` of the page before, or None. Raises CivicError (400) with a
    plain sentence for a cursor from a stranger's imagination. Rows come as entities, or as result
    rows with scalars=False (then `orders` must be among the selected columns, by key).
    """
    if cursor:
        here, seen = tuple_(*orders), tuple_(*read_cursor(cursor, orders))
        statement = statement.where(here > seen if ascending else here < seen)
    sort = (column.asc() if ascending else column.desc() for column in orders)
    statement = statement.order_by(*sort).limit(size + 1)
    rows = db.session.execute(statement)
    found = list(rows.scalars() if scalars else rows)
    more = len(found) > size
    found = found[:size]
    return Page(found, cursor_of(found[-1], orders) if more else None)


def cursor_of(row, orders) -> str:
    """The cursor of the page that begins after this row."""
    values = [getattr(row, column.key) for column in orders]
    values = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_cursor(cursor, orders) -> list:
    """The values a cursor names, one for each of `orders`. Raises CivicError (400)."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(orders):
            raise ValueError("wrong length")
        return [_typed(value, column) for value, column in zip(values, orders, strict=True)]
    except (ValueError, TypeError, UnicodeError) as fault:
        raise CivicError(
            _("That page number is not one of ours."), _("Start from the first page.")
        ) from fault


def _typed(value, column):
    wanted = column.type.python_type if not hasattr(column.type, "impl") else datetime
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("not a key")
    if wanted is int:
        if not isinstance(value, int) or abs(value) > 2**62:
            raise ValueError("not a number")
        return value
    if not hasattr(wanted, "fromisoformat"):
        return wanted(value)
    value = wanted.fromisoformat(value)
    return _moment(value) if isinstance(value, datetime) else value


def _moment(value):
    try:
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
    except OverflowError:  # off the calendar in UTC: nothing lies before it
        return datetime.min.replace(tzinfo=UTC)
