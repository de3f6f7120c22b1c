"""Joining a home by slip or claim, its people, who casts its ballot."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from civic.accounts import households, queries
from civic.accounts.household_codes import grouped, new_code
from civic.accounts.households import SlipFault
from civic.accounts.models import HouseholdCode, Membership, Representative
from civic.accounts.roles import Standing
from civic.database import locked, writing
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.signals import recorded
from tests.factories.accounts import make_person, make_resident, make_slip


def join(code, person):
    with writing():
        return households.join_by_code(code, by=person)


def claim(home, person):
    with writing():
        return households.claim(home, by=person)


def represent(home, person, is_adult=True):
    with writing():
        return households.choose_representative(home, by=person, is_adult=is_adult)


def test_the_slip_makes_a_verified_resident(town):
    person = make_person()
    join(make_slip(town.neighbour_household), person)
    assert person.household_ids == {town.neighbour_household.id}
    assert person.is_verified_resident
    assert person.community_ids == {town.community.id}


def test_a_code_is_stored_hashed_only(town):
    code = make_slip(town.household)
    assert db.session.scalar(select(HouseholdCode.code_lookup)) != code


def test_a_used_code_admits_nobody_else(town):
    code = make_slip(town.neighbour_household)
    join(code, make_person())
    other = make_person()
    assert join(code, other) == SlipFault.USED
    assert not other.is_verified_resident


def test_a_second_click_gets_the_same_membership(town):
    code, person = make_slip(town.neighbour_household), make_person()
    assert join(code, person).id == join(code, person).id


def test_an_old_code_admits_nobody(town):
    code = make_slip(town.neighbour_household, life=timedelta(seconds=-1))
    assert join(code, make_person()) == SlipFault.EXPIRED


def test_a_new_slip_ends_the_earlier_one(town):
    first, second = make_slip(town.neighbour_household), make_slip(town.neighbour_household)
    assert join(first, make_person()) == SlipFault.REPLACED
    assert isinstance(join(second, make_person()), Membership)


def test_another_homes_slip_ends_nothing_here(town):
    mine, _other = make_slip(town.neighbour_household), make_slip(town.other_household)
    assert isinstance(join(mine, make_person()), Membership)


@pytest.mark.parametrize("code", ["", "ABC", "0" * 11 + "1", "U" * 12])
def test_what_was_never_drawn_admits_nobody(town, code):
    make_slip(town.neighbour_household)
    assert join(code, make_person()) == SlipFault.WRONG
    assert join(new_code(), make_person()) == SlipFault.WRONG


def test_the_slip_confirms_a_claim(town):
    person = make_resident(town.neighbour_household, standing=Standing.CLAIMED)
    assert not person.is_verified_resident
    join(make_slip(town.neighbour_household), person)
    db.session.expire_all()
    assert person.is_verified_resident
    assert (
        db.session.scalar(
            select(func.count()).select_from(Membership).where(Membership.person_id == person.id)
        )
        == 1
    )


def test_a_claim_counts_for_nothing_until_it_is_checked(town):
    person = make_person()
    membership = claim(town.neighbour_household, person)
    assert person.claimed_household_ids == {town.neighbour_household.id}
    assert not person.is_verified_resident
    with writing():
        households.verify_claim(locked(Membership, membership.id), by=town.staff)
    db.session.expire_all()
    assert person.is_verified_resident


def test_a_claim_is_made_once(town):
    person = make_person()
    claim(town.neighbour_household, person)
    with pytest.raises(Conflict):
        claim(town.neighbour_household, person)


def test_two_claims_may_wait_at_once(town):
    person = make_person()
    claim(town.neighbour_household, person)
    claim(town.household, person)
    with pytest.raises(Refused):
        claim(town.other_household, person)


def test_a_claim_is_decided_once(town):
    membership = claim(town.neighbour_household, make_person())
    with writing():
        households.decline_claim(locked(Membership, membership.id), by=town.staff, reason="名册上没有")
    for verb in (
        lambda row: households.verify_claim(row, by=town.secretary),
        lambda row: households.decline_claim(row, by=town.secretary, reason="再退一次"),
    ):
        with pytest.raises(Conflict), writing():
            verb(locked(Membership, membership.id))


def test_nobody_checks_their_own_claim(town):
    membership = claim(town.neighbour_household, town.staff)
    with pytest.raises(NotAllowed), writing():
        households.verify_claim(locked(Membership, membership.id), by=town.staff)


def test_a_verified_adult_casts_the_homes_ballot(town):
    represent(town.household, town.resident)
    assert queries.representative_of(town.household.id).id == town.resident.id
    assert queries.represented_household_id(town.resident.id) == town.household.id


def test_the_other_adult_takes_over_and_the_history_stays(town):
    represent(town.household, town.resident)
    represent(town.household, town.second_adult)
    assert queries.representative_of(town.household.id).id == town.second_adult.id
    rows = db.session.scalars(select(Representative).order_by(Representative.id)).all()
    assert [row.valid_to is None for row in rows] == [False, True]


def test_taking_over_is_told(town):
    heard = []

    def listen(act, subject, **_rest):
        heard.append((act.name, subject.household_id))

    with recorded.connected_to(listen):
        represent(town.household, town.resident)
    assert heard == [("representative.chosen", town.household.id)]


def test_saying_it_twice_changes_nothing(town):
    assert represent(town.household, town.resident).id == represent(town.household, town.resident).id


def test_only_of_age_and_of_this_home(town):
    with pytest.raises(Refused):
        represent(town.household, town.resident, is_adult=False)
    with pytest.raises(NotAllowed):
        represent(town.household, town.neighbour)
    with pytest.raises(NotAllowed):
        represent(town.other_household, town.unverified)


def test_one_person_casts_one_homes_ballot(town):
    person = make_resident(town.household)
    join(make_slip(town.neighbour_household), person)
    db.session.expire_all()
    represent(town.household, person)
    with pytest.raises(Conflict):
        represent(town.neighbour_household, person)


def test_moving_out_ends_the_ballot_too(town):
    represent(town.household, town.resident)
    held = town.resident.current_memberships()[0].id
    with writing():
        households.move_out(locked(Membership, held), by=town.resident)
    assert queries.representative_of(town.household.id) is None
    db.session.expire_all()
    assert not town.resident.is_verified_resident


def test_nobody_moves_somebody_else_out(town):
    held = town.resident.current_memberships()[0].id
    with pytest.raises(NotAllowed), writing():
        households.move_out(locked(Membership, held), by=town.neighbour)


def test_a_family_code_is_for_ones_own_home(town):
    code = new_code()
    with pytest.raises(NotAllowed), writing():
        households.issue_family_code(town.other_household, code, by=town.resident)
    with writing():
        households.issue_family_code(town.household, code, by=town.resident)
    assert join(code, make_person()).household_id == town.household.id


def test_homes_are_read_in_three_statements(town, at_most):
    represent(town.household, town.resident)
    person = town.resident
    db.session.refresh(person)
    with at_most(4):
        (home,) = queries.homes_of(person)
    assert [mate.nickname for mate in home.mates] == ["杜仲", "合欢"]
    assert home.representative.id == person.id


def test_the_printed_form_is_three_groups(town):
    assert grouped("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"
