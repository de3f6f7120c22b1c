"""The pages of decisions as a browser sends them."""

import pytest

from civic.decisions.models import Decision, DecisionState
from civic.extensions import db
from civic.topics.models import Topic
from civic.topics.states import TopicState
from civic.votes.models import Vote
from tests.factories import decisions as make
from tests.factories import topics as make_topics


@pytest.fixture
def staff(page, town):
    return page.as_(town.secretary)


def test_empty_list_says_what_will_appear(page, app):
    assert "依据、公示期、谁受影响" in page.get("decisions.index")


def test_drafts_are_for_staff(page, town, staff):
    decision = make.make_decision(town.secretary)
    assert decision.title not in page.get("decisions.index")
    page.get("decisions.show", no=decision.id, status=404)
    page.as_(town.resident).get("decisions.show", no=decision.id, status=404)
    assert "还没填。不填不能公示。" in staff.get("decisions.show", no=decision.id)


def test_staff_draft_record_the_burden_and_post(page, town, staff):
    topic = make_topics.opinion_formed(town.secretary, burdens_others=False)
    staff.get("topics.show", no=topic.id)
    staff.follow("起草决定")
    doc = staff.submit("下一步:谁受影响", title="按丙方案试行", text="七点一站。", basis="consent")
    assert doc.h1 == "谁受影响、怎么补?"
    staff.submit("记下来", affected="6、7号楼1–2层8户", offered="密闭桶,20:30最后一次收")
    doc = staff.submit("开始公示")
    assert "正在公示" in doc
    shown = page.get("decisions.show", no=db.session.query(Decision).one().id)
    assert "6、7号楼1–2层8户" in shown and "密闭桶" in shown
    assert "按丙方案试行" in page.get("decisions.index")


def test_a_resident_objects_and_is_answered_then_it_counts(page, town, staff):
    decision = make.noticed(town.secretary)
    mine = page.as_(town.resident)
    mine.get("decisions.show", no=decision.id)
    doc = mine.submit("提意见", body="桶离我家窗太近")
    assert "桶离我家窗太近" in doc and "还没答复" in doc
    staff.get("decisions.show", no=decision.id)
    staff.follow("去答复")
    doc = staff.submit("公开答复", answer="往南挪五米。")
    assert "往南挪五米。" in doc
    make.end_notice(decision)
    staff.get("decisions.show", no=decision.id)
    doc = staff.submit("确认生效")
    assert "起生效" in doc and "写明谁办什么" in doc


def test_confirmed_twice_at_once_the_second_is_told(page, town, staff):
    decision = make.noticed(town.secretary)
    make.end_notice(decision)
    other = page.as_(town.staff)
    for one in (staff, other):
        one.get("decisions.show", no=decision.id)
    staff.submit("确认生效")
    assert "已生效" in other.submit("确认生效", status=409)


def test_empty_objection_is_refused_in_place(page, town):
    decision = make.noticed(town.secretary)
    mine = page.as_(town.resident)
    mine.get("decisions.show", no=decision.id)
    assert "请填写这一项" in mine.submit("提意见", body="", status=422)


def test_a_stranger_gets_no_cookie_and_no_form(page, town):
    decision = make.noticed(town.secretary)
    for endpoint in ("decisions.show", "decisions.poster"):
        answer = page.fetch(endpoint, no=decision.id)
        assert "Set-Cookie" not in answer.headers and "csrf_token" not in answer.text


def test_poster_and_share_text(page, town):
    decision = make.noticed(town.secretary, title="长" * 80)
    doc = page.get("decisions.poster", no=decision.id)
    assert doc.all(".poster svg.qr")
    words = page.get("decisions.show", no=decision.id).one("#share-text").text()
    assert len(words) <= 120 and words.endswith(f"/decisions/{decision.id}")


@pytest.mark.parametrize("endpoint", ["draft", "burden", "withdrawal"])
def test_steps_are_for_staff(page, town, endpoint):
    decision = make.make_decision(town.secretary)
    page.as_(town.resident).get(f"decisions.{endpoint}", no=decision.id, status=403)


def test_mending_a_draft_keeps_what_was_there(town, staff):
    decision = make.make_decision(town.secretary)
    staff.get("decisions.draft", no=decision.id)
    doc = staff.submit("下一步:谁受影响", text="改过的全文。")
    assert "改过的全文。" in doc and decision.title in doc


def test_taking_a_decision_back_says_why(page, town, staff):
    decision = make.noticed(town.secretary)
    staff.get("decisions.withdrawal", no=decision.id)
    staff.submit("按这个理由收回", reason="数字写错了")
    assert "已收回:数字写错了" in page.get("decisions.show", no=decision.id)


# 快速商量


def quick(staff, **what):
    staff.get("decisions.new_quick_round")
    what = {"what": "哪天清自行车棚", "options": "周六上午\n周日上午", "chooser": "advisory"} | what
    return staff.submit("现在发布", **what)


def test_five_fields_make_an_open_vote(town, staff):
    doc = quick(staff)
    vote, topic = db.session.query(Vote).one(), db.session.query(Topic).one()
    assert doc.url.endswith(f"/votes/{vote.id}")
    assert (vote.state, topic.state, topic.quick) == ("open", TopicState.VOTING, True)
    assert topic.doer_body_id is not None and vote.roll_size > 0
    assert doc.all("#share") or "发到群里" in doc


def test_the_council_answers_one_proposal(town, staff):
    assert "请只写一行" in quick_refused(staff, chooser="council")
    quick(staff, chooser="council", options="周六上午一起清")
    assert db.session.query(Vote).one().regime == "council"


def quick_refused(staff, **what):
    staff.get("decisions.new_quick_round")
    what = {"what": "哪天清自行车棚", "options": "周六上午\n周日上午", "chooser": "advisory"} | what
    return staff.submit("现在发布", status=422, **what)


@pytest.mark.parametrize(("what", "words"), [
    ({"options": "只有一个"}, "请写两到十个选择"),
    ({"options": "\n".join(str(n) for n in range(11))}, "请写两到十个选择"),
    ({"options": "一样\n一样"}, "有两个选择是一样的"),
    ({"options": "长" * 61 + "\n短"}, "最多60个字"),
    ({"until": "2020-01-01"}, "请选明天起60天以内的日子"),
    ({"what": ""}, "请填写这一项"),
])  # fmt: skip
def test_a_wrong_quick_round_says_what_to_do_and_keeps_the_words(town, staff, what, words):
    doc = quick_refused(staff, **what)
    assert words in doc
    assert db.session.query(Topic).count() == 0


def test_a_second_click_makes_one_round(town, staff):
    staff.get("decisions.new_quick_round")
    before = staff.last
    for _ in range(2):
        staff.submit("现在发布", on=before, what="哪天清", options="周六\n周日", chooser="advisory")
    assert db.session.query(Vote).count() == 1


def test_quick_rounds_are_for_staff(page, town):
    page.as_(town.resident).get("decisions.new_quick_round", status=403)


def test_the_decision_of_a_quick_round_is_prefilled(town, staff):
    quick(staff)
    topic = db.session.query(Topic).one()
    staff.get("decisions.new", topic=topic.id)
    form = staff.last
    assert "哪天清自行车棚" in form.source and DecisionState.DRAFTED not in form
