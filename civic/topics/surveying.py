"""A home answers a survey. It leaves no line in the ledger and no time: only that it answered.

An entry would say for ever which home answered when, and its counter went up in the same moment
(DESIGN.md §3, "leave no trail").
"""

import secrets

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.places.models import Household
from civic.topics.arguments import home_named
from civic.topics.naming import names_a_home
from civic.topics.need_models import Survey, SurveyCount, SurveyHome, SurveyLine

LONGEST_LINE = 200
NUMBERS = 2**62


def answer_survey(survey, *, by, choices, line="") -> None:
    """Count the home's answers; once a home, whoever of it sends them."""
    household_id = home_of_answer(by.household_ids, survey.community_id)
    survey = open_survey(survey)
    if db.session.get(SurveyHome, (survey.id, household_id)) is not None:
        raise Conflict(_("Your home has answered already."), _("What you ticked is nobody's any more."))
    db.session.add(SurveyHome(survey_id=survey.id, household_id=household_id))
    count_answer(survey, choices, line)
    survey.homes += 1
    db.session.flush()


def home_of_answer(household_ids, community_id) -> int:
    """The home of this community that answers; raises Refused where there is none."""
    mine = select(Household.id).where(Household.id.in_(household_ids), Household.community_id == community_id)
    found = db.session.scalar(mine.order_by(Household.id).limit(1))
    if found is None:
        raise Refused(_("Only a verified home counts."), _("Confirm your home under “Mine” first."))
    return found


def open_survey(survey) -> Survey:
    """The survey, locked; raises Conflict once its days are over."""
    survey = locked(Survey, survey.id)
    if not survey.is_open(utcnow()):
        raise Conflict(_("This survey is closed."), _("Its results stand on its page."))
    return survey


def count_answer(survey, choices, line) -> None:
    """Raise the counters. `choices`: a place in each question's choices, or None where nothing was ticked."""
    if len(choices) != len(survey.questions) or all(choice is None for choice in choices):
        raise Refused(_("Tick at least one answer."))
    line = " ".join((line or "").split())[:LONGEST_LINE] if survey.line else ""
    if named := names_a_home(line):
        raise Refused(home_named(named))
    for number, choice in enumerate(choices):
        if choice is None:
            continue
        cell = locked(SurveyCount, (survey.id, number, choice))
        if cell is None:
            raise Refused(_("That is not one of the answers."))
        cell.times += 1
    if line:
        row = SurveyLine(id=secrets.randbelow(NUMBERS), survey_id=survey.id, body=line)
        db.session.add(row)
    db.session.flush()
