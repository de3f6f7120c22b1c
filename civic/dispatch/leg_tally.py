"""The counters of the board: one row a street and body, changed with the leg it counts."""

from functools import cache

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from civic.dispatch.models import LegTally
from civic.dispatch.states import Light
from civic.extensions import db

INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def count(leg, light: Light, change: int) -> None:
    """Add `change` (1 or -1) to what this leg's body owes in this colour. One statement."""
    _add(leg, {light.value: change})


def count_new(leg) -> None:
    """A body was given a part: one more that it owes, and one more that it ever got. One statement."""
    _add(leg, {leg.turned.value: 1, "parts": 1})


def _add(leg, changes):
    row = {"street_id": leg.street_id, "body_id": leg.body_id, **changes}
    new = INSERT[db.engine.dialect.name](LegTally).values(green=0, amber=0, red=0, parts=0).values(row)
    known = {name: getattr(LegTally, name) + change for name, change in changes.items()}
    db.session.execute(new.on_conflict_do_update(index_elements=["street_id", "body_id"], set_=known))


def tallies_of(street_id) -> list[LegTally]:
    """What every body of a street owes, those with most late ones first; bodies loaded (1 statement)."""
    statement = (
        select(LegTally)
        .where(LegTally.street_id == street_id, LegTally.green + LegTally.amber + LegTally.red > 0)
        .options(joinedload(LegTally.body))
        .order_by(LegTally.red.desc(), LegTally.amber.desc(), LegTally.body_id)
    )
    return list(db.session.scalars(statement))


def owed_by(body_id) -> tuple[int, int, int]:
    """(in time, soon due, late) of one body, all streets together."""
    return tuple(db.session.execute(_owed(), {"body": body_id}).one())


@cache
def _owed():
    columns = (getattr(LegTally, light.value) for light in Light)
    sums = (func.coalesce(func.sum(column), 0) for column in columns)
    return select(*sums).where(LegTally.body_id == bindparam("body"))


def parts_by_body() -> dict[int, int]:
    """body → how many parts it was ever given, in every round and street (1 statement)."""
    parts = select(LegTally.body_id, func.sum(LegTally.parts)).group_by(LegTally.body_id)
    return {body_id: number for body_id, number in db.session.execute(parts) if number}
