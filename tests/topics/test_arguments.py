"""Arguments and suggestions: said, counted, answered, covered; what is at stake; those it is about."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from civic.accounts.workflow import leave
from civic.database import locked, utcnow, writing
from civic.errors import Conflict, NotFound, Refused, TooMany
from civic.extensions import db
from civic.ledger.models import LedgerPayload
from civic.moderation import workflow as moderation
from civic.moderation.models import ReasonCode, SubjectType
from civic.moderation.subjects import find
from civic.notifications.models import Message
from civic.topics import affected, argument_queries, policies, themes, workflow
from civic.topics import arguments as verbs
from civic.topics import suggestions as kept
from civic.topics.affected_models import Interest, InterestKind, RightOfReply
from civic.topics.affected_queries import interests_of, invited_by_token
from civic.topics.argument_models import OTHER_THEME, Argument, ArgumentCount, Degree, Side, SuggestionDoubt
from civic.topics.models import Topic
from civic.topics.states import ARGUMENTS_OPEN, OPTIONS_OPEN, TopicState
from tests.factories import topics as make


@pytest.fixture
def topic(town):
    return make.screened(town.secretary)


def counted(topic):
    rows = db.session.query(ArgumentCount).filter_by(topic_id=topic.id).populate_existing()
    return {(row.side.value, row.theme): (row.said, row.unanswered) for row in rows if row.said}


def told(verb):
    return set(db.session.scalars(select(Message.person_id).where(Message.verb == verb)))


def test_said_under_themes_counted_and_answered_at_once(town, topic):
    said = [make.make_argument(topic, who, side, theme=theme) for who, side, theme in (
        (town.resident, Side.FOR, 0), (town.neighbour, Side.FOR, 0), (town.resident, Side.AGAINST, 2),
        (town.neighbour, Side.CONDITION, 77))]  # fmt: skip
    assert counted(topic) == {("for", 0): (2, 2), ("against", 2): (1, 1), ("condition", OTHER_THEME): (1, 1)}
    with pytest.raises(Refused), writing():
        verbs.answer_arguments(topic, [said[0].id], by=town.secretary, outcome=None, reason=" ")
    make.answer_arguments(topic, said[:3], town.secretary)
    assert counted(topic)["for", 0] == (2, 0) and argument_queries.unanswered_arguments(topic.id) == 1
    assert told("argument.answered") == {town.resident.id, town.neighbour.id}
    with pytest.raises(Conflict):
        make.answer_arguments(topic, said[2:], town.secretary)
    other = make.make_argument(make.screened(town.secretary), town.resident)
    with pytest.raises(Conflict):
        make.answer_arguments(topic, [other], town.secretary)


def test_no_words_reach_the_record(town, topic):
    make.make_argument(topic, town.resident, body="槐树底下别放桶")
    with writing():
        kept.suggest(topic, by=town.resident, degree=Degree.MUST, body="槐树底下每天扫")
        affected.invite_reply(topic, by=town.secretary, as_whom="槐树边小卖部")
    assert not any("槐树" in str(row) for row in db.session.scalars(select(LedgerPayload.public_json)))


def test_what_is_refused_and_when(town, topic):
    for body in ("好", "长" * 201, "三单元502的狗半夜叫", "打13812345678找他"):
        with pytest.raises(Refused):
            make.make_argument(topic, town.resident, body=body)
    for state in TopicState:
        make.put(topic, state)
        if state in ARGUMENTS_OPEN:
            make.make_argument(topic, town.resident)
            make.make_argument(topic, town.neighbour)
        else:
            with pytest.raises(Conflict):
                make.make_argument(topic, town.second_adult)
            with pytest.raises(Conflict), writing():
                kept.suggest(topic, by=town.second_adult, degree=Degree.MUST, body="每天洗桶")
    make.put(topic, TopicState.SCREENED)
    make.make_argument(topic, town.resident)
    with pytest.raises(TooMany):
        make.make_argument(topic, town.resident)


def test_who_may(town, topic):
    for person, may in ((town.resident, True), (town.delegate, True), (town.unverified, False)):
        assert policies.may_argue(person, topic) is may


def test_themes_change_until_the_notice_and_reasons_follow(town, topic):
    moved = make.make_argument(topic, town.resident, theme=2)
    gone = make.make_argument(topic, town.neighbour, theme=0)
    with writing():
        verbs.choose_themes(topic, ["money", "噪声"], by=town.secretary)
    assert [db.session.get(Argument, one.id, populate_existing=True).theme for one in (moved, gone)] == [
        0, OTHER_THEME]  # fmt: skip
    assert counted(topic) == {("for", 0): (1, 1), ("for", OTHER_THEME): (1, 1)}
    with pytest.raises(Refused), writing():
        verbs.choose_themes(topic, [], by=town.secretary)
    for state in set(TopicState) - OPTIONS_OPEN:
        make.put(topic, state)
        with pytest.raises(Conflict), writing():
            verbs.choose_themes(topic, ["ease"], by=town.secretary)


def test_themes_as_typed(app):
    with app.test_request_context("/"):
        assert themes.read(["人手", "噪声", "噪声", "钱"]) == ["hands", "噪声", "money"]
        assert themes.at(["hands", "噪声"], 0) == "人手" and themes.at(["hands"], 5) == "其他"
    assert themes.moved(["a", "b"], ["b"]) == {0: None, 1: 0}


def test_nothing_that_burdens_others_begins_while_a_reason_waits(town):
    """I12, for arguments as for opinions: the answer may come until the decision is carried out."""
    topic = make.opinion_formed(town.secretary)
    argument = make.make_argument(topic, town.resident)
    make.closed_round(topic, town.secretary)
    with writing():
        workflow.mark_decided(topic, by=town.secretary)
    with pytest.raises(Conflict), writing():
        workflow.implement(topic, by=town.secretary)
    make.answer_arguments(topic, [argument], town.secretary)
    with writing():
        workflow.implement(topic, by=town.secretary)
    assert db.session.get(Topic, topic.id).state == TopicState.IMPLEMENTING


def test_covered_by_moderation_and_held_for_a_first_look(town, topic, clock):
    argument = make.make_argument(topic, town.resident)
    with writing():
        made = find(SubjectType.ARGUMENT, argument.id, lock=True)
        ruling = moderation.hide(made, by=town.secretary, reason=ReasonCode.ABUSE)
    assert ruling.author_id == town.resident.id and counted(topic) == {("for", 0): (1, 0)}
    with writing():
        moderation.switch_first_look(town.community.id, on=True, by=town.secretary, reason="刷屏")
    waits = make.make_argument(topic, town.neighbour)
    assert waits.held_at is not None and counted(topic) == {("for", 0): (1, 0)}
    assert [one.id for one in argument_queries.column(topic, Side.FOR)] == [argument.id]
    with writing():
        moderation.publish(find(SubjectType.ARGUMENT, waits.id, lock=True), by=town.secretary)
    assert counted(topic) == {("for", 0): (2, 1)}


def test_a_suggestion_is_kept_or_not_and_neighbours_may_doubt_it(town):
    topic = make.opinion_formed(town.secretary)
    with writing():
        made = kept.suggest(topic, by=town.resident, degree=Degree.MUST, body="桶身每天洗一遍")

    def tell(words="洗了", fulfilled=True):
        with writing():
            kept.tell_fulfilled(made, by=town.secretary, fulfilled=fulfilled, words=words)

    def doubt(by):
        with writing():
            return kept.doubt(made, by=by)

    with pytest.raises(Conflict):
        tell()
    make.put(topic, TopicState.IMPLEMENTING)
    with pytest.raises(Conflict):
        doubt(town.neighbour)
    with pytest.raises(Refused):
        tell(words=" ")
    tell()
    assert told("suggestion.stated") == {town.resident.id}
    assert (doubt(town.neighbour), doubt(town.neighbour), doubt(town.second_adult)) == (True, False, True)
    assert db.session.get(type(made), made.id, populate_existing=True).doubts == 2
    tell("现在真的每天洗了")
    assert db.session.query(SuggestionDoubt).count() == 0
    with writing():
        moderation.hide(find(SubjectType.SUGGESTION, made.id, lock=True), by=town.secretary,
                        reason=ReasonCode.REPEATED)  # fmt: skip
    with pytest.raises(NotFound):
        argument_queries.suggestion_or_404(topic.id, made.id)


def test_interests_are_told_by_building_or_body_and_go_when_taken_back(town, topic):
    with writing():
        mine = affected.declare_interest(topic, by=town.resident, kind=InterestKind.WINDOW)
        affected.declare_interest(topic, by=town.delegate, kind=InterestKind.EARNS)
    stakes = {(one.kind, one.where, one.count) for one in interests_of(topic)}
    assert stakes == {
        (InterestKind.WINDOW, town.building.label, 1),
        (InterestKind.EARNS, town.property.name, 1),
    }
    with pytest.raises(Conflict), writing():
        affected.declare_interest(topic, by=town.resident, kind=InterestKind.WINDOW)
    for kind in (InterestKind.PARKING, InterestKind.EARNS):
        with pytest.raises(Refused), writing():
            affected.declare_interest(topic, by=town.unverified, kind=kind)
    with writing():
        affected.take_back_interest(locked(Interest, mine.id), by=town.resident)
    assert len(interests_of(topic)) == 1


def test_those_it_is_about_answer_by_link_until_it_is_over(town, topic):
    with pytest.raises(Refused), writing():
        affected.invite_reply(topic, by=town.secretary, as_whom="三单元502")
    with writing():
        invited, token = affected.invite_reply(topic, by=town.secretary, as_whom="地锁的装设人")
    assert token not in invited.token_lookup and invited_by_token(token).id == invited.id
    with pytest.raises(NotFound):
        invited_by_token(token + "x")
    for words in ("好", "是502的老王先占的"):
        with pytest.raises(Refused), writing():
            affected.reply(invited, body=words)
    with writing():
        affected.reply(invited, body="我也是没处停车,愿意拆")
    assert db.session.get(RightOfReply, invited.id).replied_by is None
    past = utcnow() - timedelta(minutes=1)
    with writing():
        db.session.execute(update(RightOfReply).values(expires_at=past))
    with pytest.raises(Conflict), writing():
        affected.reply(invited, body="晚了也说一句")
    make.put(topic, TopicState.ARCHIVED)
    with pytest.raises(Conflict), writing():
        affected.invite_reply(topic, by=town.secretary, as_whom="地锁的装设人")


def test_an_invited_body_is_told_and_nobody_else(town, topic):
    with writing():
        invited, _token = affected.invite_reply(
            topic, by=town.secretary, as_whom="管停车的物业", body_id=town.property.id
        )
    assert town.delegate.id in told("right_of_reply.invited")
    assert policies.may_reply(town.delegate, invited) and not policies.may_reply(town.resident, invited)


def test_words_stay_and_names_go_when_somebody_leaves(town, topic):
    argument = make.make_argument(topic, town.resident)
    with writing():
        affected.declare_interest(topic, by=town.resident, kind=InterestKind.WINDOW)
        leave(locked(type(town.resident), town.resident.id))
    assert interests_of(topic) == [] and counted(topic) == {("for", 0): (1, 1)}
    assert db.session.get(Argument, argument.id, populate_existing=True).person_id is None
