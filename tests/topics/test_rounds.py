"""Opinion rounds: who may speak when, one answer for many, closed only when everybody has one."""

import pytest

from civic.database import writing
from civic.errors import Conflict, Refused, TooMany
from civic.extensions import db
from civic.ledger.signals import recorded
from civic.topics import rounds
from civic.topics.models import Opinion, OpinionRound, Topic
from civic.topics.states import OPINIONS_OPEN, ReplyOutcome, TopicState
from tests.factories import topics as make


@pytest.fixture
def asked(town):
    return make.make_round(make.noticed(town.secretary), town.secretary)


def answer(asked, opinions, by, **what):
    what = {"outcome": ReplyOutcome.PARTLY, "reason": "往南挪五米"} | what
    with writing():
        return rounds.answer_opinions(asked, [one.id for one in opinions], by=by, **what)


@pytest.mark.parametrize("state", TopicState)
def test_a_round_opens_from_the_notice_to_the_decision(town, state):
    topic = make.put(make.make_topic(town.resident), state)
    if state in OPINIONS_OPEN:
        make.make_round(topic, town.secretary)
    else:
        with pytest.raises(Conflict):
            make.make_round(topic, town.secretary)


def test_one_round_at_a_time(town, asked):
    with pytest.raises(Conflict):
        make.make_round(db.session.get(Topic, asked.topic_id), town.secretary)


def test_no_opinion_after_the_last_minute(town, asked):
    make.end_round(asked)
    with pytest.raises(Conflict):
        make.make_opinion(asked, town.resident)


def test_five_opinions_a_person(town, asked):
    for _ in range(5):
        make.make_opinion(asked, town.resident)
    with pytest.raises(TooMany):
        make.make_opinion(asked, town.resident)
    make.make_opinion(asked, town.neighbour)


def test_an_option_of_another_topic_is_refused(town, asked):
    other = make.make_option(make.make_topic(town.resident))
    with pytest.raises(Refused):
        make.make_opinion(asked, town.resident, option_id=other.id)


def test_one_answer_serves_many_and_the_record_leads_to_the_authors(town, asked):
    said = [make.make_opinion(asked, who) for who in (town.resident, town.neighbour, town.unverified)]
    heard = []

    def listener(act, **sent):
        if act.name == "opinion.answered":
            heard.append({one.person_id for one in db.session.query(Opinion).filter_by(
                reply_id=sent["subject"].id)})  # fmt: skip

    with recorded.connected_to(listener):
        answer(asked, said[:2], town.secretary)
    assert heard == [{town.resident.id, town.neighbour.id}]
    assert db.session.get(OpinionRound, asked.id).unanswered == 1


def test_an_answer_needs_a_reason_and_an_open_opinion(town, asked):
    said = [make.make_opinion(asked, town.resident)]
    with pytest.raises(Refused):
        answer(asked, said, town.secretary, reason=" ")
    answer(asked, said, town.secretary)
    with pytest.raises(Conflict):
        answer(asked, said, town.staff)
    with pytest.raises(Conflict):
        answer(asked, [], town.staff)


def test_a_round_closes_after_its_days_when_all_are_answered(town, asked):
    said = [make.make_opinion(asked, town.resident)]
    for guard in ("days", "answers"):
        with pytest.raises(Conflict), writing():
            rounds.close_round(asked, by=town.secretary)
        if guard == "days":
            make.end_round(asked)
    answer(asked, said, town.secretary)
    with writing():
        rounds.close_round(asked, by=town.secretary)
    with pytest.raises(Conflict), writing():
        rounds.close_round(asked, by=town.secretary)


def test_a_hidden_opinion_needs_no_answer(town, asked):
    opinion = make.make_opinion(asked, town.resident)
    with writing():
        rounds.hide_opinion(opinion)
    make.end_round(asked)
    with writing():
        rounds.close_round(asked, by=town.secretary)


def test_even_a_silent_round_is_not_closed_before_its_days_are_over(town, asked):
    with pytest.raises(Conflict), writing():
        rounds.close_round(asked, by=town.secretary)
