"""Numbers taken beforehand, so that rows that name one another are written in bulk without reading back."""

from sqlalchemy import func, select, text

from civic.extensions import db


def take_numbers(model, count: int) -> list[int]:
    """`count` numbers of a table's key, ascending, that nobody else gets; inside writing() only.

    SQLite has one writer at a time, so what follows the highest is ours; a table with AUTOINCREMENT
    never gives the number of a deleted row again.
    """
    name = model.__tablename__
    if db.session.get_bind().dialect.name == "sqlite":
        highest = db.session.scalar(select(func.coalesce(func.max(model.id), 0)))
        if model.__table__.dialect_options["sqlite"]["autoincrement"]:
            ever = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
            highest = max(highest, db.session.scalar(ever, {"name": name}) or 0)
        return list(range(highest + 1, highest + 1 + count))
    taken = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return sorted(db.session.scalars(taken, {"name": name, "count": count}))
