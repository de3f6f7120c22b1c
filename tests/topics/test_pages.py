"""The public pages of topics, the resident's acts and the steps of staff, as a browser sends them."""

import pytest

from civic.database import writing
from civic.extensions import db
from civic.topics import workflow
from civic.topics.admission import ask_admission_review
from civic.topics.models import Opinion, Topic
from civic.topics.states import RefusalCode, TopicState
from tests.factories import topics as make


@pytest.fixture
def staff(page, town):
    return page.as_(town.secretary)


def test_list_shows_stage_number_and_seals(page, town):
    make.make_topic(town.resident, title="楼道灯怎么换")
    doc = page.get("topics.index")
    assert "楼道灯怎么换" in doc and "已有0户支持" in doc
    assert doc.all("ol.seals")


def test_list_filters_by_stage_and_orders(page, town):
    make.make_topic(town.resident, title="还在征集")
    make.put(make.make_topic(town.resident, title="正在公示"), TopicState.DELIBERATING)
    assert "正在公示" not in page.get("topics.index", stage="proposed")
    assert "正在公示" in page.get("topics.index", stage="talking", order="supports")
    assert "没上会的" in page.get("topics.index", stage="nonsense", order="nonsense")


def test_empty_list_says_what_will_appear(page, app):
    assert "走到哪一步都看得见" in page.get("topics.index")


def test_unknown_number_is_not_found(page, app):
    page.get("topics.show", no=999, status=404)


def test_topic_page_answers_the_three_questions(page, town):
    topic = make.noticed(town.secretary)
    doc = page.get("topics.show", no=topic.id)
    assert {"这是什么事", "到哪一步", "我能做什么"} <= set(doc.texts("dt"))
    assert "到" in doc and "为止" in doc
    assert len(doc.all("#options ~ ul.options > li")) == 2


def test_a_stranger_gets_no_cookie_and_no_form(page, town):
    topic = make.noticed(town.secretary)
    make.make_round(topic, town.secretary)
    for endpoint in ("topics.show", "topics.opinions", "topics.poster"):
        answer = page.fetch(endpoint, no=topic.id)
        assert "Set-Cookie" not in answer.headers, endpoint
        assert "csrf_token" not in answer.text, endpoint


def test_a_resident_proposes_and_neighbours_support(page, town):
    mine = page.as_(town.resident)
    mine.get("topics.new")
    doc = mine.submit("贴出来", title="单元门坏了怎么修", why="三次都没修好。", place=str(town.door.id))
    assert doc.h1 == "单元门坏了怎么修"
    topic = db.session.query(Topic).one()
    assert topic.proposed_by == town.resident.id
    doc = page.as_(town.neighbour)
    doc.get("topics.show", no=topic.id)
    shown = doc.submit("我家也想商量这件事")
    assert "您家已经算上了" in shown and "已有1户支持" in shown


def test_second_click_on_support_counts_once(page, town):
    topic = make.make_topic(town.resident)
    mine = page.as_(town.resident)
    mine.get("topics.show", no=topic.id)
    before = mine.last
    mine.submit("我家也想商量这件事", on=before)
    mine.submit("我家也想商量这件事", on=before)
    assert db.session.get(Topic, topic.id).supports == 1


def test_region_of_support_equals_the_page(page, town):
    topic = make.make_topic(town.resident)
    page.as_(town.neighbour).region("topics.show", "support", no=topic.id)


def test_empty_proposal_keeps_what_was_typed(page, town):
    mine = page.as_(town.resident)
    mine.get("topics.new")
    doc = mine.submit("贴出来", title="", why="三次都没修好。", status=422)
    assert "三次都没修好。" in doc.source


def test_a_resident_speaks_and_is_answered(page, town, staff):
    topic = make.noticed(town.secretary)
    make.make_round(topic, town.secretary)
    mine = page.as_(town.unverified)
    mine.get("topics.opinions", no=topic.id)
    mine.submit("form#say", body="桶离我家窗户太近了 🙏")
    staff.get("topics.answers", no=topic.id)
    opinion = db.session.query(Opinion).one()
    doc = staff.submit("答复勾选的这些", opinion=[str(opinion.id)], outcome="partly", reason="往南挪五米。")
    assert "部分采纳" in doc and "往南挪五米。" in doc


def test_answering_nothing_says_so(page, town, staff):
    topic = make.noticed(town.secretary)
    make.make_opinion(make.make_round(topic, town.secretary), town.resident)
    staff.get("topics.answers", no=topic.id)
    doc = staff.submit("答复勾选的这些", outcome="not", reason="已有安排", status=422)
    assert "请至少勾选一条意见" in doc


def test_ten_thousand_characters_are_refused_and_kept(page, town):
    topic = make.noticed(town.secretary)
    make.make_round(topic, town.secretary)
    mine = page.as_(town.resident)
    mine.get("topics.opinions", no=topic.id)
    doc = mine.submit("form#say", body="好" * 10_000, status=422)
    assert "最多1,000个字" in doc and "好" * 10_000 in doc.source


def test_staff_walk_a_topic_from_screening_to_the_formed_opinion(town, staff):
    topic = make.make_topic(town.resident)
    staff.get("topics.screening", no=topic.id)
    staff.submit("受理", regime="advisory", fact_names="最远要走\n近窗")
    for title in ("放东边", "放西边"):
        staff.get("topics.options", no=topic.id)
        staff.submit("加上这个方案", title=title, body="说明", place="0",
                     **{"fact-new-0": "70米", "fact-new-1": "1扇"})  # fmt: skip
    staff.get("topics.facts", no=topic.id)
    staff.submit("保存表格")
    staff.get("topics.notice", no=topic.id)
    staff.submit("抽签编号并公示", days="7")
    staff.submit("开始商量")
    staff.get("topics.conclusion", no=topic.id)
    doc = staff.submit("公布", body="大家倾向东边。")
    assert db.session.get(Topic, topic.id).state == TopicState.OPINION_FORMED
    assert "商量的结果" in doc


def test_not_admitted_shows_the_reason_and_a_colleague_rules(page, town, staff):
    topic = make.make_topic(town.resident)
    staff.get("topics.screening", no=topic.id)
    doc = staff.submit("按这个理由不受理", code="not_ours", reason="公交站归交通部门,可打12345。")
    assert "这条没法上会" in doc and "公交站归交通部门" in doc
    assert "这事小区说了不算" in doc and "也可以申请复议,由另一位工作人员看" in doc.one("#refused").text()
    mine = page.as_(town.resident)
    mine.get("topics.review", no=topic.id)
    mine.submit("请另一位看看", reason="站牌在小区里。")
    staff.get("topics.ruling", no=topic.id, status=403)
    other = page.as_(town.staff)
    other.get("topics.ruling", no=topic.id)
    other.submit("公开给出结论", verdict="yes", reason="站牌确在小区内。")
    assert db.session.get(Topic, topic.id).state == TopicState.SCREENED


def test_the_street_s_office_takes_up_looks_again_and_moves_up_but_runs_nothing(page, town):
    topic, refused = make.make_topic(town.resident), make.make_topic(town.resident)
    with writing():
        workflow.not_admit(refused, by=town.secretary, code=RefusalCode.NOT_OURS, reason="归交通部门。")
        ask_admission_review(refused, by=town.resident, grounds="站牌在小区里。")
    street = page.as_(town.street)
    street.get("topics.show", no=topic.id)
    street.follow("受理,或者说明为什么不行")
    street.submit("受理", regime="advisory")
    assert db.session.get(Topic, topic.id).state == TopicState.SCREENED
    assert "开始公示" not in street.get("topics.show", no=topic.id)
    street.get("topics.show", no=refused.id)
    street.follow("给出复核结论")
    street.submit("公开给出结论", verdict="yes", reason="站牌确在小区内。")
    assert db.session.get(Topic, refused.id).state == TopicState.SCREENED
    street.get("topics.new")
    street.submit("贴出来", title="夜市收摊时间", why="十点后还吵。")
    assert db.session.query(Topic).order_by(Topic.id.desc()).first().community_id == town.community.id


def test_two_people_at_once_the_second_is_told(page, town, staff):
    topic = make.screened(town.secretary)
    other = page.as_(town.staff)
    for one in (staff, other):
        one.get("topics.notice", no=topic.id)
    staff.submit("抽签编号并公示")
    doc = other.submit("抽签编号并公示", status=409)
    assert "方案和材料正在公示" in doc


@pytest.mark.parametrize("endpoint", ["screening", "notice", "facts", "rounds", "answers", "documents",
                                      "bottom_lines", "conclusion", "shelving"])  # fmt: skip
def test_steps_are_for_staff(page, town, endpoint):
    topic = make.make_topic(town.resident)
    page.as_(town.resident).get(f"topics.{endpoint}", no=topic.id, status=403)


def test_removed_option_stays_as_tombstone_and_another_body_puts_it_back(page, town, staff):
    topic = make.screened(town.secretary)
    option = make.make_option(topic, town.resident, title="放在花园")
    staff.get("topics.removal", no=topic.id, option=option.id)
    doc = staff.submit("按这个理由撤下", reason="花园归绿化。")
    assert "已撤下:放在花园" in doc and "花园归绿化。" in doc
    mine = page.as_(town.resident)
    mine.get("topics.removal_review", no=topic.id, option=option.id)
    mine.submit("请另一家单位来看", reason="绿化同意过。")
    staff.get("topics.removal_ruling", no=topic.id, option=option.id, status=403)
    delegate = page.as_(town.delegate)
    delegate.get("topics.removal_ruling", no=topic.id, option=option.id)
    doc = delegate.submit("公开给出结论", verdict="yes", reason="可以放。")
    assert "已撤下" not in doc


def test_minutes_hang_on_the_topic(page, town, staff):
    topic = make.noticed(town.secretary)
    staff.get("topics.documents", no=topic.id)
    doc = staff.submit("放到议题上", kind="minutes", title="第1次合伙人会", body="到会六方全。")
    assert doc.h1 == "第1次合伙人会"
    assert "第1次合伙人会" in page.get("topics.show", no=topic.id)


def test_share_text_has_at_most_120_characters(page, town):
    topic = make.noticed(town.secretary, title="长" * 80)
    words = page.get("topics.show", no=topic.id).one("#share-text").text()
    assert len(words) <= 120 and words.endswith(f"/topics/{topic.id}")


def test_poster_carries_a_code_and_the_address(page, town):
    topic = make.noticed(town.secretary)
    doc = page.get("topics.poster", no=topic.id)
    assert doc.all(".poster svg.qr") and f"/topics/{topic.id}" in doc.text
