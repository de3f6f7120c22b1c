"""What two people do at once, in real processes."""

import pytest
from flask import current_app
from sqlalchemy import func, select

from civic.accounts import households
from civic.accounts.households import SlipFault
from civic.accounts.models import Membership, Person, Representative
from civic.accounts.session_models import SignInCode
from civic.accounts.signing_in import Outcome, check, draw, store
from civic.database import writing
from civic.extensions import db
from civic.places.models import Household
from tests.factories.accounts import make_person, make_slip

pytestmark = pytest.mark.races


def join_once(code, person_id):
    with writing():
        joined = households.join_by_code(code, by=db.session.get(Person, person_id))
        return joined if isinstance(joined, SlipFault) else "joined"


def test_one_slip_admits_one_person(town, race):
    code, people = make_slip(town.neighbour_household), [make_person().id for _n in range(4)]
    outcomes = race(join_once, [(code, person) for person in people])
    assert sorted(outcomes) == ["joined", "used", "used", "used"]


def represent_once(household_id, person_id):
    with writing():
        home = db.session.get(Household, household_id)
        households.choose_representative(home, by=db.session.get(Person, person_id), is_adult=True)
    return person_id


def test_a_home_has_one_representative(town, race):
    pair = (town.resident.id, town.second_adult.id)
    outcomes = race(represent_once, [(town.household.id, person) for person in pair * 2])
    assert outcomes == [*pair, *pair]
    db.session.rollback()  # see what the others wrote
    held = select(func.count()).select_from(Representative).where(Representative.valid_to.is_(None))
    assert db.session.scalar(held) == 1


def claim_once(household_id, person_id):
    with writing():
        households.claim(db.session.get(Household, household_id), by=db.session.get(Person, person_id))


def test_a_double_click_makes_one_claim(town, race):
    person = make_person()
    race(claim_once, [(town.neighbour_household.id, person.id)] * 4)
    db.session.rollback()
    claims = select(func.count()).select_from(Membership).where(Membership.person_id == person.id)
    assert db.session.scalar(claims) == 1


def try_once(challenge, digits):
    with current_app.test_request_context("/sign-in/code", method="POST"), writing():
        return check(challenge, digits)


def test_tries_at_once_are_all_counted(app, race):
    with app.test_request_context("/sign-in"):
        sending = draw("+8613900005555")
        with writing():
            store(sending)
    wrong = f"{(int(sending.code) + 1) % 10**6:06}"
    outcomes = race(try_once, [(sending.challenge, wrong)] * 4)
    assert outcomes == [Outcome.WRONG] * 4
    db.session.rollback()
    assert db.session.scalar(select(SignInCode.wrong_tries)) == 4
