"""The page of categories, and what a resident meets of it: one sentence, one number, a question or two."""

import pytest

from civic.extensions import db
from civic.issues.models import Issue
from tests.factories.issues import make_issue

BURST = "3号楼2门厨房水管爆裂,水往楼下流"


@pytest.fixture
def desk(page, town):
    return page.as_(town.street)


def test_everybody_reads_the_list_and_nobody_else_edits_it(town, page):
    doc = page.get("issues.categories")
    assert "96116" in doc.text and not doc.all("form[method=post]")
    for person in (town.secretary, town.resident, town.officer):
        visitor = page.as_(person)
        visitor.get("issues.category", code="water.pipes", status=403)
        visitor.post("issues.create_category", status=403)
        visitor.post("issues.create_category_change", code="water.pipes", status=403)
    page.as_(town.street).get("issues.category", code="gold", status=404)


def test_the_street_adds_names_and_describes_one(desk, town, page):
    desk.get("issues.categories")
    doc = desk.submit("form[action='/issues/categories']", label="地下管网", parent="water.pipes")
    doc = desk.submit(
        "form[action^='/issues/categories/']", questions="在哪个井盖边上?", divert_text="井盖没了,别靠近!",
        divert_phone="Water supply",
    )  # fmt: skip
    assert "添加" in doc.text and "要问的话" in doc.text
    said = page.as_(None).get("issues.categories").text
    assert "地下管网" in said and "在哪个井盖边上?" in said and "井盖没了,别靠近!" in said


@pytest.mark.parametrize(
    "wrong", [{"questions": "一\n二\n三\n四"}, {"divert_text": "", "divert_phone": "Gas"}, {"label": ""}]
)
def test_what_is_wrong_is_said_beside_its_field(desk, wrong):
    desk.get("issues.category", code="water.pipes")
    doc = desk.submit("form[action^='/issues/categories/']", **wrong, status=422)
    assert doc.one("#errors")


def write(visitor, words):
    visitor.get("issues.new")
    return visitor.submit("下一步:在哪儿", words=words)


def test_bursting_water_is_told_to_call_before_anything_else(page, town):
    doc = write(page, BURST)
    assert "现在就打电话" in doc.text and doc.one("a[href='tel:96116']")
    assert not write(page.as_(None), "健身器材旁边想多放两把椅子").all("a.tel")


def test_questions_are_answered_on_the_last_screen_or_not_at_all(page, town, sign_in):
    sign_in(town.resident)
    write(page, BURST)
    doc = page.submit("就在我家这儿")
    assert len(doc.all("input[name=told]")) == 2
    page.post("issues.create", {"visibility": "public", "told": ["还在流", ""], **once(doc)})
    issue = db.session.scalar(db.select(Issue))
    assert issue.body_raw == f"{BURST}\n现在还在往外流水吗? 还在流"


def test_answers_survive_signing_in(page, town):
    write(page, BURST)
    page.get("issues.place", place=town.community.id)
    doc = page.submit("就是这儿,下一步")
    page.post("issues.create", {"visibility": "public", "told": ["还在流", "5层"], **once(doc)}, follow=False)
    kept = page.get("issues.check").all("input[name=told]")
    assert [each.attributes["value"] for each in kept] == ["还在流", "5层"]


def once(doc):
    field = doc.one("form[action='/issues'] input[name=once]")
    return {"once": field.attributes["value"]}


def test_the_easy_case_has_no_more_screens_and_no_question(page, town, sign_in):
    sign_in(town.resident)
    write(page, "健身器材旁边想多放两把椅子")
    page.submit("就在我家这儿")
    assert page.submit("form[action='/issues']", button="public").h1.startswith("收到了")


def test_staff_see_what_is_worth_knowing(page, town):
    issue = make_issue(town.community, town.resident, BURST)
    doc = page.as_(town.secretary).get("issues.triage", no=issue.id)
    assert "这类事最好问清" in doc.text and doc.one("a[href='tel:96116']")
