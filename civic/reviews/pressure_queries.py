"""Reads of reports of pressure."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.accounts.roles import Role
from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset
from civic.places.models import Place, PlaceKind
from civic.reviews.pressure import fingerprint
from civic.reviews.pressure_models import PressureReport
from civic.threads.models import Thread


@dataclass(frozen=True)
class About:
    """Which callback and matter a report belongs to."""

    id: int
    thread_id: int


def some_community() -> int:
    """The community of a site that has one, for somebody who has joined none."""
    return db.session.scalar(
        select(Place.id).where(Place.kind == PlaceKind.COMMUNITY).order_by(Place.id).limit(1)
    )


def by_receipt(receipt) -> PressureReport:
    """The report a receipt stands for. Raises NotFound."""
    row = db.session.scalar(
        select(PressureReport).where(PressureReport.receipt_lookup == fingerprint(receipt))
    )
    if row is None:
        raise NotFound(None)
    return row


def by_number(no) -> PressureReport | None:
    """One report."""
    return db.session.get(PressureReport, no)


def page_for(user, after=None, size=20):
    """Reports from where somebody serves, newest first."""
    statement = select(PressureReport).options(joinedload(PressureReport.thread).joinedload(Thread.area))
    if not user.has_role(Role.AUDITOR):
        here = PressureReport.street_id.in_(list(user.places_as(Role.STREET_STAFF)))
        above = PressureReport.district_id.in_(list(user.places_as(Role.DISTRICT_STAFF)))
        statement = statement.where(here | above)
    return keyset(statement, [PressureReport.id], after, size)


def counted() -> tuple[int, int]:
    """(reported, found to be so), of all time: everybody may know."""
    row = db.session.execute(
        select(func.count(), func.count().filter(PressureReport.was_so.is_(True))).select_from(PressureReport)
    ).one()
    return tuple(row)
