"""The staff page and its acts: suggestions filled in, two at once told, typed words kept."""

import pytest

from civic.extensions import db
from civic.issues.kinds import IssueKind, Urgency
from civic.issues.models import Issue
from civic.issues.states import IssueState
from tests.factories.issues import make_accepted, make_issue, make_told


@pytest.fixture
def issue(town):
    return make_issue(town.community, town.resident, "3号楼2门厨房水管爆裂,水往楼下流", place=town.building)


@pytest.fixture
def desk(page, town):
    return page.as_(town.secretary)


def reload(issue):
    return db.session.get(Issue, issue.id, populate_existing=True)


def accept(desk, **more):
    words = {"title": "3号楼水管爆裂", "summary": "厨房水管裂了,正在抢修。"} | more
    return desk.submit("form#acceptance", **words)


def test_suggestions_are_filled_in_and_staff_only_add_words(desk, issue):
    doc = desk.get("issues.triage", no=issue.id)
    assert "听着像急事" in doc.text and "爆裂" in doc.text
    accept(desk)
    now = reload(issue)
    assert (now.kind, now.category, now.urgency) == (IssueKind.HELP, "water", Urgency.URGENT)
    assert now.state is IssueState.ACCEPTED and now.summary_title == "3号楼水管爆裂"


def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk, issue):
    desk.get("issues.triage", no=issue.id)
    doc = desk.submit("form#acceptance", title="", summary="厨房水管裂了", status=422)
    assert doc.one("#errors") and "厨房水管裂了" in doc.text
    assert reload(issue).state is IssueState.RECEIVED


def test_two_people_at_once_the_second_is_told(desk, page, town, issue):
    other = page.as_(town.staff)
    desk.get("issues.triage", no=issue.id)
    other.get("issues.triage", no=issue.id)
    other.submit("form[action$='/question']", question="几单元?")
    doc = desk.submit(
        "form#acceptance", title="3号楼水管爆裂", summary="很长的一段摘要,打了半天字。", status=409
    )
    assert "问了反映人" in doc.text and "很长的一段摘要" in doc.text
    assert reload(issue).state is IssueState.ASKED_BACK


def test_a_second_click_is_nobody_elses_act(desk, page, town, issue):
    """The same form twice leads to what came of it the first time, for staff and for the reporter."""
    shown = desk.get("issues.triage", no=issue.id)
    accept(desk)
    assert "收到了,等着看" not in accept(desk, on=shown).text
    mine = page.as_(town.resident)
    shown = mine.get("issues.own", no=issue.id)
    mine.submit("行,给大家看")
    assert mine.submit("行,给大家看", on=shown).url.endswith(f"/issues/{issue.id}/own")


@pytest.mark.parametrize(
    ("act", "fields", "state"),
    [
        ("question", {"question": "哪个单元?"}, "asked_back"),
        ("redirection", {"channel": "utility", "words": "请打96116"}, "redirected"),
        ("refusal", {"code": "not_ours", "words": "产权不在小区"}, "declined"),
    ],
)
def test_the_other_acts(desk, issue, act, fields, state):
    desk.get("issues.triage", no=issue.id)
    desk.submit(f"form[action$='/{act}']", **fields)
    assert reload(issue).state == state


def test_joining_two_issues(desk, town, issue):
    main = make_told(town.community, town.neighbour, town.secretary, title="3号楼水管爆裂漏水")
    desk.get("issues.triage", no=issue.id)
    desk.submit(f"并到第{main.id}号")
    assert reload(issue).duplicate_of_id == main.id


@pytest.mark.parametrize("into", ["", "x", "0", "999999", str(2**64)])
def test_joining_to_a_number_from_imagination(desk, issue, into):
    status = 404 if into == "999999" else 422
    desk.get("issues.triage", no=issue.id)
    desk.post(f"/issues/{issue.id}/merger", {"into": into}, status=status)
    assert reload(issue).state is IssueState.RECEIVED


def test_whoever_may_not_sort_cannot_post(page, town, issue):
    for person in (town.resident, town.neighbour, town.door_steward, town.officer, town.auditor):
        visitor = page.as_(person)
        visitor.post(f"/issues/{issue.id}/refusal", {"code": "not_ours", "words": "不"}, status=403)
    assert reload(issue).state is IssueState.RECEIVED


def test_the_page_costs_the_same_with_many_questions(desk, town, issue, queries):
    with queries() as few:
        desk.get("issues.triage", no=issue.id)
    for _ in range(3):
        desk.get("issues.triage", no=issue.id)
        desk.submit("form[action$='/question']", question="哪个单元?")
        reporter = desk.as_(town.resident)
        reporter.get("issues.own", no=issue.id)
        reporter.submit("form[action$='/reply']", words="二单元")
    with queries() as many:
        desk.get("issues.triage", no=issue.id)
    assert len(many) <= len(few) + 1


def test_the_reporters_page_offers_each_act_in_its_time(page, desk, town, issue):
    reporter = page.as_(town.resident)
    make_accepted(issue, town.secretary)
    reporter.get("issues.own", no=issue.id)
    reporter.submit("行,给大家看")
    assert reload(issue).is_told
    desk.get("issues.triage", no=issue.id)
    desk.submit("form[action$='/answer']", words="水管换好了。")
    doc = reporter.get("issues.own", no=issue.id)
    assert "真的解决了吗?" in doc.text
    reporter.submit("没解决,接着办", words="还在滴水")
    assert reload(issue).state is IssueState.REOPENED
    desk.get("issues.own", no=issue.id)
    desk.submit("form[action$='/answer']", words="又换了垫圈。")
    reporter.get("issues.own", no=issue.id)
    reporter.submit("form[action$='/confirmation']")
    assert reload(issue).state is IssueState.CONFIRMED


def test_a_refusal_a_second_look_and_a_ruling(page, desk, town, issue):
    desk.get("issues.triage", no=issue.id)
    desk.submit("form[action$='/refusal']", code="not_ours", words="产权不在小区")
    reporter, colleague = page.as_(town.resident), page.as_(town.staff)
    reporter.get("issues.own", no=issue.id)
    reporter.submit("form[action$='/appeal']", words="就在小区里")
    desk.post(f"/issues/{issue.id}/ruling", {"upheld": "no", "words": "维持"}, status=403)
    colleague.get("issues.own", no=issue.id)
    colleague.submit("form[action$='/ruling']", upheld="yes", words="确实在小区里")
    assert reload(issue).state is IssueState.RECEIVED
