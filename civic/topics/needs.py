"""Verbs of knowing the need: a visit written down, its notes looked at, a survey made and answered."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import insert

from civic.database import local_today, utcnow
from civic.errors import Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import PlaceKind
from civic.topics.need_models import Survey, SurveyCount, Visit, VisitLook
from civic.topics.rules import end_of_day
from civic.topics.surveying import count_answer, open_survey

VISITED = act("need.visited", public={"need", "building"})
LOOKED = act("need.notes_read")
SURVEYED = act("need.survey_made", public={"questions", "until"})
KEYED = act("need.slip_keyed")
MOST_QUESTIONS, MOST_CHOICES = 8, 10


def note_visit(door, *, by, visited_on, need, note="") -> Visit:
    """Write a visit down: a door, a kind of need; the note is for staff and goes after a year."""
    if door.kind is not PlaceKind.DOOR:
        raise Refused(_("Choose a door: a visit is noted by door, never by home."))
    if visited_on > local_today() or visited_on < local_today() - timedelta(days=60):
        raise Refused(_("Write down visits of the last 60 days."))
    visit = Visit(
        community_id=door.community_id, door_id=door.id, building_id=door.parent_id, visited_on=visited_on,
        need=need, note=note.strip(), visited_by=by.id if by else None,
    )  # fmt: skip
    db.session.add(visit)
    db.session.flush()
    public = {"need": need.value, "building": door.parent_id}
    record(VISITED, subject=visit, by=by, community_id=door.community_id, public=public)
    return visit


def look_at_notes(place, *, by, reason) -> VisitLook:
    """Say why the notes of visits are read; they stand open for ten minutes."""
    return _look(place.id, by, reason)


def look_at_lines(survey, *, by, reason) -> VisitLook:
    """Say why the free lines of a survey are read; they stand open for ten minutes."""
    return _look(survey.community_id, by, reason, survey_id=survey.id)


def _look(community_id, by, reason, survey_id=None):
    if not reason.strip():
        raise Refused(_("Say why you read the notes: it is kept."))
    look = VisitLook(community_id=community_id, viewer_id=by.id, reason=reason.strip(), survey_id=survey_id)
    db.session.add(look)
    db.session.flush()
    record(LOOKED, subject=look, by=by, community_id=community_id)
    return look


def make_survey(place, *, by, title, questions, days, why="", line="") -> Survey:
    """Ask every home a few questions with choices, and for one free line.

    Args: questions — [{"text", "choices"}], two to ten choices each.
    """
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise Refused(_("Ask one to %(most)s questions.", most=MOST_QUESTIONS))
    if any(not 2 <= len(one["choices"]) <= MOST_CHOICES for one in questions):
        raise Refused(_("Give each question two to %(most)s choices, one a line.", most=MOST_CHOICES))
    survey = Survey(
        community_id=place.id, title=title, why=why, questions=questions, line=line,
        closes_at=end_of_day(utcnow(), days), made_by=by.id if by else None, homes=0, papers=0,
    )  # fmt: skip
    db.session.add(survey)
    db.session.flush()
    cells = [
        {"survey_id": survey.id, "question": number, "choice": choice, "times": 0}
        for number, one in enumerate(questions)
        for choice in range(len(one["choices"]))
    ]
    db.session.execute(insert(SurveyCount), cells)
    public = {"questions": len(questions), "until": survey.closes_at.date().isoformat()}
    record(SURVEYED, subject=survey, by=by, community_id=place.id, public=public)
    return survey


def key_slip(survey, *, by, choices, line="") -> int:
    """Staff key a paper slip in: counted beside the homes that answered here. Returns its receipt number.

    The number says how many slips were counted by then: nothing ties it to what was ticked.
    """
    survey = open_survey(survey)
    count_answer(survey, choices, line)
    survey.papers += 1
    record(KEYED, subject=survey, by=by, community_id=survey.community_id)
    return survey.papers
