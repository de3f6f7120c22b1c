"""Prepare, open, cast, close, void: every guard, and what is left behind."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from civic.database import utcnow, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.threads.models import Seal, Status, Thread
from civic.topics.models import Option, Topic
from civic.topics.states import TopicState
from civic.votes import keystore, roll
from civic.votes.contents import Sheet
from civic.votes.models import CountedBallot, Envelope, RollEntry, Turnout, Vote, VoteOption
from civic.votes.regimes import Outcome, Regime, Unit, at_least, more_than
from civic.votes.states import Method, VoidReason, VoteState
from civic.votes.tally import Voice
from civic.votes.workflow import open_vote, prepare, void
from tests.factories.topics import noticed, opinion_formed, put
from tests.factories.votes import (
    close,
    end,
    make_council_vote,
    make_draft,
    make_vote,
    speak_for,
)


def count(table, **where):
    return db.session.scalar(select(func.count()).select_from(table).filter_by(**where))


def test_opening_freezes_options_and_roll_and_takes_the_topic_along(town):
    vote = make_vote(town.secretary)
    homes = count(RollEntry, vote_id=vote.id)
    assert vote.state is VoteState.OPEN and vote.roll_size == homes == 7
    lines = db.session.scalars(select(RollEntry).where(RollEntry.vote_id == vote.id)).all()
    again = [
        {"unit_kind": one.unit_kind, "unit_id": one.unit_id, "area_centi": one.area_centi} for one in lines
    ]
    assert vote.roll_root == roll.root_of(again)
    letters = db.session.scalars(select(VoteOption.letter).order_by(VoteOption.position)).all()
    assert letters == ["甲", "乙", "丙"]
    topic, thread = db.session.get(Topic, vote.topic_id), db.session.get(Thread, vote.thread_id)
    assert topic.state is TopicState.VOTING and topic.electorate == vote.roll_root
    assert thread.stage is Seal.DECIDE and thread.status is Status.VOTING and thread.due_on


def test_a_vote_of_one_building_asks_only_its_homes(town):
    topic = opinion_formed(town.secretary, place_id=town.other_building.id)
    vote = make_vote(town.secretary, topic=topic)
    homes = set(db.session.scalars(select(RollEntry.unit_id).where(RollEntry.vote_id == vote.id)))
    assert town.other_household.id in homes and town.household.id not in homes and len(homes) == 3


def test_a_regime_that_is_not_held_here_cannot_be_prepared(town):
    for regime in set(Regime) - {Regime.ADVISORY, Regime.COUNCIL, Regime.RESIDENTS_MEETING}:
        with pytest.raises(Refused):
            make_draft(town.secretary, topic=opinion_formed(town.secretary), regime=regime)


def test_the_law_s_lines_stay_but_advice_sets_its_own(town):
    topic = opinion_formed(town.secretary, council_id=town.council.id)
    advice = make_draft(town.secretary, topic=topic, quorum=at_least(2, 3), threshold=at_least(3, 4))
    council = make_draft(town.secretary, topic=topic, regime=Regime.COUNCIL, threshold=more_than(1, 2))
    assert (advice.quorum, advice.threshold) == (at_least(2, 3), at_least(3, 4))
    assert council.threshold is None


@pytest.mark.parametrize("state", [TopicState.PROPOSED, TopicState.DECISION_NOTICED, TopicState.SHELVED])
def test_a_topic_that_is_not_ready_cannot_be_voted_on(town, state):
    topic = put(opinion_formed(town.secretary), state)
    with pytest.raises(Conflict):
        make_draft(town.secretary, topic=topic)


def test_closing_before_opening_is_refused(town):
    now = utcnow()
    with pytest.raises(Refused):
        make_draft(town.secretary, opens_at=now, closes_at=now)


def test_two_votes_of_one_kind_on_one_topic_are_refused(town):
    draft = make_draft(town.secretary)
    with pytest.raises(Conflict):
        make_draft(town.secretary, topic=db.session.get(Topic, draft.topic_id))


def test_a_council_vote_needs_a_council(town):
    with pytest.raises(Refused):
        make_draft(town.secretary, regime=Regime.COUNCIL)


def test_no_vote_opens_before_the_notice_is_over(town):
    """I8."""
    topic = noticed(town.secretary)
    draft = make_draft(town.secretary, topic=put(topic, TopicState.OPINION_FORMED))
    with pytest.raises(Conflict), writing():
        open_vote(draft, by=town.secretary)
    assert db.session.get(Vote, draft.id).state is VoteState.DRAFT and count(RollEntry) == 0


def test_a_second_vote_on_the_topic_also_needs_the_notice_to_be_over(town):
    topic = put(noticed(town.secretary), TopicState.VOTING)
    draft = make_draft(town.secretary, topic=topic)
    with pytest.raises(Conflict), writing():
        open_vote(draft, by=town.secretary)


def test_a_choice_needs_two_options_and_none_that_was_taken_off_meanwhile(town):
    draft = make_draft(town.secretary, options=2)
    option = db.session.scalar(select(Option).where(Option.topic_id == draft.topic_id).limit(1))
    with writing():
        db.session.get(Option, option.id).removed_at = utcnow()
    with pytest.raises(Refused), writing():
        open_vote(draft, by=town.secretary)


def test_a_vote_whose_close_has_passed_does_not_open(town):
    draft = make_draft(town.secretary)
    end(draft)
    with pytest.raises(Refused), writing():
        open_vote(draft, by=town.secretary)


def test_opening_twice_is_refused(town):
    vote = make_vote(town.secretary)
    with pytest.raises(Conflict), writing():
        open_vote(vote, by=town.secretary)


def test_a_council_adopts_by_consent_and_its_roll_call_stays(town):
    vote = make_council_vote(town.secretary, town.council)
    assert vote.roll_size == 6 and vote.unit is Unit.SEAT
    for seat in town.seats[:5]:
        speak_for(vote, seat, by=town.secretary)
    speak_for(vote, town.seats[5], Voice.STAND_ASIDE, reason="校门口那条道留着")
    result = close(vote)
    assert result.outcome is Outcome.ADOPTED
    assert result.counts == {"voices": {"consent": 5, "stand_aside": 1, "object": 0}}
    assert count(Envelope) == 6 and count(CountedBallot) == 6
    assert count(LedgerEntry, verb="vote.spoken") == 6


def test_one_objection_sends_it_back_and_a_seat_has_one_voice(town):
    vote = make_council_vote(town.secretary, town.council)
    for seat in town.seats:
        speak_for(vote, seat)
    speak_for(vote, town.seats[0], Voice.OBJECT, reason="消防通道", replace=True)
    result = close(vote)
    assert result.outcome is Outcome.REFERRED and result.returned == 6


def test_too_few_seats_is_void_not_rejected(town):
    vote = make_council_vote(town.secretary, town.council)
    for seat in town.seats[:3]:
        speak_for(vote, seat, Voice.OBJECT, reason="不行")
    assert close(vote).outcome is Outcome.VOID


def test_the_sweep_publishes_turnout_hourly_in_steps_of_five(town, tick):
    vote = make_vote(town.secretary)
    with writing():
        db.session.get(Turnout, (vote.id, "phone")).returned = 13
    assert tick("votes.publish_turnout") == {"votes.publish_turnout": 0}  # this hour's figure stands
    with writing():
        db.session.get(Turnout, (vote.id, "phone")).published_at = utcnow() - timedelta(hours=1)
    tick("votes.publish_turnout")
    assert db.session.get(Turnout, (vote.id, "phone")).published == 10


def test_the_sweep_destroys_keys_left_behind(town, tick):
    vote, open_one = make_vote(town.secretary), make_vote(town.secretary)
    with writing():
        void(vote, reason=VoidReason.WITHDRAWN)
    assert tick("votes.destroy_keys") == {"votes.destroy_keys": 1}
    assert keystore.kept() == [open_one.id]


def test_a_seat_s_envelope_holds_no_more_than_a_voice(town):
    with pytest.raises(ValueError, match="no option"):
        Sheet(Method.SINGLE, ("甲",)).check({"choice": "丁", "cannot": []})
    topic = opinion_formed(town.secretary)
    with writing():
        draft = prepare(topic, by=town.secretary, regime=Regime.ADVISORY, question="放哪儿",
                        opens_at=utcnow(), closes_at=utcnow() + timedelta(days=1))  # fmt: skip
    assert draft.is_secret and draft.unit is Unit.HOUSEHOLD
