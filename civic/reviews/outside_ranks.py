"""Ranks that the city or a district announced: noted with their source, shown apart, never mixed with ours.

A line is never changed: whoever made a mistake notes it again, and the newest of a street, list and year
is shown.
"""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, Index, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from civic.accounts.roles import Role
from civic.database import Base, BigId, Pk, created_at, local_today, protects
from civic.extensions import db
from civic.places.models import Place, PlaceKind

MOST, FIRST_YEAR = 20, 2000  # lines at once; earlier than any such list
MOST_SHOWN = 400
NUMBER = re.compile(r"\d+")


class OutsideRank(Base):
    """One place of a street on somebody else's list of one year. `of`: how many were on it, where known."""

    __tablename__ = "outside_rank"
    __table_args__ = (
        Index("ix_outside_rank_street_id", "street_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Pk]
    street_id: Mapped[int] = mapped_column(BigId, ForeignKey("place.id"))
    year: Mapped[int] = mapped_column(Integer)
    place: Mapped[int] = mapped_column(Integer)
    of: Mapped[int | None] = mapped_column(Integer)
    list_name: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(200))
    published_on: Mapped[date]
    noted_by: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[created_at]


protects("outside_rank")


@dataclass(frozen=True)
class Announced:
    """What one list says of one street: its ranks by year, and the sources they were taken from."""

    street: str
    list_name: str
    ranks: dict
    sources: tuple


def read_ranks(words: str) -> list[tuple[int, int, int | None]]:
    """[(year, place, how many were ranked or None)] of lines such as "2023 52" or "2023年 第52名 共343个".

    Raises ValueError with the line that cannot be read.
    """
    found, today = {}, local_today()
    for line in filter(None, (line.strip() for line in words.splitlines())):
        numbers = [int(each) for each in NUMBER.findall(line) if len(each) < 7]
        year, place, of = (*numbers, None, None, None)[:3]
        fits = len(numbers) in (2, 3) and FIRST_YEAR <= year <= today.year and place >= 1
        if not fits or (of is not None and of < place) or year in found:
            raise ValueError(line)
        found[year] = (year, place, of)
    if not 1 <= len(found) <= MOST:
        raise ValueError("")
    return [found[year] for year in sorted(found)]


def streets_for(person) -> list[Place]:
    """The streets whose ranks this person may note: of their district, or all (one statement)."""
    statement = select(Place).where(Place.kind == PlaceKind.SUBDISTRICT).order_by(Place.id)
    if not person.has_any_role({Role.AUDITOR, Role.ADMINISTRATOR}):
        statement = statement.where(Place.parent_id.in_(person.places_as(Role.DISTRICT_STAFF)))
    return list(db.session.scalars(statement))


def announced() -> tuple[list[int], list[Announced]]:
    """(the years there are, oldest first; what each list says of each street): one statement."""
    statement = select(OutsideRank, Place.label).join(Place, Place.id == OutsideRank.street_id)
    newest = {}
    for row, name in db.session.execute(statement.order_by(OutsideRank.id.desc()).limit(MOST_SHOWN)):
        newest.setdefault((name, row.list_name), {}).setdefault(row.year, row)
    years = sorted({year for ranks in newest.values() for year in ranks})
    return years, [
        Announced(street, name, ranks, _sources(ranks))
        for (street, name), ranks in sorted(newest.items(), key=lambda item: item[0])
    ]


def _sources(ranks) -> tuple:
    return tuple(dict.fromkeys((row.source, row.published_on) for row in ranks.values()))
