"""Giving and ending roles; who may do what, as a table."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.accounts import policies, queries, workflow
from civic.accounts.models import Membership, Person
from civic.accounts.roles import TRANSITIONS, PersonState, Role
from civic.database import locked, utcnow, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from tests.factories.accounts import make_person, make_staff
from tests.factories.places import make_community


def give(person, role, **where):
    with writing():
        return workflow.grant_role(person, role, by=None, **where)


def test_a_role_finds_its_community(town):
    held = give(make_person(), Role.DOOR_STEWARD, place_id=town.door.id)
    assert held.community_id == town.community.id


@pytest.mark.parametrize(
    "role",
    [Role.RESIDENT, Role.DOOR_STEWARD, Role.SECRETARY, Role.COMMUNITY_STAFF, Role.DELEGATE, Role.OFFICER],
)
def test_a_role_needs_to_know_where(town, role):
    with pytest.raises(Refused):
        give(make_person(), role)


def test_a_role_is_given_once(town):
    person = make_staff(Role.DOOR_STEWARD, place_id=town.door.id)
    with pytest.raises(Conflict):
        give(person, Role.DOOR_STEWARD, place_id=town.door.id)
    give(person, Role.DOOR_STEWARD, place_id=town.other_door.id)


def test_a_role_with_a_past_end_is_refused(town):
    with pytest.raises(Refused):
        give(make_person(), Role.AUDITOR, until=utcnow() - timedelta(days=1))


def test_a_role_counts_from_its_start_to_its_end(town, clock):
    clock.to("2026-03-14 08:00")
    person = make_person()
    give(person, Role.AUDITOR, until=utcnow() + timedelta(days=2))
    assert person.has_role(Role.AUDITOR)
    clock.forward(days=2, seconds=1)
    assert not person.has_role(Role.AUDITOR)
    clock.to("2026-03-13 08:00")
    assert not person.has_role(Role.AUDITOR)


def test_an_ended_role_is_worth_nothing_and_ends_once(town):
    person = make_staff(Role.AUDITOR)
    held = person.current_memberships()[0].id
    with writing():
        workflow.end_membership(locked(Membership, held), by=town.administrator)
    db.session.expire_all()
    assert not person.has_role(Role.AUDITOR)
    with pytest.raises(Conflict), writing():
        workflow.end_membership(locked(Membership, held), by=town.administrator)


def test_roles_are_held_where_they_are_held(town):
    elsewhere = make_community("别处社区")
    assert town.secretary.has_role(Role.SECRETARY, community_id=town.community.id)
    assert not town.secretary.has_role(Role.SECRETARY, community_id=elsewhere.id)
    assert town.door_steward.has_role(Role.DOOR_STEWARD, place_id=town.door.id)
    assert not town.door_steward.has_role(Role.DOOR_STEWARD, place_id=town.other_door.id)
    assert town.auditor.has_role(Role.AUDITOR, community_id=elsewhere.id)
    assert town.door_steward.places_as(Role.DOOR_STEWARD) == {town.door.id}


def test_without_the_second_factor_guarded_roles_do_not_count(town):
    secretary, steward = town.secretary, town.door_steward
    secretary.second_factor_passed = steward.second_factor_passed = False
    assert secretary.needs_second_factor and not secretary.is_staff and not secretary.roles
    assert not steward.needs_second_factor and steward.has_role(Role.DOOR_STEWARD)


_CAST = """
    resident unverified door_steward secretary staff street_staff auditor administrator officer delegate
"""
CAST = _CAST.split()
WHO_MAY = {
    policies.is_staff: "secretary staff street_staff auditor administrator officer",
    policies.works_in_office: "secretary staff",
    policies.is_administrator: "administrator",
    policies.is_verified_resident: "resident",
}


@pytest.mark.parametrize("policy", WHO_MAY, ids=lambda policy: policy.__name__)
def test_who_may(town, policy):
    allowed = {name for name in CAST if policy(getattr(town, name))}
    assert allowed == set(WHO_MAY[policy].split())


@pytest.mark.parametrize("name", CAST)
def test_only_its_office_and_its_street_ask_for_a_contact(town, name):
    neighbour = queries.person_or_404(town.neighbour.id)
    asks = policies.may_view_contact(getattr(town, name), neighbour)
    assert asks == (name in ("secretary", "staff", "street_staff"))


def test_no_office_looks_at_people_of_another_community_or_at_itself(town):
    elsewhere = make_staff(Role.SECRETARY, place_id=make_community("别处社区").id)
    assert not policies.may_view_contact(elsewhere, town.resident)
    assert not policies.may_view_contact(town.secretary, town.secretary)
    assert policies.may_view_contact(town.secretary, make_person())


def test_states_move_along_the_table_only(town):
    moves = {PersonState.DISABLED: workflow.disable, PersonState.ACTIVE: workflow.enable}
    for state in PersonState:
        for target, verb in moves.items():
            person = make_person(state=state)
            if target in TRANSITIONS[state]:
                with writing():
                    verb(locked(Person, person.id), by=town.administrator)
                assert db.session.get(Person, person.id).state == target
            else:
                with pytest.raises(Conflict), writing():
                    verb(locked(Person, person.id), by=town.administrator)


def test_the_administrator_gives_and_ends_a_role_by_hand(page, town, sign_in):
    person = make_person("接班人", phone="+8613900005555")
    sign_in(town.administrator)
    page.get("/memberships")
    page.submit("给这个身份", phone="13900007777", role="auditor", place="0", until="", status=422)
    page.submit("给这个身份", phone="13900005555", role="secretary", place="0", until="", status=422)
    page.submit("给这个身份", phone="13900005555", role="secretary", place=town.community.id, until="")
    assert person.has_role(Role.SECRETARY, community_id=town.community.id)
    held = person.current_memberships()[0].id
    page.submit(f'form[action="/memberships/{held}/ending"]')
    db.session.expire_all()
    assert not person.has_role(Role.SECRETARY)


def test_a_shared_phone_asks_who(page, town, sign_in):
    make_person("甲", phone="+8613900005555")
    contact = db.session.scalar(select(Person).where(Person.nickname == "甲")).contact_id
    other = make_person("乙", contact_id=contact)
    sign_in(town.administrator)
    page.get("/memberships")
    page.submit("给这个身份", phone="13900005555", role="auditor", status=422)
    page.submit("给这个身份", phone="13900005555", role="auditor", person_id=str(other.id))
    assert other.has_role(Role.AUDITOR)


@pytest.mark.parametrize("who", ["resident", "secretary", "staff", "auditor", "street_staff"])
def test_nobody_else_gives_or_ends_roles(page, town, sign_in, who):
    held = town.auditor.current_memberships()[0].id
    sign_in(getattr(town, who))
    page.get("/memberships", status=403)
    page.get(f"/persons/{town.neighbour.id}", status=403)
    for path in (
        "/memberships",
        f"/memberships/{held}/ending",
        f"/persons/{town.neighbour.id}/suspension",
        f"/persons/{town.neighbour.id}/return",
        f"/persons/{town.neighbour.id}/second-factor",
    ):
        page.post(path, {}, status=403)


def test_shutting_out_ends_every_sign_in(page, town):
    guest = page.as_(town.neighbour)
    guest.get("/me")
    boss = page.as_(town.administrator)
    boss.get(f"/persons/{town.neighbour.id}")
    boss.submit("对,现在停用")
    assert guest.fetch("/me").status_code == 303
    boss.get(f"/persons/{town.neighbour.id}")
    boss.submit("恢复登录")


def test_the_first_administrator_comes_from_the_command_line(app, town):
    make_person("站长", phone="+8613900005555")
    runner = app.test_cli_runner()
    assert "站长" in runner.invoke(args=["accounts", "administrator", "13900005555"]).output
    assert runner.invoke(args=["accounts", "administrator", "13900007777"]).exit_code == 1
    person = db.session.scalar(select(Person).where(Person.nickname == "站长"))
    assert person.has_role(Role.ADMINISTRATOR)
