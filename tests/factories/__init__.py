"""Small makers of rows, one module per room: defaults for everything, through verbs where there are."""

from civic.database import writing

_next = 1


def number() -> int:
    """1, 2, 3 …: for whatever must differ."""
    count_from(_next + 1)
    return _next - 1


def count_from(value: int) -> None:
    """What `number` says next: a scene put back goes on counting where it ended."""
    global _next
    _next = value


def next_number() -> int:
    return _next


def save(*rows):
    """Write rows in one transaction; returns the row, or all of them."""
    with writing() as session:
        session.add_all(rows)
    return rows[0] if len(rows) == 1 else rows
