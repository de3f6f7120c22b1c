"""Each guard of the decision's verbs by itself."""

from datetime import UTC, datetime

import pytest

from civic.database import writing
from civic.decisions import workflow
from civic.decisions.authority import OWNERS_WORDS, authority, claims_owners
from civic.decisions.models import Basis, Decision, DecisionObjection, DecisionState
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.models import LedgerPayload
from civic.topics.models import Topic
from civic.topics.states import TopicState
from civic.votes.models import Vote
from civic.votes.regimes import Regime, Unit
from civic.votes.states import BallotKind, Method, VoteState
from tests.factories import decisions as make
from tests.factories import save
from tests.factories import topics as make_topics


def vote_on(topic, regime=Regime.ADVISORY, state=VoteState.CLOSED):
    """A vote as it stands in the table; how it came there is the votes room's business."""
    now = datetime.now(UTC)
    return save(Vote(
        thread_id=topic.thread_id, topic_id=topic.id, community_id=topic.community_id,
        place_id=topic.place_id, regime=regime, unit=Unit.HOUSEHOLD, method=Method.SINGLE,
        ballot_kind=BallotKind.SEALED, state=state, question="放哪儿", quorum_num=1, quorum_den=2,
        quorum_strict=False, opens_at=now, closes_at=now.replace(year=now.year + 1),
    ))  # fmt: skip


@pytest.fixture
def topic(town):
    return make_topics.opinion_formed(town.secretary, burdens_others=False)


@pytest.mark.parametrize("state", TopicState)
def test_only_a_ripe_topic_gets_a_decision(town, state):
    topic = make_topics.put(make_topics.make_topic(town.secretary), state)
    if state in workflow.DECIDABLE:
        assert make.make_decision(town.secretary, topic).state == DecisionState.DRAFTED
    else:
        with pytest.raises(Conflict):
            make.make_decision(town.secretary, topic)


# I13: no decision is noticed without the burden record.


def test_no_notice_without_the_burden_record(town):
    decision = make.make_decision(town.secretary)
    with pytest.raises(Refused), writing():
        workflow.notice_decision(decision, by=town.secretary)
    assert db.session.get(Decision, decision.id).state == DecisionState.DRAFTED
    assert db.session.get(Topic, decision.topic_id).state == TopicState.OPINION_FORMED


@pytest.mark.parametrize(
    "said", [{}, {"affected": "6号楼"}, {"offered": "密闭桶"}, {"affected": " ", "offered": " "}]
)
def test_half_a_burden_record_is_none(town, said):
    decision = make.make_decision(town.secretary)
    with pytest.raises(Refused), writing():
        workflow.record_burden(decision, by=town.secretary, **said)
    assert not db.session.get(Decision, decision.id).burden_recorded


def test_nobody_is_signed_by_the_convener_alone(town):
    decision = make.make_decision(town.secretary)
    with pytest.raises(NotAllowed), writing():
        workflow.record_burden(decision, by=town.staff, nobody=True)
    with pytest.raises(Refused), writing():
        workflow.record_burden(decision, by=town.secretary, nobody=True, affected="6号楼")
    with writing():
        workflow.record_burden(decision, by=town.secretary, nobody=True)
        workflow.notice_decision(decision, by=town.secretary)
    assert decision.nobody_affected_signed_by == town.secretary.id


def test_a_later_record_takes_the_signature_back(town):
    decision = make.make_decision(town.secretary)
    with writing():
        workflow.record_burden(decision, by=town.secretary, nobody=True)
        workflow.record_burden(decision, by=town.secretary, affected="6号楼", offered="密闭桶")
    assert not decision.nobody_affected and decision.burden_recorded


# The ground, and I19: nothing held here is a decision of the owners' meeting.


def test_counted_votes_as_ground_need_a_vote_or_words(town, topic):
    with pytest.raises(Refused):
        make.make_decision(town.secretary, topic, basis=Basis.VOTE)
    make.make_decision(town.secretary, topic, basis=Basis.VOTE, basis_note="业委会纸质表决,结果贴在公告栏")


def test_a_vote_of_another_topic_is_no_ground(town, topic):
    other = vote_on(make_topics.opinion_formed(town.secretary))
    with pytest.raises(Refused):
        make.make_decision(town.secretary, topic, basis=Basis.VOTE, vote_id=other.id)


def test_a_vote_beside_another_ground_is_refused(town, topic):
    vote = vote_on(topic)
    with pytest.raises(Refused):
        make.make_decision(town.secretary, topic, basis=Basis.ORDER, vote_id=vote.id)


def test_votes_still_open_are_no_ground_for_a_notice(town, topic):
    vote = vote_on(topic, state=VoteState.OPEN)
    decision = make.with_burden(town.secretary, topic=topic, basis=Basis.VOTE, vote_id=vote.id)
    with pytest.raises(Conflict), writing():
        workflow.notice_decision(decision, by=town.secretary)


@pytest.mark.parametrize("regime", Regime)
@pytest.mark.parametrize("field", ["title", "text", "basis_note"])
def test_a_vote_held_here_never_claims_to_be_the_owners_meeting(town, topic, regime, field):
    vote = vote_on(topic, regime)
    what = {field: "经业主 大会决定,采用丙方案"}
    with pytest.raises(Refused):
        make.make_decision(town.secretary, topic, basis=Basis.VOTE, vote_id=vote.id, **what)
    decision = make.make_decision(town.secretary, topic, basis=Basis.VOTE, vote_id=vote.id)
    with pytest.raises(Refused), writing():
        workflow.edit_decision(decision, by=town.secretary, **what)


def test_the_authority_of_a_vote_held_here_never_says_owners_meeting(app):
    for regime in Regime:
        words = str(authority(Basis.VOTE, regime))
        assert not claims_owners(words)
    with app.test_request_context():
        assert not any(claims_owners(str(authority(Basis.VOTE, one))) for one in Regime)
        assert "不是业主大会" in str(authority(Basis.VOTE, Regime.ADVISORY))
    assert all(claims_owners(f"本事项{words[:2]} {words[2:]}。") for words in OWNERS_WORDS)


# Notice, objections, confirmation.


def test_the_first_notice_moves_the_topic(town):
    decision = make.noticed(town.secretary)
    assert db.session.get(Topic, decision.topic_id).state == TopicState.DECISION_NOTICED


def test_what_is_on_notice_is_not_edited(town):
    decision = make.noticed(town.secretary)
    with pytest.raises(Conflict), writing():
        workflow.edit_decision(decision, by=town.secretary, text="另一段话")
    with pytest.raises(Conflict), writing():
        workflow.record_burden(decision, by=town.secretary, nobody=True)
    with pytest.raises(Conflict), writing():
        workflow.notice_decision(decision, by=town.staff)


def test_objections_only_during_the_notice(town):
    drafted = make.make_decision(town.secretary)
    with pytest.raises(Conflict), writing():
        workflow.object_to(drafted, by=town.resident, body="太近了")
    decision = make.noticed(town.secretary)
    with writing():
        workflow.object_to(decision, by=town.resident, body="太近了")
    make.end_notice(decision)
    with pytest.raises(Conflict), writing():
        workflow.object_to(decision, by=town.neighbour, body="晚了一分钟")


def test_not_confirmed_before_the_notice_is_over(town):
    decision = make.noticed(town.secretary)
    with pytest.raises(Conflict), writing():
        workflow.confirm(decision, by=town.secretary)


def test_not_confirmed_with_an_objection_unanswered(town):
    decision = make.noticed(town.secretary)
    with writing():
        objection = workflow.object_to(decision, by=town.resident, body="太近了")
    make.end_notice(decision)
    with pytest.raises(Conflict), writing():
        workflow.confirm(decision, by=town.secretary)
    with pytest.raises(Refused), writing():
        workflow.answer_objection(objection, by=town.secretary, answer=" ")
    with writing():
        workflow.answer_objection(objection, by=town.secretary, answer="往南挪五米")
    with pytest.raises(Conflict), writing():
        workflow.answer_objection(objection, by=town.staff, answer="再答一遍")
    with writing():
        workflow.confirm(decision, by=town.secretary)
    assert decision.ready_for_action


def test_a_hidden_objection_needs_no_answer(town):
    decision = make.noticed(town.secretary)
    with writing():
        objection = workflow.object_to(decision, by=town.resident, body="骂人的话")
        workflow.hide_objection(objection)
    make.end_notice(decision)
    with writing():
        workflow.confirm(decision, by=town.secretary)
    assert db.session.get(DecisionObjection, objection.id).body


def test_confirming_what_burdens_others_waits_for_everybodys_answer(town):
    """I12, seen from here: the whole transaction is refused, the decision stays on notice."""
    topic = make_topics.opinion_formed(town.secretary, burdens_others=True)
    decision = make.noticed(town.secretary, topic=topic)
    make.end_notice(decision)
    with pytest.raises(Conflict), writing():
        workflow.confirm(decision, by=town.secretary)
    assert db.session.get(Decision, decision.id).state == DecisionState.NOTICED
    make_topics.closed_round(topic, town.secretary)
    with writing():
        workflow.confirm(decision, by=town.secretary)
    assert db.session.get(Topic, topic.id).state == TopicState.IMPLEMENTING


def test_taking_back_needs_a_reason_and_happens_once(town):
    decision = make.noticed(town.secretary)
    with pytest.raises(Refused), writing():
        workflow.withdraw(decision, by=town.secretary, reason="")
    with writing():
        workflow.withdraw(decision, by=town.secretary, reason="数字写错了")
    with pytest.raises(Conflict), writing():
        workflow.withdraw(decision, by=town.secretary, reason="再收一次")


def test_no_typed_word_enters_the_ledger(town):
    decision = make.noticed(town.secretary, title="独特甲", text="独特乙", basis_note="独特丙")
    with writing():
        workflow.object_to(decision, by=town.resident, body="独特丁")
    told = "".join(str(one.public_json) + str(one.sealed_json) for one in db.session.query(LedgerPayload))
    assert "独特" not in told
