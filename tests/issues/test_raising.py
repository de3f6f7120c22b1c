"""From the first word to the receipt: the draft survives, one issue however often one presses."""

import re

import pytest

from civic.accounts.models import Draft
from civic.extensions import db
from civic.issues.kinds import Channel, Visibility
from civic.issues.models import Issue
from tests.factories.issues import make_told

WORDS = "3号楼1门三层灯坏了,老人看不清台阶"


def write(page, words=WORDS):
    page.get("issues.new")
    return page.submit("下一步:在哪儿", words=words)


def choose(page, place):
    page.get("issues.place", place=place.id)
    return page.submit("就是这儿,下一步")


def lands(page, step):
    return page.fetch(step).headers["Location"]


def issues():
    return db.session.scalars(db.select(Issue).order_by(Issue.id)).all()


def test_the_first_question_is_danger_and_the_first_field_is_there(page):
    doc = page.get("issues.new")
    assert doc.h1 == "现在有危险吗?"
    assert doc.one("textarea[name=words]") is not None
    doc = page.follow("有危险:马上打电话")
    assert {"119", "110", "120"} <= set(re.findall(r"\b\d{3}\b", doc.text))
    assert all(link.attributes["href"].startswith("tel:") for link in doc.all("a.tel"))


def test_a_signed_in_resident_needs_three_pages(page, town, sign_in):
    sign_in(town.resident)
    assert write(page).url.endswith("/issues/new/place")
    assert page.submit("就在我家这儿").url.endswith("/issues/new/check")
    receipt = page.submit("form[action='/issues']", button="public")
    (issue,) = issues()
    assert receipt.h1 == f"收到了,您的编号是 {issue.id}"
    assert (issue.body_raw, issue.place_id, issue.visibility) == (WORDS, town.door.id, Visibility.PUBLIC)
    assert (issue.reporter_id, issue.reporter_household_id) == (town.resident.id, town.household.id)
    assert db.session.scalars(db.select(Draft)).all() == []


def test_for_the_handlers_only(page, town, sign_in):
    sign_in(town.resident)
    write(page), choose(page, town.building)
    page.get("issues.check")
    page.submit("form[action='/issues']", button="handlers_only")
    assert issues()[0].visibility is Visibility.HANDLERS_ONLY


def test_the_draft_survives_signing_in(page, town, sign_in):
    write(page), choose(page, town.building)
    page.get("issues.check")
    doc = page.submit("form[action='/issues']", button="handlers_only")
    assert "/sign-in" in doc.url and issues() == []
    sign_in(town.resident)
    doc = page.get("issues.check")
    assert WORDS in doc.text and "改成公开办理" in doc.text
    page.submit("form[action='/issues']", button="handlers_only")
    assert issues()[0].body_raw == WORDS


def test_the_draft_survives_a_killed_page(page, town):
    page.get("issues.new")
    page.post("/issues/new", {"words": "写到一半", "quietly": "1"}, status=200)
    assert "写到一半" in page.get("issues.new").one("textarea[name=words]").text()


def test_typing_nothing_starts_no_draft(page, app):
    page.get("issues.new")
    page.post("/issues/new", {"words": "  ", "quietly": "1"}, status=200)
    assert db.session.scalars(db.select(Draft)).all() == []


def test_a_draft_is_gone_after_seven_days(page, town, clock):
    write(page)
    clock.forward(days=7, minutes=1)
    assert lands(page, "issues.place").endswith("/issues/new")


def test_nobody_sees_another_persons_draft_on_a_shared_phone(page, town, sign_in, sign_out):
    sign_in(town.resident)
    write(page)
    sign_out()
    assert WORDS not in page.get("issues.new").text
    sign_in(town.second_adult)
    assert WORDS not in page.get("issues.new").text


@pytest.mark.parametrize("words", ["", "   ", "长" * 10000])
def test_no_words_or_ten_thousand_are_answered_plainly_and_kept(page, words):
    page.get("issues.new")
    doc = page.submit("下一步:在哪儿", words=words, status=422)
    assert doc.one("#errors")
    assert doc.one("textarea[name=words]").text().strip() == words.strip()


def test_emoji_stay_emoji(page, town, sign_in):
    sign_in(town.resident)
    write(page, "🧓🏻👩‍🦽台阶太高"), choose(page, town.building)
    page.get("issues.check")
    page.submit("form[action='/issues']", button="public")
    assert issues()[0].body_raw == "🧓🏻👩‍🦽台阶太高"


def test_a_double_click_makes_one_issue(page, town, sign_in):
    sign_in(town.resident)
    write(page), choose(page, town.building)
    once = page.get("issues.check").one("form[action='/issues'] input[name=once]").attributes["value"]
    for _ in range(3):
        page.post("/issues", {"once": once, "visibility": "public"}, status=303)
    assert len(issues()) == 1


@pytest.mark.parametrize("place", ["", "abc", "999999", str(2**70), "-1"])
def test_a_place_from_a_strangers_imagination(page, town, place):
    write(page)
    page.post("/issues/new/place", {"place": place}, status=422)
    assert lands(page, "issues.check").endswith("/issues/new/place")


@pytest.mark.parametrize("visibility", ["", "everybody"])
def test_visibility_is_one_of_two(page, town, sign_in, visibility):
    sign_in(town.resident)
    write(page), choose(page, town.building)
    page.post("/issues", {"visibility": visibility}, status=422)
    assert issues() == []


def test_without_a_draft_every_step_leads_to_the_start(page, app):
    for step in ("issues.place", "issues.pictures", "issues.check"):
        assert lands(page, step).endswith("/issues/new")


def test_neighbours_who_said_the_same_are_shown_before_sending(page, town, sign_in):
    told = make_told(
        town.community, town.neighbour, town.secretary, place=town.building, title="3号楼楼道灯坏了",
        summary="三层的灯不亮,老人看不清台阶。",
    )  # fmt: skip
    sign_in(town.resident)
    write(page), choose(page, town.building)
    doc = page.get("issues.check")
    assert "3号楼楼道灯坏了" in doc.text
    page.submit("我家也这样")
    db.session.expire_all()
    assert db.session.get(Issue, told.id).supports == 1


def test_a_steward_writes_it_down_and_hands_over_a_number(page, town, sign_in):
    sign_in(town.door_steward)
    page.get("/issues/new?for=neighbour")
    page.submit("下一步:在哪儿", words="王奶奶家门口的台阶松了")
    choose(page, town.building)
    page.get("issues.check")
    receipt = page.submit(
        "form[action='/issues']", button="public", on_behalf_of="二层王奶奶", channel="visit"
    )
    (issue,) = issues()
    assert (issue.reporter_id, issue.contributed_by) == (None, town.door_steward.id)
    assert (issue.channel, issue.on_behalf_of) == (Channel.VISIT, "二层王奶奶")
    assert f"编号是 {issue.id}" in receipt.text


def test_a_resident_cannot_write_in_somebody_elses_name(page, town, sign_in):
    sign_in(town.resident)
    page.get("/issues/new?for=neighbour")
    page.post("/issues/new", {"words": WORDS, "for": "neighbour"}, status=303)
    choose(page, town.building)
    page.get("issues.check")
    page.submit("form[action='/issues']", button="public")
    assert issues()[0].reporter_id == town.resident.id


def test_the_receipt_is_the_reporters(page, town, sign_in):
    told = make_told(town.community, town.neighbour, town.secretary)
    page.get("issues.receipt", no=told.id, status=303)
    sign_in(town.resident)
    page.get("issues.receipt", no=told.id, status=403)
