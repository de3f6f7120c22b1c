"""Seats, mandates and what each refuses."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from civic.accounts.roles import Role
from civic.accounts.workflow import leave
from civic.councils import queries
from civic.councils.models import Body, BodyKind, Mandate, MandateRole
from civic.councils.workflow import end_mandate, found_body, found_council, seat_body
from civic.database import local_today, locked, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from tests.factories.accounts import Person, make_person
from tests.factories.councils import make_body, make_council, make_mandate
from tests.factories.places import make_community


@pytest.fixture
def council(app):
    return make_council(make_community(), make_body(), make_body())


@pytest.fixture
def seats(council):
    return list(council.seats)


def mandate_of(seat, role=MandateRole.DELEGATE):
    return db.session.scalar(select(Mandate).where(Mandate.seat_id == seat.id, Mandate.role == role))


def fresh(person):
    db.session.expire_all()
    return db.session.get(Person, person.id)


def test_seats_follow_one_another_and_the_first_convenes(council):
    assert [seat.position for seat in council.seats] == [1, 2]
    assert [seat.is_convener for seat in council.seats] == [True, False]


def test_one_body_has_one_seat(council, seats):
    with pytest.raises(Conflict), writing():
        seat_body(council, db.session.get(Body, seats[0].body_id), by=None)


def test_one_seat_convenes(council):
    other = make_body()
    with pytest.raises(Conflict), writing():
        seat_body(council, other, by=None, convener=True)


def test_two_bodies_of_one_name_are_refused(app):
    make_body(name="望榆小学")
    with pytest.raises(Conflict):
        make_body(name="望榆小学")


def test_two_councils_of_one_name_in_one_community_are_refused(app):
    community = make_community()
    make_council(community, name="社区合伙人")
    with pytest.raises(Conflict), writing():
        found_council(community, "社区合伙人", by=None)
    assert make_council(make_community(), name="社区合伙人").name == "社区合伙人"


def test_whoever_is_appointed_acts_for_the_body(council, seats):
    person = make_person()
    make_mandate(seats[0], person)
    assert fresh(person).has_role(Role.DELEGATE, body_id=seats[0].body_id)
    assert person.community_ids == {council.community_id}


def test_a_seat_has_one_delegate(seats):
    make_mandate(seats[0], make_person())
    with pytest.raises(Conflict):
        make_mandate(seats[0], make_person())
    make_mandate(seats[0], make_person(), MandateRole.ALTERNATE)


def test_the_database_holds_one_delegate_a_seat_too(seats):
    seat = seats[0]
    make_mandate(seat, make_person())
    row = {"seat_id": seat.id, "person_id": make_person().id, "role": MandateRole.DELEGATE}
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(insert(Mandate), [row | {"valid_from": local_today()}])


def test_nobody_is_delegate_and_alternate_of_one_seat(seats):
    person = make_person()
    make_mandate(seats[0], person)
    with pytest.raises(Conflict):
        make_mandate(seats[0], person, MandateRole.ALTERNATE)


def test_one_person_may_hold_several_seats(seats):
    person = make_person()
    for seat in seats:
        make_mandate(seat, person)
    assert fresh(person).body_ids == {seat.body_id for seat in seats}


def test_a_minor_cannot_speak_for_a_body(seats):
    with pytest.raises(Refused):
        make_mandate(seats[0], make_person(is_adult=False))


def test_the_end_of_a_mandate_ends_acting_for_the_body(seats):
    person = make_person()
    make_mandate(seats[0], person)
    with writing():
        end_mandate(mandate_of(seats[0]), by=None)
    assert fresh(person).body_ids == frozenset()
    assert mandate_of(seats[0]).valid_to == local_today()


def test_somebody_else_can_follow_once_a_mandate_ended(seats):
    make_mandate(seats[0], make_person())
    with writing():
        end_mandate(mandate_of(seats[0]), by=None)
    make_mandate(seats[0], make_person())


def test_a_mandate_ends_once(seats):
    make_mandate(seats[0], make_person())
    with writing():
        end_mandate(mandate_of(seats[0]), by=None)
    with pytest.raises(Conflict), writing():
        end_mandate(mandate_of(seats[0]), by=None)


@pytest.mark.parametrize("days", [1, -1])
def test_a_mandate_ends_neither_in_advance_nor_before_it_began(seats, days):
    make_mandate(seats[0], make_person())
    with pytest.raises(Refused), writing():
        end_mandate(mandate_of(seats[0]), by=None, on=local_today() + timedelta(days=days))


def test_whoever_leaves_the_site_speaks_for_nobody(seats):
    person = make_person()
    make_mandate(seats[0], person)
    with writing():
        leave(locked(Person, person.id))
    assert mandate_of(seats[0]).valid_to == local_today()


def test_every_verb_leaves_its_record(seats, db_session):
    make_mandate(seats[0], make_person(), valid_from=date(2026, 2, 24))
    with writing():
        end_mandate(mandate_of(seats[0]), by=None)
    verbs = set(db_session.scalars(select(LedgerEntry.verb)))
    assert verbs >= {"body.founded", "council.founded", "seat.given", "mandate.given", "mandate.ended"}


def test_the_record_of_a_mandate_names_no_person(council, seats, db_session):
    make_mandate(seats[0], make_person(), valid_from=date(2026, 2, 24))
    entry = db_session.scalar(select(LedgerEntry).where(LedgerEntry.verb == "mandate.given"))
    assert db_session.get(LedgerPayload, entry.id).public_json == {
        "seat": seats[0].id,
        "role": "delegate",
        "from": "2026-02-24",
    }
    assert entry.community_id == council.community_id


def test_bodies_of_the_community_come_before_those_that_serve_several(app):
    community = make_community()
    department = make_body(BodyKind.DEPARTMENT)
    own = make_body(BodyKind.OWNERS_COMMITTEE, community=community)
    make_body(BodyKind.OWNERS_COMMITTEE, community=make_community())
    assert [body.id for body in queries.bodies(community.id)] == [own.id, department.id]
    assert queries.body_of_kind(community.id, BodyKind.DEPARTMENT).id == department.id
    assert queries.body_choices(community.id)[0] == (own.id, own.short_name)


def test_delegates_of_a_body_are_those_in_force(seats):
    delegate, alternate = make_person(), make_person()
    make_mandate(seats[0], delegate)
    make_mandate(seats[0], alternate, MandateRole.ALTERNATE)
    with writing():
        end_mandate(mandate_of(seats[0]), by=None)
    body_id = seats[0].body_id
    assert queries.delegates_of(body_id, local_today()) == [alternate.id]


def test_found_body_returns_what_people_call_it(app):
    with writing():
        body = found_body(BodyKind.PROPERTY_COMPANY, "星榆物业服务公司", by=None, short_name="星榆物业")
    assert str(body) == "星榆物业"
