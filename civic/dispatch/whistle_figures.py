"""Figures of whistles by street and by body: shown with n, in the order of names, never ranked."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select

from civic.councils.models import Body
from civic.database import utcnow
from civic.dispatch.whistle_days import share
from civic.dispatch.whistle_found_models import WhistleRating
from civic.dispatch.whistle_models import Whistle, WhistleCall
from civic.dispatch.whistle_states import QUESTIONS, CallState
from civic.extensions import db
from civic.issues.models import Issue
from civic.places.models import Place

PERIOD = timedelta(days=365)
DUE = (CallState.CHECKED_IN, CallState.LATE, CallState.NO_SHOW)


@dataclass(frozen=True)
class StreetFigures:
    """How often a street blew, beside how many issues were raised there (吹哨率)."""

    name: str
    blown: int
    issues: int

    @property
    def per_hundred(self) -> float | None:
        """Whistles for each hundred issues; None without issues."""
        rate = share(self.blown, self.issues)
        return None if rate is None else round(100 * rate, 1)


@dataclass(frozen=True)
class BodyFigures:
    """How often a called body came in time, of how often its time was up or it had come."""

    name: str
    in_time: int
    late: int
    never: int

    @property
    def called(self) -> int:
        return self.in_time + self.late + self.never


def of_streets(period=PERIOD) -> list[StreetFigures]:
    """Streets that blew or could have, by name; two statements."""
    since = utcnow() - period
    blown = dict(
        db.session.execute(
            select(Whistle.street_id, func.count())
            .where(Whistle.blown_at >= since)
            .group_by(Whistle.street_id)
        ).all()
    )
    issues = dict(
        db.session.execute(
            select(Place.parent_id, func.count())
            .join(Issue, Issue.community_id == Place.id)
            .where(Issue.raised_at >= since)
            .group_by(Place.parent_id)
        ).all()
    )
    names = db.session.execute(select(Place.id, Place.name).where(Place.id.in_(blown.keys() | issues.keys())))
    rows = [StreetFigures(name, blown.get(number, 0), issues.get(number, 0)) for number, name in names]
    return sorted(rows, key=lambda row: row.name)


def of_bodies(period=PERIOD) -> list[BodyFigures]:
    """Bodies that were called, by name; one statement."""
    late = WhistleCall.late_since.is_not(None)
    came = WhistleCall.state == CallState.CHECKED_IN

    def count(condition):
        return func.sum(case((condition, 1), else_=0))

    rows = db.session.execute(
        select(Body.short_name, count(came & ~late), count(came & late), count(~came))
        .join(WhistleCall, WhistleCall.body_id == Body.id)
        .join(Whistle, Whistle.id == WhistleCall.whistle_id)
        .where(Whistle.blown_at >= utcnow() - period, WhistleCall.state.in_(DUE))
        .group_by(Body.id, Body.short_name)
    )
    return sorted((BodyFigures(*row) for row in rows), key=lambda row: row.name)


def tallies_of(whistle) -> dict:
    """(side, question) → Counter of marks: what is shown, always with n. A statement a question."""
    tallies = {}
    for side, questions in QUESTIONS.items():
        for question in questions:
            column = getattr(WhistleRating, question)
            counted = (
                select(column, func.count())
                .where(WhistleRating.whistle_id == whistle.id, WhistleRating.side == side)
                .group_by(column)
            )
            tallies[side, question] = Counter(dict(db.session.execute(counted).all()))
    return tallies


def often_called(bodies, most=4) -> set[int]:
    """Those of these bodies that whistles called most often (1 statement)."""
    of_these = WhistleCall.body_id.in_([body.id for body in bodies])
    often = func.count().desc()
    called = select(WhistleCall.body_id).where(of_these).group_by(WhistleCall.body_id)
    return set(db.session.scalars(called.order_by(often, WhistleCall.body_id).limit(most)))
