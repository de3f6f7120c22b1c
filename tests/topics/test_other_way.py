"""I18: what asks for a face or a telephone alone goes on notice only with another way beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.councils.other_way import is_missing, lone_way, only_way
from civic.database import writing
from civic.decisions import workflow as decisions
from civic.decisions.models import Basis
from civic.errors import Refused
from civic.extensions import db
from civic.topics import options, workflow
from civic.topics.models import Option, Topic
from civic.topics.states import TopicState
from tests.factories import topics as make

SHUT = ("回小区刷脸进门", "出门刷卡,进门人脸识别", "只能用手机扫码开门", "仅限APP预约", "必须用小程序登记",
        "小程序才能约", "一律扫码", "刷 脸 进")  # fmt: skip
OPEN = (
    "不用刷脸,刷卡就行",
    "不能只用手机",
    "刷门禁卡",
    "手机响太吵",
    "用手机也能约,到窗口也行",
    "取消人脸识别",
    "",
)


def test_words_that_shut_out():
    assert all(map(only_way, SHUT))
    assert not any(map(only_way, OPEN))


@given(st.sampled_from(SHUT), st.sampled_from(OPEN), st.sampled_from(OPEN), st.booleans())
def test_one_such_word_is_enough_and_another_way_settles_it(shut, first, second, behind):
    texts = (first, shut, second) if behind else (shut, first, second)
    assert is_missing(" ", *texts)
    assert is_missing(shut, *texts), "another face is no other way"
    assert not is_missing("刷卡,或到门岗登记", *texts)
    assert not is_missing("", first, second)


def test_no_option_goes_on_notice_without_the_other_way(town):
    topic = make.screened(town.secretary, options=1)
    option = make.make_option(topic, town.resident, title="西门回小区刷脸", facts=["80米", "2扇"])
    with pytest.raises(Refused, match="西门回小区刷脸"), writing():
        workflow.notice(topic, by=town.secretary)
    assert db.session.get(Topic, topic.id).state == TopicState.SCREENED
    facts = {one.id: one.facts for one in db.session.query(Option).filter_by(topic_id=topic.id)}
    with writing():
        options.fill_facts(topic, by=town.secretary, fact_names=make.FACTS, facts=facts,
                           other_ways={option.id: "刷门禁卡,忘带卡到门岗登记"})  # fmt: skip
        workflow.notice(topic, by=town.secretary)
    assert db.session.get(Topic, topic.id).state == TopicState.NOTICED


def test_a_fact_counts_too_and_a_quick_round_is_no_way_around(town):
    topic = make.screened(town.secretary, options=0)
    make.make_option(topic, town.resident, title="开西门", facts=["回来人脸识别", "0扇"])
    with pytest.raises(Refused), writing():
        workflow.notice(topic, by=town.secretary)
    quick = make.make_topic(town.secretary, quick=True)
    make.make_option(quick, town.secretary, title="以后只能用手机报修")
    with pytest.raises(Refused), writing():
        workflow.hasten(quick, by=town.secretary, regime="advisory")


def test_no_decision_goes_on_notice_without_the_other_way(town):
    topic = make.opinion_formed(town.secretary)
    for way, refused in (("", True), ("刷卡也行", False)):
        with writing():
            made = decisions.draft_decision(
                topic, by=town.secretary, title="开西门", text="出门刷卡,回来刷脸。", basis=Basis.CONSENT,
                other_way=way,
            )  # fmt: skip
            decisions.record_burden(made, by=town.secretary, affected="没录脸的", offered="照样进")
        if refused:
            with pytest.raises(Refused), writing():
                decisions.notice_decision(made, by=town.secretary)
        else:
            with writing():
                decisions.notice_decision(made, by=town.secretary)


def test_in_a_whole_text_each_lone_way_needs_its_own_answer():
    answered = "回来要刷脸。\n另一种办法:按铃,门岗登记。\n楼门口不堆东西。"
    assert lone_way(answered) is None
    assert lone_way(answered.replace(":", "\uff1a")) is None
    assert lone_way("回来要刷脸。另一种办法:按铃。") is None
    assert lone_way("回来要刷脸。\n楼门口不堆东西。\n另一种办法:按铃。") == "刷脸"
    assert lone_way(answered + "\n报名只能用小程序。") is not None
    assert lone_way("回来要刷脸。\n另一种办法:人脸。") == "刷脸"
