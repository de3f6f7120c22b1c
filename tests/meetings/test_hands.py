"""Motions: a text that stands, bottom lines, quorum, and hands counted exactly."""

import hashlib
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.councils.models import Council
from civic.database import local_today, writing
from civic.errors import Conflict, Refused
from civic.ledger.models import LedgerPayload
from civic.meetings import check_in, live_workflow
from civic.meetings import hands_workflow as verbs
from civic.meetings.hands_tally import OWNERS, result, weight_of
from civic.meetings.live_models import Hand, Motion
from civic.meetings.live_states import MOTION_TRANSITIONS, Choice, MotionState, Way, Weight
from civic.meetings.states import Capacity, MeetingKind
from civic.topics import options
from civic.votes.regimes import Regime
from tests.factories import meeting_rooms as make
from tests.factories.topics import screened


def do(verb, *arguments, **named):
    with writing():
        return verb(*arguments, **named)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 150))
def test_more_than_half_of_those_here_and_nobody_against_at_a_table(agree, against, base):
    carried = result(Way.COUNTED, agree, against, base) == MotionState.CARRIED
    assert carried == (2 * agree > base > 0)  # in whole numbers
    assert (result(Way.SEATS, agree, against, base) == MotionState.CARRIED) == (against == 0)


def test_exactly_half_is_not_more_than_half():
    assert result(Way.TAPPED, 23, 0, 46) == MotionState.NOT_CARRIED
    assert result(Way.TAPPED, 24, 22, 46) == MotionState.CARRIED
    assert Fraction(1, 3) * 3 == 1 and result(Way.COUNTED, 1, 0, 0) == MotionState.NOT_CARRIED


def test_owners_matters_are_never_decided_in_a_room():
    """I19; and what the regime does not make binding is an opinion."""
    assert {Regime.OWNERS_ORDINARY, Regime.OWNERS_SPECIAL} <= OWNERS
    for by_seats in (True, False):
        assert all(weight_of(by_seats, regime) is None for regime in OWNERS)
    assert weight_of(True, "council") == Weight.AGREEMENT
    assert weight_of(False, "consultation") == weight_of(False, None) == Weight.OPINION


def test_a_text_that_stands_is_not_changed(town, db_session):
    meeting = make.going_on(town.secretary)
    motion = make.moved(meeting, town.secretary)
    do(verbs.word, motion, by=town.secretary, text="先加灯,再放桶")
    with pytest.raises(Conflict, match="没议完"):
        make.moved(meeting, town.secretary)
    do(verbs.freeze, motion, by=town.secretary, breaks_id=None)
    with pytest.raises(Conflict, match="不能再改"):
        do(verbs.word, motion, by=town.secretary, text="别的话")
    kept = db_session.get(Motion, motion.id)
    assert kept.text_hash == hashlib.sha256("先加灯,再放桶".encode()).hexdigest()
    new = make.moved(meeting, town.secretary, text="加两盏灯", replaces=motion)
    assert db_session.get(Motion, motion.id).state == MotionState.REPLACED
    assert db_session.get(Motion, new.id).replaces_id == motion.id
    said = [row.public_json for row in db_session.query(LedgerPayload)]
    assert "加灯" not in str(said)


def test_a_motion_walks_as_its_table_says(town, db_session):
    meeting = make.going_on(town.secretary)
    by = town.secretary
    steps = {
        MotionState.REPLACED: lambda one: verbs.move(meeting, by=by, text="另一条", replaces=one),
        MotionState.HANDS: lambda one: verbs.call_hands(one, by=by, way=Way.COUNTED),
        MotionState.CARRIED: lambda one: verbs.settle(one, by=by, count=verbs.Count(3, 1, 0)),
        MotionState.NOT_CARRIED: lambda one: verbs.settle(one, by=by, count=verbs.Count(1, 1, 0)),
    }
    for state in MotionState:
        for target, step in steps.items():
            with writing() as session:
                session.query(Motion).delete()
            motion = make.moved(meeting, by, until="hands")
            with writing() as session:
                session.get(Motion, motion.id).state = state
            if target in MOTION_TRANSITIONS[state]:
                do(step, motion)
                assert db_session.get(Motion, motion.id).state == target
            else:
                with pytest.raises(Conflict):
                    do(step, motion)


def test_what_breaks_a_bottom_line_is_read_and_never_voted(town):
    """I11. And somebody has to have looked."""
    topic = screened(town.secretary)
    line = do(options.add_bottom_line, topic, by=town.secretary, text="消防通道不能占")
    meeting = make.going_on(town.secretary, items=[("桶放哪儿", 10, topic.id)])
    motion = make.moved(meeting, town.secretary)
    with pytest.raises(Refused, match="底线"):
        do(verbs.freeze, motion, by=town.secretary, breaks_id=None)
    do(verbs.freeze, motion, by=town.secretary, breaks_id=line.id)
    do(verbs.read_aloud, motion, by=town.secretary)
    with pytest.raises(Refused, match="底线不能拿来表决"):
        do(verbs.call_hands, motion, by=town.secretary, way=Way.COUNTED)
    other = make.moved(meeting, town.secretary, until="hands", replaces=motion, breaks_id=0)
    with pytest.raises(Conflict):
        do(verbs.move, meeting, by=town.secretary, text="再换", replaces=other)


def test_hands_wait_for_the_reading_the_quorum_and_the_right_table(town, db_session):
    meeting = make.going_on(town.secretary, quorum=2)
    make.there(meeting, town.resident)
    motion = make.moved(meeting, town.secretary, until="frozen")
    with pytest.raises(Refused, match="念一遍"):
        do(verbs.call_hands, motion, by=town.secretary, way=Way.COUNTED)
    do(verbs.read_aloud, motion, by=town.secretary)
    with pytest.raises(Conflict, match="再来1人才能定事"):
        do(verbs.call_hands, motion, by=town.secretary, way=Way.COUNTED)
    guest = make.there(meeting, town.neighbour, Capacity.GUEST)
    with pytest.raises(Refused, match="一席一票"):
        do(verbs.call_hands, motion, by=town.secretary, way=Way.SEATS)
    do(verbs.call_hands, motion, by=town.secretary, way=Way.COUNTED)
    for stuck in (live_workflow.step, live_workflow.end):
        with pytest.raises(Conflict, match="正在举手"):
            do(stuck, meeting, by=town.secretary, seen=make.seen(meeting))
    with pytest.raises(Conflict, match="没有在这样"):
        do(verbs.tap, motion, guest, Choice.FOR)
    with pytest.raises(Refused, match="填数到"):
        do(verbs.settle, motion, by=town.secretary)
    with pytest.raises(Refused, match="再数一遍"):
        do(verbs.settle, motion, by=town.secretary, count=verbs.Count(2, 0, 0))
    do(check_in.note_leaving, guest, by=town.secretary)
    with pytest.raises(Conflict, match="再来1人"):
        do(verbs.settle, motion, by=town.secretary, count=verbs.Count(1, 0, 0))
    do(verbs.stop_count, motion, by=town.secretary)
    assert db_session.get(Motion, motion.id).state == MotionState.FROZEN


def test_everybody_taps_once_and_whose_hand_it_was_is_not_kept(town, db_session):
    meeting = make.going_on(town.secretary)
    rows = [make.there(meeting, person) for person in (town.resident, town.neighbour, town.second_adult)]
    motion = make.moved(meeting, town.secretary, until="hands", way=Way.TAPPED)
    for row, choice in zip(rows, Choice, strict=True):
        do(verbs.tap, motion, row, choice)
    do(verbs.tap, motion, rows[1], Choice.FOR)  # changed their mind: still one hand
    with pytest.raises(Conflict):
        do(verbs.settle, motion, by=town.secretary, count=verbs.Count(3, 0, 0))
    assert db_session.query(Hand).count() == 3
    do(verbs.settle, motion, by=town.secretary)
    kept = db_session.get(Motion, motion.id)
    assert (kept.for_count, kept.against_count, kept.abstain_count, kept.base) == (2, 0, 1, 3)
    assert (kept.state, kept.weight) == (MotionState.CARRIED, Weight.OPINION)
    assert db_session.query(Hand).count() == 0


def test_at_the_table_one_objection_sends_it_back(town, db_session):
    meeting = make.going_on(town.secretary, kind=MeetingKind.COUNCIL, council_id=town.council.id, quorum=3)
    seats = town.seats[:4]
    make.seated(meeting, seats)
    by, states = town.secretary, []
    for last in (Choice.ABSTAIN, Choice.AGAINST):
        motion = make.moved(meeting, by, until="hands", way=Way.SEATS)
        for seat in seats[:3]:
            do(verbs.voice_seat, motion, seat.id, Choice.FOR, by=by)
        with pytest.raises(Refused, match="还没表态"):
            do(verbs.settle, motion, by=by)
        with pytest.raises(Conflict, match="没有人到会"):
            do(verbs.voice_seat, motion, town.seats[5].id, Choice.FOR, by=by)
        ends(town.council, local_today() - timedelta(days=1))
        with pytest.raises(Conflict, match="任期"):
            do(verbs.settle, motion, by=by)
        ends(town.council, None)
        do(verbs.voice_seat, motion, seats[3].id, last, by=by)
        do(verbs.settle, motion, by=by)
        states.append(db_session.get(Motion, motion.id).state)
    assert states == [MotionState.CARRIED, MotionState.REFERRED]
    ends(town.council, local_today() - timedelta(days=1))
    with pytest.raises(Conflict, match="任期"):
        make.moved(meeting, by, until="hands", way=Way.SEATS)


def ends(council, day):
    with writing() as session:
        there = session.get(Council, council.id)
        there.since, there.term_to = day or there.since, day


def test_owners_money_is_not_asked_for_by_hands(town):
    topic = screened(town.secretary, regime="owners_special")
    meeting = make.going_on(town.secretary, topic_id=topic.id)
    motion = make.moved(meeting, town.secretary, until="read")
    with pytest.raises(Refused, match="只能由业主"):
        do(verbs.call_hands, motion, by=town.secretary, way=Way.COUNTED)
    assert motion.weight is None
