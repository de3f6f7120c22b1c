"""A meeting goes on: agenda, the word, two phones at once; only those present ask, only one gives."""

from types import SimpleNamespace

import pytest

from civic.accounts.acting import AnonymousVisitor
from civic.accounts.models import Person
from civic.accounts.workflow import leave
from civic.database import locked, writing
from civic.errors import Conflict, Refused
from civic.ledger.models import LedgerEntry
from civic.meetings import live_policies, rules_now
from civic.meetings import live_workflow as verbs
from civic.meetings.live_models import Speech
from civic.meetings.live_queries import room_of
from civic.meetings.live_states import SPEECH_TRANSITIONS, Side, SpeechState
from civic.meetings.models import AgendaItem, Attendance, Meeting
from civic.meetings.rules_now import Rule, rule_now
from civic.meetings.states import Capacity, MeetingState
from tests.factories import meeting_rooms as make
from tests.factories.meetings import called


def do(verb, *arguments, **named):
    with writing():
        return verb(*arguments, **named)


def test_the_agenda_goes_forward_and_back_and_keeps_its_time(town, clock, db_session):
    clock.to("2026-03-14 16:30")
    meeting = make.going_on(town.secretary)
    first, second = db_session.query(AgendaItem).filter_by(meeting_id=meeting.id).order_by("position")
    clock.forward(minutes=8)
    do(verbs.step, meeting, by=town.secretary, seen=make.seen(meeting))
    clock.forward(minutes=5)
    do(verbs.step, meeting, by=town.secretary, seen=make.seen(meeting), back=True)
    clock.forward(minutes=1)
    room = room_of(meeting.id)
    assert (room.item.id, room.place, room.seconds // 60, room.seconds_whole // 60) == (first.id, 1, 9, 14)
    with pytest.raises(Conflict, match="没有"):
        do(verbs.step, meeting, by=town.secretary, seen=make.seen(meeting), back=True)
    do(verbs.step, meeting, by=town.secretary, seen=make.seen(meeting))
    with pytest.raises(Conflict, match="没有"):
        do(verbs.step, meeting, by=town.secretary, seen=make.seen(meeting))
    do(verbs.end, meeting, by=town.secretary, seen=make.seen(meeting))
    assert db_session.get(Meeting, meeting.id).state == MeetingState.ENDED
    assert second.ended_at is not None


def test_of_two_phones_the_first_wins(town, db_session):
    meeting = make.going_on(town.secretary)
    rows = [make.there(meeting, person) for person in (town.resident, town.neighbour)]
    one, two = (make.asked(meeting, row) for row in rows)
    saw = make.seen(meeting)
    do(verbs.give, one, by=town.secretary, seen=saw)
    for verb, subject in (
        (verbs.give, two),
        (verbs.step, meeting),
        (verbs.end, meeting),
        (verbs.finish, meeting),
    ):
        with pytest.raises(Conflict, match="快了一步"):
            do(verb, subject, by=town.staff, seen=saw)
    do(verbs.give, two, by=town.secretary, seen=make.seen(meeting))
    states = [speech.state for speech in db_session.query(Speech).order_by(Speech.id)]
    assert states == [SpeechState.SPOKEN, SpeechState.SPEAKING]


def test_the_word_runs_and_its_seconds_are_kept(town, clock, db_session):
    clock.to("2026-03-14 16:30")
    meeting = make.going_on(town.secretary, town.resident)
    row = make.there(meeting, town.delegate, Capacity.SEAT, seat_id=town.seats[2].id)
    for spell in (150, 200):  # 物业 has 360 s on one point
        speech = make.asked(meeting, row, Side.AGAINST)
        with pytest.raises(Conflict, match="名单"):
            make.asked(meeting, row)
        do(verbs.give, speech, by=town.secretary, seen=make.seen(meeting))
        assert db_session.get(Speech, speech.id).allowed == 120
        clock.forward(seconds=spell)
        do(verbs.finish, meeting, by=town.secretary, seen=make.seen(meeting))
        assert db_session.get(Speech, speech.id).seconds == spell
    with pytest.raises(Refused, match="2次"):
        make.asked(meeting, row)
    body = town.property.id
    last = make.asked(meeting, None, body_id=body)
    do(verbs.give, last, by=town.secretary, seen=make.seen(meeting))
    assert db_session.get(Speech, last.id).allowed == 10
    clock.forward(seconds=10)
    do(verbs.finish, meeting, by=town.secretary, seen=make.seen(meeting))
    with pytest.raises(Refused, match="时间用完"):
        make.asked(meeting, None, body_id=body)
    said = db_session.query(LedgerEntry).filter(LedgerEntry.verb == "speech.ended").count()
    assert said == 3


def test_a_request_walks_as_its_table_says(town, db_session):
    meeting = make.going_on(town.secretary)
    steps = {
        SpeechState.SPEAKING: lambda one: verbs.give(one, by=town.secretary, seen=make.seen(meeting)),
        SpeechState.WITHDRAWN: lambda one: verbs.withdraw(one, by=town.secretary),
    }
    for state in SpeechState:
        for target, step in steps.items():
            speech = make.asked(meeting, None, door_id=town.door.id)
            with writing() as session:
                session.query(Speech).filter(Speech.id != speech.id).delete()
                session.get(Speech, speech.id).state = state
                session.get(Speech, speech.id).ended_at = meeting.opened_at
                session.get(Speech, speech.id).began_at = meeting.opened_at
            if target in SPEECH_TRANSITIONS[state]:
                do(step, speech)
                assert db_session.get(Speech, speech.id).state == target
            else:
                with pytest.raises(Conflict):
                    do(step, speech)


def test_nothing_goes_on_before_it_begins_or_after_it_ended(town):
    meeting = called(town.secretary, quorum=3)
    for verb in (verbs.step, verbs.end, verbs.finish):
        with pytest.raises(Conflict, match="没有在开"):
            do(verb, meeting, by=town.secretary, seen="0.0")
    with pytest.raises(Conflict, match="没有在开"):
        make.asked(meeting, None, door_id=town.door.id)
    do(verbs.begin, meeting, by=town.secretary)
    with pytest.raises(Conflict, match="到会人数不够"):
        do(verbs.end, meeting, by=town.secretary, seen=make.seen(meeting))
    do(verbs.end, meeting, by=town.secretary, seen=make.seen(meeting), although_too_few=True)
    assert meeting.had_quorum is False


def test_only_those_present_ask_and_only_whoever_holds_it_gives():
    """Policies alone: no database."""
    meeting = Meeting(id=1, community_id=1, chair_id=7, state=MeetingState.OPEN)
    row = Attendance(id=3, person_id=8, capacity=Capacity.RESIDENT)
    stranger = AnonymousVisitor()
    there = SimpleNamespace(meeting=meeting, mine=row)
    away = SimpleNamespace(meeting=meeting, mine=None)
    chair, neighbour = (
        SimpleNamespace(
            id=number,
            is_authenticated=True,
            has_any_role=lambda *a, **k: False,
            places_as=lambda role: (),
        )
        for number in (7, 8)
    )
    assert live_policies.may_ask(neighbour, there) and live_policies.may_tap(neighbour, there)
    assert not live_policies.may_ask(neighbour, away) and not live_policies.may_ask(stranger, away)
    for capacity in (Capacity.GUEST, Capacity.STAFF):
        row.capacity = capacity
        assert not live_policies.may_tap(neighbour, there)
    assert live_policies.may_hold(chair, away) and not live_policies.may_hold(neighbour, there)
    speech = Speech(meeting=meeting, attendance=row)
    assert live_policies.may_hold_it(chair, speech) and not live_policies.may_hold_it(neighbour, speech)
    assert live_policies.may_withdraw(neighbour, speech) and live_policies.may_withdraw(chair, speech)
    chair.id = 9
    assert not live_policies.may_withdraw(chair, speech)


def test_every_rule_has_its_moment():
    on = MeetingState.OPEN
    moments = [
        rule_now(MeetingState.CALLED), rule_now(MeetingState.ENDED), rule_now(on, item=False),
        rule_now(on), rule_now(on, waiting=1), rule_now(on, waiting=2), rule_now(on, speaking=True),
        rule_now(on, speaking=True, time_is_up=True), rule_now(on, motion="drafted"),
        rule_now(on, motion="frozen"),
    ]  # fmt: skip
    assert set(moments) == set(Rule)
    assert set(rules_now.RULE_LABELS) == set(Rule)


def test_who_leaves_the_site_takes_their_name_along(town, db_session):
    meeting = make.going_on(town.secretary)
    speech = make.asked(meeting, make.there(meeting, town.resident), by=town.resident)
    do(leave, locked(Person, town.resident.id))
    assert db_session.get(Speech, speech.id).asked_by is None
