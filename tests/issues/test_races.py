"""Several people at the very same moment, in processes of their own."""

import pytest

from civic.accounts.models import Person
from civic.database import locked, writing
from civic.errors import Conflict
from civic.extensions import db
from civic.issues import questions, voices
from civic.issues.models import Issue, Support
from tests.factories.accounts import make_resident
from tests.factories.issues import make_issue, make_told
from tests.factories.places import make_household


def support(issue_id, person_id, household_id):
    person = db.session.get(Person, person_id)
    assert person.household_ids
    with writing():
        voices.support(locked(Issue, issue_id), by=person, household_id=household_id)


def ask_back(issue_id, person_id):
    person = db.session.get(Person, person_id)
    assert person.roles is not None
    with writing():
        questions.ask_back(locked(Issue, issue_id), by=person, question="几单元?")


@pytest.mark.races
def test_one_home_supports_once_and_the_counter_is_right(app, town, race):
    told = make_told(town.community, town.resident, town.secretary)
    homes = [make_household(town.door) for _ in range(2)]
    people = [make_resident(home) for home in homes for _ in range(2)]
    moves = [(told.id, person.id, homes[n // 2].id) for n, person in enumerate(people)]
    outcomes = race(support, moves)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [Conflict, Conflict]
    db.session.rollback()
    assert db.session.get(Issue, told.id).supports == 2
    assert db.session.scalar(db.select(db.func.count(Support.id))) == 2


@pytest.mark.races
def test_two_members_of_staff_the_second_is_told(app, town, race):
    issue = make_issue(town.community, town.resident)
    outcomes = race(ask_back, [(issue.id, town.secretary.id), (issue.id, town.staff.id)])
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
