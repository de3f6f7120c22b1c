"""Each guard of the topic's verbs by itself: it refuses, and what it protects stays as it was."""

from datetime import date

import pytest

from civic.database import utcnow, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.threads.models import Seal, Status, Thread
from civic.topics import options, workflow
from civic.topics.lots import draw
from civic.topics.models import Option, Topic
from civic.topics.queries import ballot_options
from civic.topics.states import RefusalCode, TopicState
from tests.factories import topics as make

ROLL = "ab" * 32


def refused(kind, verb, *args, **named):
    """The verb refuses with a sentence and a transaction that leaves nothing behind."""
    with pytest.raises(kind) as caught, writing():
        verb(*args, **named)
    assert str(caught.value)
    return caught.value


def test_proposal_opens_a_thread_with_its_seals(town):
    topic = make.make_topic(town.resident)
    thread = db.session.get(Thread, topic.thread_id)
    assert [seal for seal, *_ in thread.seal_states()] == [
        Seal.INTAKE, Seal.DELIBERATE, Seal.DECIDE, Seal.ACT, Seal.REVIEW,
    ]  # fmt: skip
    assert topic.support_threshold == 20 and topic.state == TopicState.PROPOSED


def test_refusal_needs_a_reason_and_names_who_said_so(town):
    topic = make.make_topic(town.resident)
    refused(Refused, workflow.not_admit, topic, by=town.secretary, code=RefusalCode.LAW, reason=" ")
    with writing():
        workflow.not_admit(topic, by=town.secretary, code=RefusalCode.LAW, reason="法院已判。")
    topic = db.session.get(Topic, topic.id)
    assert (topic.exit_code, topic.exit_by) == (RefusalCode.LAW, town.secretary.id)
    assert db.session.get(Thread, topic.thread_id).status == Status.NOT_NOW


def test_notice_needs_the_same_facts_of_every_option(town):
    topic = make.screened(town.secretary)
    make.make_option(topic, town.secretary, facts=["80米", ""])
    refused(Refused, workflow.notice, topic, by=town.secretary)
    assert db.session.get(Topic, topic.id).state == TopicState.SCREENED


def test_letters_are_drawn_from_the_published_seed(town):
    topic = make.noticed(town.secretary, options=4)
    drawn = {one.id: one.letter for one in db.session.query(Option).filter_by(topic_id=topic.id)}
    assert drawn == draw(topic.letters_seed, drawn)
    entry = db.session.query(LedgerEntry).filter_by(verb="topic.noticed").one()
    said = db.session.get(LedgerPayload, entry.id).public_json
    assert said["seed"] == topic.letters_seed
    assert said["letters"] == {letter: ident for ident, letter in drawn.items()}


def test_letters_are_drawn_anew_after_reopening(town):
    topic = make.opinion_formed(town.secretary)
    with writing():
        workflow.refer(topic, by=town.secretary, regime="residents_meeting")
        workflow.reopen(topic, by=town.secretary, reason="多了一个办法")
    first = topic.letters_seed
    make.make_option(topic, town.resident, facts=["60米", "0扇"])
    with writing():
        workflow.notice(topic, by=town.secretary)
    assert topic.letters_seed != first
    assert sorted(one.letter for one in ballot_options(topic)) == sorted("甲乙丙")


# I8: no voting without a regime, a frozen roll and a finished notice period.


@pytest.mark.parametrize(("regime", "electorate"), [("", ROLL), ("advisory", "")])
def test_no_voting_without_regime_and_roll(town, regime, electorate):
    topic = make.opinion_formed(town.secretary)
    refused(Refused, workflow.mark_voting, topic, by=town.secretary, regime=regime, electorate=electorate)
    assert db.session.get(Topic, topic.id).state == TopicState.OPINION_FORMED


def test_no_voting_before_the_notice_is_over(town):
    topic = make.deliberating(town.secretary)
    with writing():
        workflow.form_opinion(topic, by=town.secretary)
    refused(Conflict, workflow.mark_voting, topic, by=town.secretary, regime="advisory", electorate=ROLL)
    make.end_notice(topic)
    with writing():
        workflow.mark_voting(topic, by=town.secretary, regime="advisory", electorate=ROLL)
    thread = db.session.get(Thread, topic.thread_id)
    assert (thread.status, thread.stage) == (Status.VOTING, Seal.DECIDE)


# I11: nothing that breaks a bottom line is voted on.


def test_an_option_that_breaks_a_bottom_line_is_not_votable(town):
    topic = make.opinion_formed(town.secretary)
    first, second = ballot_options(topic)
    with writing():
        line = options.add_bottom_line(topic, by=town.secretary, text="消防通道不能占", source="消防法")
        options.mark_breaking(first, line, by=town.secretary)
    assert [one.id for one in ballot_options(topic)] == [second.id]
    for ids in ([first.id, second.id], [first.id]):
        refused(
            Refused, workflow.mark_voting, topic, by=town.secretary, regime="advisory",
            electorate=ROLL, option_ids=ids,
        )  # fmt: skip
    with writing():
        workflow.mark_voting(
            topic, by=town.secretary, regime="advisory", electorate=ROLL, option_ids=[second.id]
        )


# I12: what burdens others is not carried out before everybody has an answer; repairs are.


def decided(by, **what):
    topic = make.opinion_formed(by, **what)
    with writing():
        workflow.mark_decided(topic, by=by)
    return topic


def test_a_repair_is_not_held_up(town):
    topic = decided(town.secretary, burdens_others=False)
    with writing():
        workflow.implement(topic, by=town.secretary)
    assert db.session.get(Topic, topic.id).state == TopicState.IMPLEMENTING


def test_a_burden_waits_for_a_round(town):
    topic = decided(town.secretary)
    refused(Conflict, workflow.implement, topic, by=town.secretary)
    assert db.session.get(Topic, topic.id).state == TopicState.DECISION_NOTICED
    make.closed_round(topic, town.secretary)
    with writing():
        workflow.implement(topic, by=town.secretary)


def test_a_burden_waits_for_the_round_to_close(town):
    topic = decided(town.secretary)
    make.closed_round(topic, town.secretary)
    make.make_round(topic, town.secretary)
    refused(Conflict, workflow.implement, topic, by=town.secretary)


def test_a_burden_waits_for_the_last_answer(town):
    topic = decided(town.secretary)
    asked = make.make_round(topic, town.secretary)
    make.make_opinion(asked, town.resident)
    with writing():  # closed in spite of the open answer: the guard counts rows, not the counter
        asked = db.session.merge(asked)
        asked.closed_at, asked.unanswered = utcnow(), 0
    refused(Conflict, workflow.implement, topic, by=town.secretary)


def test_shelving_needs_reason_and_day(town):
    topic = make.make_topic(town.resident)
    refused(Refused, workflow.shelve, topic, by=town.secretary, reason="", look_again_on=date(2026, 5, 1))
    refused(Refused, workflow.shelve, topic, by=town.secretary, reason="等开春", look_again_on=None)


def test_reopening_needs_a_reason(town):
    topic = decided(town.secretary)
    refused(Refused, workflow.reopen, topic, by=town.secretary, reason="")


def test_only_a_quick_round_skips_the_notice(town):
    topic = make.make_topic(town.secretary)
    refused(Refused, workflow.hasten, topic, by=town.secretary, regime="advisory")


def test_a_second_decision_changes_no_state(town):
    topic = decided(town.secretary, burdens_others=False)
    with writing():
        workflow.implement(topic, by=town.secretary)
        workflow.mark_decided(topic, by=town.secretary)
    assert db.session.get(Topic, topic.id).state == TopicState.IMPLEMENTING


def test_the_end_of_the_way_is_marked_on_the_thread(town):
    topic = decided(town.secretary, burdens_others=False)
    for verb in (workflow.implement, workflow.report_back, workflow.evaluate, workflow.archive):
        with writing():
            verb(topic, by=town.secretary)
    assert db.session.get(Thread, topic.thread_id).status == Status.DONE


def test_no_typed_word_enters_the_ledger(town):
    topic = make.make_topic(town.resident, title="独特的题目甲", why="独特的理由乙")
    with writing():
        workflow.not_admit(topic, by=town.secretary, code=RefusalCode.LAW, reason="独特的原因丙")
    told = "".join(str(one.public_json) + str(one.sealed_json) for one in db.session.query(LedgerPayload))
    assert "独特" not in told
