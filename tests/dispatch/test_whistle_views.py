"""Pages of whistles: asked for, blown, answered, checked in by the code in two taps, rated."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.dispatch.whistle_desk_views import check_in_key
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_states import CallState, Method, WhistleKind, WhistleState
from civic.extensions import db
from tests.factories import whistles as make
from tests.factories.issues import make_told
from tests.factories.whistles import calls, state_of


@pytest.fixture
def scene(town):
    return make.make_scene(town)


SHEET = {
    "kind": "enforcement", "title": "骑界小房", "summary": "一半在隔壁区", "asked": "一起拆",
    "gather_place": "东墙边",
}  # fmt: skip


def test_the_secretary_asks_and_the_street_blows(scene, page, town):
    secretary, street = page.as_(town.secretary), page.as_(scene.street_staff)
    shown = secretary.get("whistles.new")
    boxes = [box.attributes["value"] for box in shown.all("#whistle details input[name=bodies]")]
    assert len(boxes) == len(set(boxes)) and {str(body.id) for body in scene.bodies} <= set(boxes)
    assert not shown.all("details[open] input[name=bodies]")  # nobody was ever called here
    doc = secretary.submit("#whistle", SHEET, bodies=[str(scene.bodies[0].id), str(scene.bodies[1].id)])
    usual = secretary.get("whistles.new").all("details[open] input[name=bodies]")
    assert {box.attributes["value"] for box in usual} == {str(body.id) for body in scene.bodies[:2]}
    whistle = db.session.scalar(select(Whistle))
    assert doc.h1 == "骑界小房"
    assert "骑界小房" in street.get("whistles.index")
    page.get("action_items.whistle", no=whistle.id, status=404)  # a stranger knows nothing of it yet
    street.get("whistles.desk", no=whistle.id)
    street.submit("同意吹哨")
    street.submit("吹哨", button="吹哨")
    assert state_of(whistle) is WhistleState.BLOWN
    doc = page.get("action_items.whistle", no=whistle.id)
    assert scene.bodies[0].name in doc and not doc.all("form")
    assert "骑界小房" in page.get("whistles.index")


def test_a_refused_sheet_keeps_what_was_typed(scene, page, town):
    secretary = page.as_(town.secretary)
    secretary.get("whistles.new")
    doc = secretary.submit("#whistle", SHEET | {"title": ""}, bodies=[str(scene.bodies[0].id)], status=422)
    assert "一半在隔壁区" in doc
    doc = secretary.submit(
        "#whistle", SHEET, bodies=[str(scene.bodies[0].id)], crosses_border="y", status=422
    )
    assert "另一个牵头街道" in doc
    assert db.session.scalar(select(Whistle.id)) is None


def test_an_issue_of_another_community_is_not_asked_about(scene, page, town):
    issue = make_told(town.community, town.resident, town.secretary)
    secretary = page.as_(town.secretary)
    assert issue.summary_title in secretary.get("whistles.new", issue=issue.id)
    secretary.submit("#whistle", SHEET, bodies=[str(scene.bodies[0].id)])
    assert db.session.scalar(select(Whistle.issue_id)) == issue.id
    page.as_(scene.second_staff).get("whistles.new", issue=issue.id, status=404)


def test_a_second_click_asks_once(scene, page, town):
    secretary = page.as_(town.secretary)
    once = secretary.get("whistles.new").one("#whistle input[name=once]").attributes["value"]
    sheet = SHEET | {"bodies": scene.bodies[0].id, "once": once}
    both = [secretary.post(f"/whistles?community={town.community.id}", sheet, follow=False) for _ in range(2)]
    (number,) = db.session.scalars(select(Whistle.id)).all()
    assert {each.headers["Location"] for each in both} == {f"/whistles/{number}/desk"}


def test_my_calls_show_who_must_come_first_and_how_long_is_left(scene, page):
    make.blown(scene, title="慢的")
    make.blown(scene, title="急的", kind=WhistleKind.EMERGENCY)
    doc = page.as_(scene.officers[0]).get("whistles.mine")
    assert [heading.text() for heading in doc.all("main h2")] == ["急的", "慢的"]
    assert "还剩 29 分钟" in doc or "还剩 30 分钟" in doc


def test_check_in_takes_a_scan_and_a_tap(scene, page, town):
    whistle = make.blown(scene)
    sheet = page.as_(town.secretary).get("whistles.sheet", no=whistle.id)
    assert sheet.all("svg.qr")
    officer = page.as_(scene.officers[0])
    officer.get("whistles.arrival", no=whistle.id, key=check_in_key(whistle))  # what the code opens
    officer.submit("我们到了")
    call = calls(whistle)[0]
    assert (call.state, call.method, call.has_decider) == (CallState.CHECKED_IN, Method.CODE, True)


def test_a_code_that_was_not_signed_here_opens_nothing(scene, page):
    whistle, other = make.blown(scene), make.blown(scene)
    officer = page.as_(scene.officers[0])
    for key in ("0" * 20, check_in_key(other), check_in_key(whistle)[:-1]):
        officer.get("whistles.arrival", no=whistle.id, key=key, status=404)
        officer.post(f"/whistles/{whistle.id}/check-in/{key}", {"call": calls(whistle)[0].id}, status=404)
    assert page.fetch(f"/whistles/{whistle.id}/check-in/{check_in_key(whistle)}").location.startswith(
        "/sign-in"
    )


def test_nobody_checks_in_for_another_body(scene, page, town):
    whistle = make.blown(scene)
    address = f"/whistles/{whistle.id}/check-in/{check_in_key(whistle)}"
    page.as_(scene.officers[0]).post(address, {"call": calls(whistle)[1].id}, status=403)
    doc = page.as_(town.resident).get(address)
    assert "没有叫您的单位" in doc and not doc.all("main form")
    assert {call.state for call in calls(whistle)} == {CallState.CALLED}


def test_the_body_answers_comes_finds_and_rates(scene, page):
    whistle = make.blown(scene)
    call, officer = calls(whistle)[0], page.as_(scene.officers[0])
    officer.get("whistles.response", no=whistle.id, call_id=call.id)
    officer.submit("听到了,马上来")
    assert call.state is CallState.ACKNOWLEDGED
    street = page.as_(scene.street_staff)
    street.get("whistles.desk", no=whistle.id)
    street.post(f"/whistles/{whistle.id}/calls/{call.id}/arrival", {"has_decider": ""})
    assert (call.method, call.has_decider) == (Method.HOST, False)
    street.get("whistles.desk", no=whistle.id)
    street.submit("开始会诊")
    officer.get("whistles.response", no=whistle.id, call_id=call.id)
    assert "都可以改" in officer.submit("#finding", finding="墙体越界", will_do="本周拆")
    assert "墙体越界" not in page.get("action_items.whistle", no=whistle.id)
    street.get("whistles.desk", no=whistle.id)
    street.submit("把会诊意见公开")
    assert "墙体越界" in page.get("action_items.whistle", no=whistle.id)


def test_a_body_that_need_not_come_names_the_law(scene, page):
    whistle = make.blown(scene)
    call, officer = calls(whistle)[0], page.as_(scene.officers[0])
    officer.get("whistles.response", no=whistle.id, call_id=call.id)
    officer.submit("#refusal", words="忙", status=422)
    officer.submit("#refusal", ground="elsewhere", words="条例第五条:不在辖区")
    page.as_(scene.street_staff).post(f"/whistles/{whistle.id}/calls/{call.id}/escalation")
    district = page.as_(scene.district_staff)
    assert scene.bodies[0].name in district.get("whistles.index")
    district.get("whistles.desk", no=whistle.id)
    district.post(f"/whistles/{whistle.id}/calls/{call.id}/order", {"words": ""}, status=422)
    district.post(f"/whistles/{whistle.id}/calls/{call.id}/order", {"words": "在辖区里,要来"})
    assert call.state is CallState.CALLED


def test_a_meeting_invites_everybody(scene, page):
    begins = make.utcnow() + timedelta(days=2)
    whistle = make.blown(scene, gathering="meeting", gather_at=begins, report_by=begins)
    assert "请您来" in page.get("action_items.whistle", no=whistle.id)


def test_the_desk_walks_to_the_end_across_a_border(scene, page, town):
    whistle = make.diagnosing(scene, border=True)
    street, second = page.as_(scene.street_staff), page.as_(scene.second_staff)
    desk = {"no": whistle.id}
    street.get("whistles.desk", **desk)
    street.submit("#survey", words="界线从小房正中过", surveyed_by="两区民政局")
    street.post(f"/whistles/{whistle.id}/joint-action", status=422)
    second.get("whistles.desk", **desk)
    second.submit("我们认这条界线")
    second.submit("#link", name="拆除", body=str(scene.bodies[0].id))
    second.submit("一起动手")
    link = make.queries.links_of(whistle)[0]
    street.post(f"/whistles/{whistle.id}/links/{link.id}/finding", {"words": "查到三处"})
    street.get("whistles.desk", **desk)
    street.submit("这一环办完了")
    street.submit("#force", name="专班", body=str(scene.bodies[1].id))
    street.submit("#last-day")
    street.submit("#resolution", words="拆完了")
    assert "拆完了" in page.get("action_items.whistle", **desk)
    make.rate(scene, whistle)
    street.get("whistles.desk", **desk)
    street.submit("#after-use", words="两边合用的绿地")
    street.submit("办结")
    doc = page.get("action_items.whistle", **desk)
    assert "两边合用的绿地" in doc and "历时 1 天" in doc


def test_both_ends_and_residents_rate_on_their_pages(scene, page, town):
    whistle = make.resolved(scene)
    call, street = calls(whistle)[0], page.as_(scene.street_staff)
    street.get("whistles.evaluation", no=whistle.id, call_id=call.id)
    street.submit("#evaluation", timely="good", status=422)
    street.submit("#evaluation", timely="good", authority="fair", result="good")
    officer = page.as_(scene.officers[0])
    officer.get("whistles.response", no=whistle.id, call_id=call.id)
    officer.submit("#rating", proper="good", informed="poor")
    resident = page.as_(town.resident)
    resident.get("action_items.whistle", no=whistle.id)
    resident.submit("#rating", status=422)
    resident.get("action_items.whistle", no=whistle.id)
    doc = resident.submit("#rating", result="fair")
    assert "您评的是:一般" in doc and not doc.all("#rating")
    told = re.sub(r"\s+", " ", page.get("action_items.whistle", no=whistle.id).text)
    assert "居民评:结果 好 0 · 一般 1 · 不好 0 · 共 1 个评价" in told


def test_lists_and_pages_cost_the_same_however_long(scene, page, queries):
    def cost(address, **values):
        with queries() as sent:
            page.get(address, **values)
        return len(sent)

    one = make.blown(scene, bodies=scene.bodies[:1])
    few = cost("whistles.index"), cost("action_items.whistle", no=one.id), cost("whistles.figures")
    for _ in range(8):
        three = make.blown(scene)
    assert (
        cost("whistles.index"),
        cost("action_items.whistle", no=three.id),
        cost("whistles.figures"),
    ) == few


def test_strange_addresses_are_answered_plainly(scene, page):
    page.get("whistles.index", show="all", status=400)
    page.get("whistles.index", after="x", status=400)
    page.get("action_items.whistle", no=99, status=404)
    whistle, other = make.blown(scene), make.blown(scene)
    staff = page.as_(scene.street_staff)
    staff.get("whistles.response", no=whistle.id, call_id=calls(other)[0].id, status=404)
    staff.get("whistles.new", community=999, status=404)
    page.get("whistles.figures")
