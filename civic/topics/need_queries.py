"""Reads of visits and surveys: in public only counts, small ones held back; notes behind a look."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.database import local_today, utcnow
from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset
from civic.places.models import Place
from civic.topics.need_models import (
    NeedKind,
    Survey,
    SurveyCount,
    SurveyHome,
    SurveyLine,
    Visit,
    VisitLook,
)
from civic.topics.small_counts import told

SHOWN_FOR = timedelta(minutes=10)
YEAR = timedelta(days=365)


def needs_table(community_id) -> tuple[dict, list[tuple]]:
    """({need: number}, [(building's label, {need: number})]) of the last twelve months; None: not told.

    A sum over all buildings is told only where every building's number is: else it gives one away.
    """
    rows = db.session.execute(
        select(Place.label, Visit.need, func.count())
        .join(Place, Place.id == Visit.building_id)
        .where(Visit.community_id == community_id, Visit.visited_on > local_today() - YEAR)
        .group_by(Place.id, Visit.need)
        .order_by(Place.number, Place.id)
    )
    found = {}
    for label, need, number in rows:
        found.setdefault(label, {})[need] = number
    buildings = [(label, told(cells)) for label, cells in found.items()]
    columns = {need: [cells[need] for _label, cells in buildings if need in cells] for need in NeedKind}
    whole = {need: None if None in cells else sum(cells) for need, cells in columns.items() if cells}
    return whole, buildings


def visits_page(community_id, cursor=None, size=20):
    """A page of visits for staff, newest first, doors loaded."""
    statement = select(Visit).where(Visit.community_id == community_id).options(joinedload(Visit.door))
    return keyset(statement, [Visit.id], cursor, size)


def fresh_look(look_id, viewer_id, survey_id=None) -> VisitLook | None:
    """The look named in the address, while it is this person's own and under ten minutes old.

    Args: survey_id — whose free lines it opens; None: the notes of visits.
    """
    look = db.session.get(VisitLook, look_id or 0)
    mine = look is not None and (look.viewer_id, look.survey_id) == (viewer_id, survey_id)
    mine = mine and utcnow() < look.looked_at + SHOWN_FOR
    return look if mine else None


def looks_page(community_id, survey_id=None, size=20):
    """Who read the notes, or the lines of that survey, and why, newest first."""
    cursor, mine = None, (VisitLook.community_id == community_id, VisitLook.survey_id.is_(None))
    if survey_id is not None:
        mine = (VisitLook.survey_id == survey_id,)
    statement = select(VisitLook).where(*mine)
    return keyset(statement.options(joinedload(VisitLook.viewer)), [VisitLook.id], cursor, size)


def surveys_page(community_id, cursor=None, size=20):
    """A page of surveys, newest first."""
    return keyset(select(Survey).where(Survey.community_id == community_id), [Survey.id], cursor, size)


def survey_or_404(no) -> Survey:
    """The survey with that number; raises NotFound."""
    found = db.session.get(Survey, no)
    if found is None:
        raise NotFound(None)
    return found


def results(survey) -> list[tuple]:
    """(question, [(choice, number or None)]) of a closed survey: while it is open, a look before and one
    after a neighbour answered would tell what they ticked."""
    rows = db.session.scalars(select(SurveyCount).where(SurveyCount.survey_id == survey.id))
    cells = {(row.question, row.choice): row.times for row in rows}
    found = []
    for number, asked in enumerate(survey.questions):
        shown = told({place: cells.get((number, place), 0) for place in range(len(asked["choices"]))})
        found.append((asked["text"], [(words, shown[at]) for at, words in enumerate(asked["choices"])]))
    return found


def has_answered(survey, household_ids) -> bool:
    """Did one of these homes answer?"""
    mine = select(SurveyHome.household_id).where(
        SurveyHome.survey_id == survey.id, SurveyHome.household_id.in_(household_ids)
    )
    return bool(household_ids) and db.session.scalar(mine.limit(1)) is not None


def lines_page(survey, cursor=None, size=50):
    """A page of free lines, in the order of lots: nothing tells when one came."""
    statement = select(SurveyLine).where(SurveyLine.survey_id == survey.id)
    return keyset(statement, [SurveyLine.id], cursor, size)
