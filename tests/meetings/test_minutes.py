"""Minutes walk as their table says; two who were there and are no staff confirm (I14); then errata."""

import json
from hashlib import sha256

import pytest
import rfc8785

from civic.accounts.models import Person
from civic.accounts.workflow import leave
from civic.database import writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.meetings import minutes_agreements_workflow as agreements
from civic.meetings import minutes_commenting, minutes_queries
from civic.meetings import minutes_workflow as workflow
from civic.meetings.minutes_models import Agreement, Minutes
from civic.meetings.minutes_states import (
    AGREEMENT_TRANSITIONS,
    TRANSITIONS,
    AgreementState,
    Became,
    CommentOutcome,
    MinutesState,
)
from civic.meetings.models import Meeting
from civic.meetings.states import Capacity, MeetingKind
from civic.notifications.models import Message
from civic.topics.models import TopicDocument
from civic.topics.states import DocumentKind
from tests.factories import topics as make_topics
from tests.meetings.sitting import came, drafted, held, laid_out, published, say_yes

TEXT = {"problem": "桶放哪儿", "plan": "先量路", "telling": "贴在楼门口"}


def now(minutes):
    return db.session.get(Minutes, minutes.id, populate_existing=True)


def second_yes(minutes, town):
    say_yes(minutes, town.resident, town.neighbour)


VERBS = {
    MinutesState.COMMENTED: lambda m, town: workflow.lay_out(m, by=town.staff, comment_days=0),
    MinutesState.DRAFTED: lambda m, town: workflow.refuse(
        m, by=town.delegate, version=m.version, reason="少记一条"
    ),
    MinutesState.PUBLISHED: lambda m, town: workflow.publish(m, by=town.staff),
    MinutesState.LAPSED: lambda m, town: workflow.lapse(m),
}


def put(minutes, state):
    with writing() as session:
        row = session.get(Minutes, minutes.id)
        row.state, row.round, row.document = state, row.round + 1, {"title": "会"}
        row.problem, row.plan, row.telling = TEXT.values()
        row.comments_until, row.confirm_by = row.confirm_by, row.confirm_by.replace(year=2020)


def test_every_verb_moves_as_the_table_says_and_nowhere_else(town):
    minutes = drafted(town, agreed=())
    for state in MinutesState:
        for target, verb in VERBS.items():
            put(minutes, state)
            allowed, raised = target in TRANSITIONS[state], False
            try:
                with writing():
                    verb(now(minutes), town)
            except Conflict:
                raised = True
            moved = now(minutes).state == target and state != target
            assert moved == allowed, (state, target)
            assert raised != allowed or target == MinutesState.LAPSED, (state, target)
    assert TRANSITIONS[MinutesState.COMMENTED] >= {MinutesState.CONFIRMED}


def test_two_who_were_there_confirm_and_nobody_else_counts(town):
    """I14: not staff, whatever seat they held, not chair or recorder, not who was absent, nobody twice."""
    meeting = held(town, kind=MeetingKind.COUNCIL)
    came(meeting, town.officer, Capacity.BODY, body_id=town.department.id)  # a department's officer is staff
    came(meeting, town.unverified, Capacity.STAFF)  # lends a hand at the door today
    with writing() as session:
        minutes = workflow.draft(meeting, by=town.staff)
        workflow.lay_out(minutes, by=town.staff, comment_days=0)
        session.get(Meeting, meeting.id).chair_id = town.delegate.id
    absent = town.other_delegate
    for nobody in (town.secretary, town.staff, town.officer, town.delegate, town.unverified, absent):
        with pytest.raises(Refused, match="在场"):
            say_yes(minutes, nobody)
    say_yes(minutes, town.resident)
    assert now(minutes).state == MinutesState.COMMENTED
    with pytest.raises(Conflict, match="已经"):
        say_yes(minutes, town.resident)
    say_yes(minutes, town.neighbour)
    assert now(minutes).state == MinutesState.CONFIRMED


def test_a_changed_text_is_confirmed_anew(town):
    minutes = laid_out(town)
    seen = now(minutes).version
    say_yes(minutes, town.resident)
    with writing():
        workflow.rewrite(minutes, by=town.staff, version=seen, **TEXT)
    with pytest.raises(Conflict, match="变了"), writing():
        workflow.confirm(minutes, by=town.neighbour, version=seen)
    say_yes(minutes, town.neighbour)
    assert now(minutes).state == MinutesState.COMMENTED  # the first yes was to another text
    say_yes(minutes, town.resident)
    assert now(minutes).state == MinutesState.CONFIRMED
    with pytest.raises(Conflict), writing():
        workflow.rewrite(minutes, by=town.staff, version=now(minutes).version, **TEXT)
    with pytest.raises(Conflict), writing():
        agreements.agree(db.session.get(Meeting, minutes.meeting_id), by=town.staff, what="又一条")


def test_every_comment_is_answered_before_anybody_confirms(town, clock):
    clock.to("2026-03-06 20:00")
    minutes = laid_out(town, days=3)
    with pytest.raises(Refused), writing():
        minutes_commenting.comment(minutes, by=town.other_delegate, words="没来也想说")
    with writing():
        said = minutes_commenting.comment(minutes, by=town.resident, words="少记了灯的事")
    with pytest.raises(Conflict, match="没答复"):
        say_yes(minutes, town.neighbour)
    with writing():
        minutes_commenting.answer_comment(
            said, by=town.staff, outcome=CommentOutcome.TAKEN_IN, answer="灯写进去了"
        )
    with pytest.raises(Conflict, match="那天"):
        say_yes(minutes, town.neighbour)
    clock.to("2026-03-10 08:00")
    with pytest.raises(Conflict, match="过了"), writing():
        minutes_commenting.comment(minutes, by=town.resident, words="还有一句")
    say_yes(minutes, town.neighbour, town.resident)
    assert now(minutes).state == MinutesState.CONFIRMED


def test_published_minutes_have_a_fingerprint_and_a_chain_of_corrections(town, page):
    minutes = now(published(town))
    document = json.loads(page.fetch("meetings.minutes_document", no=minutes.meeting_id).data)
    assert sha256(rfc8785.dumps(document)).hexdigest() == minutes.fingerprint
    assert town.resident.nickname not in json.dumps(document, ensure_ascii=False)
    public = db.session.scalar(
        db.select(LedgerPayload.public_json).join(LedgerEntry).where(LedgerEntry.verb == "minutes.published")
    )
    assert public["fingerprint"] == minutes.fingerprint
    with writing():
        for number in "一二":
            workflow.correct(minutes, by=town.staff, was=f"第{number}处", now="对的", reason="听错了")
    one, two = minutes_queries.errata_of(minutes.id)
    before = minutes.fingerprint
    for erratum in (one, two):
        said = {"before": before, "number": erratum.number, "dated": erratum.dated.isoformat(),
                "was": erratum.was, "now": erratum.now, "reason": erratum.reason}  # fmt: skip
        assert erratum.fingerprint == sha256(rfc8785.dumps(said)).hexdigest()
        before = erratum.fingerprint
    assert now(minutes).document == document


def test_agreements_follow_their_minutes(town, clock, tick):
    """Begun on the spot: back when refused, withdrawn when nobody confirms in time; held once confirmed."""
    clock.to("2026-03-06 20:00")
    minutes = laid_out(town)
    made = minutes_queries.agreements_of(minutes.meeting_id)[0]
    with writing():
        agreements.turn(made, Became.HOUSE_RULE, by=town.staff)
    assert state_of(made) == AgreementState.PROVISIONAL
    with pytest.raises(Conflict, match="已经"), writing():
        agreements.turn(made, Became.HOUSE_RULE, by=town.staff)
    with writing():
        workflow.refuse(minutes, by=town.resident, version=now(minutes).version, reason="没这么说")
    assert state_of(made) == AgreementState.NOTED and now(minutes).state == MinutesState.DRAFTED
    clock.to("2026-03-20 20:00")
    tick("meetings.minutes")
    assert now(minutes).state == MinutesState.DRAFTED  # its last day is not over
    clock.to("2026-03-21 08:00")
    tick("meetings.minutes")
    assert state_of(made) == AgreementState.WITHDRAWN and now(minutes).state == MinutesState.LAPSED
    with pytest.raises(Conflict), writing():
        agreements.turn(made, Became.HOUSE_RULE, by=town.staff)
    council = laid_out(town, kind=MeetingKind.COUNCIL)
    other = minutes_queries.agreements_of(council.meeting_id)[0]
    with pytest.raises(Conflict, match="确认"), writing():
        agreements.turn(other, Became.HOUSE_RULE, by=town.staff)
    second_yes(council, town)
    with writing():
        agreements.turn(other, Became.HOUSE_RULE, by=town.staff)
    assert state_of(other) == AgreementState.STANDS and now_agreement(other).rule_text == other.what
    assert not AGREEMENT_TRANSITIONS[AgreementState.STANDS]


def now_agreement(made):
    return db.session.get(Agreement, made.id, populate_existing=True)


def state_of(made):
    return now_agreement(made).state


def test_minutes_hang_on_their_topic_and_name_nobody_who_left(town):
    topic = make_topics.screened(town.secretary)
    minutes = published(town, topic_id=topic.id, thread_id=topic.thread_id)
    paper = db.session.scalar(db.select(TopicDocument).where(TopicDocument.topic_id == topic.id))
    assert (
        paper.kind == DocumentKind.MINUTES and "指纹" in paper.body and minutes_of(minutes).plan in paper.body
    )
    with writing():
        leave(db.session.get(Person, town.resident.id))
    whole = minutes_queries.minutes_or_404(minutes.meeting_id)
    assert sorted(said.person_id is None for said in whole.confirmations) == [False, True]
    told = set(db.session.scalars(db.select(Message.verb).where(Message.person_id == town.neighbour.id)))
    assert {"minutes.laid_out", "minutes.published"} <= told


def minutes_of(minutes):
    return minutes_queries.minutes_or_404(minutes.meeting_id)
