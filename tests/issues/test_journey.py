"""A resident with cold hands on a bus: from the link to the receipt, JavaScript off and on."""

import io

from PIL import Image
from playwright.sync_api import expect

from civic.extensions import db
from civic.issues.models import Issue, Photo
from tests.factories.issues import make_accepted, make_issue
from tests.harness.measures import axe, follow, no_overflow

WORDS = "3号楼门口台阶松了,老人不敢走"


def picture():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a8").save(out, "JPEG")
    return {"name": "台阶.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def write(phone):
    phone.goto("/issues/new")
    phone.get_by_label("是什么事?").fill(WORDS)
    phone.get_by_role("button", name="下一步:在哪儿").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("在哪儿?")


def test_from_the_first_word_to_the_receipt(phone, town, javascript, walk_in):
    write(phone)
    phone.get_by_role("link", name=town.building.label, exact=True).first.click()
    phone.get_by_role("button", name="就是这儿,下一步").click()
    follow(phone.get_by_role("link", name="加一张照片"))
    phone.set_input_files("input[type=file]", picture())
    if not javascript:
        phone.get_by_role("button", name="加上这张").click()
    expect(phone.locator("#photos li")).to_have_count(1)
    phone.get_by_role("link", name="下一步").click()
    expect(phone.get_by_text(WORDS)).to_be_visible()
    phone.get_by_role("button", name="交上去,只给办理人看").click()
    phone.wait_for_url("**/sign-in**")
    walk_in(phone, town.resident)
    phone.goto("/issues/new/check")
    phone.get_by_role("button", name="交上去,只给办理人看").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("收到了")
    db.session.rollback()
    issue = db.session.scalars(db.select(Issue)).one()
    photo = db.session.scalars(db.select(Photo)).one()
    assert (issue.body_raw, photo.issue_id, photo.draft_id) == (WORDS, issue.id, None)


def test_the_pages_are_accessible_and_fit(phone, town):
    for path in ("/issues/new", "/emergency"):
        phone.goto(path)
        axe(phone), no_overflow(phone, 320)
    write(phone)
    axe(phone), no_overflow(phone, 320)
    phone.get_by_role("link", name=town.building.label, exact=True).first.click()
    phone.get_by_role("button", name="就是这儿,下一步").click()
    axe(phone), no_overflow(phone, 320)
    phone.get_by_role("link", name="加一张照片").click()
    axe(phone), no_overflow(phone, 320)


def test_the_page_saves_itself_while_one_types(visitor, town):
    phone = visitor()
    phone.goto("/issues/new")
    phone.get_by_label("是什么事?").type(WORDS)
    expect(phone.locator("#kept")).to_contain_text("存好了")
    phone.reload()
    expect(phone.get_by_label("是什么事?")).to_have_value(WORDS)


def test_back_is_safe_and_a_double_click_makes_one(visitor, town):
    phone = visitor(person=town.resident)
    write(phone)
    phone.go_back()
    expect(phone.get_by_label("是什么事?")).to_have_value(WORDS)
    phone.goto("/issues/new/place")
    phone.get_by_role("button", name="就在我家这儿").click()
    phone.get_by_role("button", name="交上去,公开办理").dblclick()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("收到了")
    phone.go_back()
    phone.wait_for_load_state()
    db.session.rollback()
    assert len(db.session.scalars(db.select(Issue)).all()) == 1


def test_closed_pages_are_accessible_and_fit(visitor, town):
    fresh = make_issue(town.community, town.resident, WORDS, place=town.building)
    shown = make_accepted(make_issue(town.community, town.resident, WORDS), town.secretary)
    staff, reporter = visitor(person=town.secretary), visitor(person=town.resident)
    for page, path in (
        (staff, f"/issues/{fresh.id}/triage"),
        (staff, f"/issues/{shown.id}/triage"),
        (reporter, f"/issues/{shown.id}/own"),
        (reporter, f"/issues/{fresh.id}/receipt"),
    ):
        page.goto(path)
        axe(page), no_overflow(page, 320)
