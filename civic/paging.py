"""Keyset paging: a page costs the same at row 20 and at row 1,000,000."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import gettext as _

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


def keyset(statement, orders, cursor=None, size=20, scalars=True, ascending=False, values=None) -> Page:
    """One page of `statement`, descending by `orders` (columns; the last must be unique).

    Args: cursor — the opaque `next` of the page before, or None. Raises CivicError (400) with a
    plain sentence for a cursor from a stranger's imagination. Rows come as entities, or as result
    rows with scalars=False (then `orders` must be among the selected columns, by key). One statement;
    behind a cursor of several columns one for each at most. `values`: of the statement's own parameters.
    """
    sort = [column.asc() if ascending else column.desc() for column in orders]
    found = []
    for where in _beyond(orders, read_cursor(cursor, orders), ascending) if cursor else [()]:
        part = statement.where(*where).order_by(*sort).limit(size + 1 - len(found))
        rows = db.session.execute(part, values)
        found += rows.scalars() if scalars else rows
        if len(found) > size:
            break
    more = len(found) > size
    found = found[:size]
    return Page(found, cursor_of(found[-1], orders) if more else None)


def _beyond(orders, seen, ascending):
    """Where what follows is looked for in turn: rows equal to the key but for their number, then beyond.

    Not `(due_at, id) > (?, ?)`: SQLite looks its first half up and walks through all equals, and a
    thousand orders fall due at the same hour.
    """
    for place in reversed(range(len(orders))):
        equal = [column == value for column, value in zip(orders[:place], seen[:place], strict=True)]
        here, value = orders[place], seen[place]
        yield [*equal, here > value if ascending else here < value]


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
