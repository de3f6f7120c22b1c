"""Reads of statements of circumstances: one's own, the desks', a slip's, and numbers without persons."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.councils.exemption_models import (
    EVER_ISSUED,
    Arrangement,
    CircumstancesStatement,
    StatementState,
    StatementView,
)
from civic.database import local_today
from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset

FEWEST = 5  # smaller numbers are not shown: a neighbour might know who it was
A_YEAR = timedelta(days=366)


def arrangements(community_id, on=None) -> list[Arrangement]:
    """The arrangements of a community, newest first; with `on` those that hold on that day."""
    statement = select(Arrangement).where(Arrangement.community_id == community_id)
    if on is not None:
        statement = statement.where(Arrangement.valid_from <= on, Arrangement.valid_to >= on)
    statement = statement.options(joinedload(Arrangement.body)).order_by(Arrangement.id.desc())
    return list(db.session.scalars(statement))


def arrangement_or_404(arrangement_id) -> Arrangement:
    """One arrangement with its body; raises NotFound."""
    found = db.session.get(Arrangement, arrangement_id, options=[joinedload(Arrangement.body)])
    if found is None:
        raise NotFound(None)
    return found


def _statements():
    return select(CircumstancesStatement).options(
        joinedload(CircumstancesStatement.arrangement).joinedload(Arrangement.body),
        joinedload(CircumstancesStatement.person),
    )


def statement_or_404(statement_id) -> CircumstancesStatement:
    """One statement with its arrangement and person; raises NotFound."""
    found = db.session.scalar(_statements().where(CircumstancesStatement.id == statement_id))
    if found is None:
        raise NotFound(None)
    return found


def by_code(code) -> CircumstancesStatement | None:
    """What a slip stands for, written with or without blanks and dashes; None for no slip of ours."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())[:16]
    found = db.session.scalar(_statements().where(CircumstancesStatement.code == plain))
    return found if found is not None and found.state in EVER_ISSUED else None


def own(person_id) -> list[CircumstancesStatement]:
    """What this person has asked for, newest first; the latest fifty."""
    mine = _statements().where(CircumstancesStatement.person_id == person_id)
    return list(db.session.scalars(mine.order_by(CircumstancesStatement.id.desc()).limit(50)))


def desk(community_ids, body_ids, after=None, size=20):
    """What waits: asked for in these communities, or issued under arrangements with these bodies."""
    waiting = or_(
        (CircumstancesStatement.state == StatementState.ASKED)
        & CircumstancesStatement.community_id.in_(community_ids),
        (CircumstancesStatement.state == StatementState.ISSUED) & Arrangement.body_id.in_(body_ids),
    )
    statement = _statements().join(Arrangement, Arrangement.id == CircumstancesStatement.arrangement_id)
    return keyset(statement.where(waiting), [CircumstancesStatement.id], after, size, ascending=True)


def views_of(statement_id) -> list[StatementView]:
    """Who looked at whom it is about, newest first."""
    looked = select(StatementView).where(StatementView.statement_id == statement_id)
    return list(db.session.scalars(looked.order_by(StatementView.id.desc()).limit(50)))


def by_month(community_id) -> dict[str, dict[str, int | None]]:
    """{"2026-03": {circumstance: how many were issued, None below FEWEST}} for a year, newest first."""
    since = local_today() - A_YEAR
    rows = db.session.execute(
        select(CircumstancesStatement.issued_on, CircumstancesStatement.circumstance).where(
            CircumstancesStatement.community_id == community_id,
            CircumstancesStatement.issued_on >= since,
        )
    )
    return shown_numbers((day, circumstance) for day, circumstance in rows)


def shown_numbers(issued) -> dict:
    """Pure: count pairs of (day, circumstance) by month, and hide what is small."""
    counts = Counter((day.strftime("%Y-%m"), circumstance) for day, circumstance in issued)
    months = {}
    for (month, circumstance), number in sorted(counts.items(), reverse=True):
        months.setdefault(month, {})[circumstance] = number if number >= FEWEST else None
    return months
