"""A row in any table, with whatever it refers to, for tests of the database's own rules."""

import itertools
from datetime import UTC, date, datetime

from sqlalchemy import JSON, Boolean, Date, DateTime, Enum, LargeBinary, MetaData, Numeric, String, Table
from sqlalchemy.types import TypeDecorator

_numbers = itertools.count(1000)


def plant(connection, table: Table, rows=None) -> dict:
    """Insert a row with every column that must have a value; parents first. Returns its values."""
    rows = {} if rows is None else rows
    values = {}
    for column in table.columns:
        if not column.nullable:
            values[column.name] = _value(connection, column, rows)
    connection.execute(_plain(table).insert().values(values))
    rows[table.name] = values
    return values


def _value(connection, column, rows):
    for key in column.foreign_keys:
        parent = key.column.table
        if parent.name not in rows:
            plant(connection, parent, rows)
        return rows[parent.name][key.column.name]
    number = next(_numbers)
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Enum):
        return kind.enums[0]
    made = {
        Boolean: lambda: False,
        DateTime: lambda: datetime(2026, 3, 14, 8, 30, tzinfo=UTC),
        Date: lambda: date(2026, 3, 14),
        JSON: dict,
        LargeBinary: lambda: number.to_bytes(kind.length or 16),
        String: lambda: f"x{number}"[: kind.length or 40],
        Numeric: lambda: number,
    }
    return next((make() for known, make in made.items() if isinstance(kind, known)), number)


def _plain(table):
    """The table without the model's defaults, so that only what is given is written."""
    return table.to_metadata(MetaData())
