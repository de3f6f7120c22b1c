"""Who may speak for a seat: a mandate in force and acting for its body, both."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.accounts.acting import AnonymousVisitor
from civic.councils.models import Council, Mandate, MandateRole, Seat
from civic.councils.policies import may_convene, may_fill_seats, may_speak_for, seats_spoken_for

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def person(id=1, bodies=(7,), roles=()):
    return SimpleNamespace(
        id=id,
        is_authenticated=True,
        body_ids=frozenset(bodies),
        has_role=lambda role, community_id: (role.value, community_id) in roles,
    )


def seat(body=7, holder=1, role=MandateRole.DELEGATE, convener=False):
    held = Mandate(person_id=holder, role=role, valid_from=FIRST, valid_to=LAST)
    return Seat(body_id=body, is_convener=convener, mandates=[held])


@pytest.mark.parametrize("role", MandateRole)
def test_delegate_and_alternate_speak(role):
    assert may_speak_for(person(), seat(role=role), FIRST)


def test_a_stranger_does_not():
    assert not may_speak_for(AnonymousVisitor(), seat(), FIRST)


def test_a_mandate_alone_is_not_enough():
    """Acting for a body needs the second factor; without it `body_ids` is empty."""
    assert not may_speak_for(person(bodies=()), seat(), FIRST)


def test_acting_for_the_body_alone_is_not_enough():
    assert not may_speak_for(person(id=2), seat(holder=1), FIRST)


@given(st.dates(date(2026, 1, 1), date(2026, 6, 1)))
def test_it_holds_from_the_first_day_to_the_day_before_the_last(on):
    assert may_speak_for(person(), seat(), on) == (FIRST <= on < LAST)


def test_a_person_of_two_seats_has_a_voice_for_each():
    council = Council(seats=[seat(7), seat(8), seat(9, holder=2)])
    assert [s.body_id for s in seats_spoken_for(person(bodies=(7, 8, 9)), council, FIRST)] == [7, 8]


def test_only_the_convening_seat_calls_the_council():
    council = Council(seats=[seat(7, convener=True), seat(8, holder=2)])
    assert may_convene(person(), council, FIRST)
    assert not may_convene(person(id=2, bodies=(8,)), council, FIRST)


def test_the_secretary_of_this_community_fills_seats():
    council = Council(community_id=5)
    assert may_fill_seats(person(roles={("secretary", 5)}), council)
    assert not may_fill_seats(person(roles={("secretary", 6)}), council)
    assert not may_fill_seats(AnonymousVisitor(), council)
