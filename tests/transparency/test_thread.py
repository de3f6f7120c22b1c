"""The public page of a matter: what everybody may read, and nothing more."""

from datetime import timedelta

import pytest

from civic.database import dated, locked, utcnow, writing
from civic.issues import summaries
from civic.issues import workflow as issues
from civic.issues.kinds import Visibility
from civic.issues.models import Issue
from tests.factories.action_items import finished, make_item
from tests.factories.issues import make_accepted, make_comment, make_issue, make_support, make_told

SECRET = "三零二的王阿姨说楼道灯坏了"


def test_from_the_first_minute_number_area_and_stage_and_no_word(page, town):
    issue = make_issue(town.community, town.resident, words=SECRET, place=town.door)
    doc = page.get("transparency.thread", no=issue.id)
    assert f"{issue.id} 号" in doc
    assert town.community.label in doc
    assert "已收到" in doc
    assert "王阿姨" not in doc.text
    assert town.door.label not in doc


def test_before_release_the_summary_is_the_reporters_alone(page, town):
    issue = make_accepted(
        make_issue(town.community, town.resident, words=SECRET), town.secretary, title="灯坏了一盏"
    )
    for path in ("/", "/issues", f"/issues/{issue.id}"):
        doc = page.get(path)
        assert "灯坏了一盏" not in doc
        assert "王阿姨" not in doc.text


def test_a_released_summary_can_be_read_and_the_own_words_still_not(page, town):
    issue = make_told(town.community, town.resident, town.secretary, words=SECRET, title="灯坏了一盏")
    doc = page.get("transparency.thread", no=issue.id)
    assert doc.h1 == "灯坏了一盏"
    assert "王阿姨" not in doc.text
    assert town.resident.nickname not in doc


def test_what_only_its_handlers_may_read_shows_stage_only(page, town):
    issue = make_accepted(
        make_issue(town.community, town.resident, words=SECRET, visibility=Visibility.HANDLERS_ONLY),
        town.secretary,
        title="灯坏了一盏",
    )
    doc = page.get("transparency.thread", no=issue.id)
    assert "灯坏了一盏" not in doc
    assert "只给办理人看" in doc
    page.get("transparency.poster", no=issue.id, status=404)


def test_the_whole_story_stands_on_one_page(page, town):
    issue = make_told(town.community, town.resident, town.secretary, title="灯坏了一盏")
    item = make_item(issue, town.secretary, town.property, what="换灯")
    finished(item, town.secretary, words="灯换好了")
    with writing():
        issues.confirm(locked(Issue, issue.id), by=town.resident)
    doc = page.get("transparency.thread", no=issue.id)
    for words in ("换灯", "灯换好了", "居民反映", "接下了", "派给了人办", "反映人说:解决了", "办成了"):
        assert words in doc, words
    for twice in ("有单位答应了", "确认办成"):
        assert twice not in doc, twice
    assert not doc.all("form")


def test_the_story_goes_by_days_also_where_it_was_written_down_later(page, town):
    issue = make_accepted(make_issue(town.community, town.resident), town.secretary)
    with dated(utcnow() + timedelta(days=1)), writing():
        summaries.agree(locked(Issue, issue.id), by=town.resident)
    make_item(issue, town.secretary, town.property)
    lines = page.get(f"/issues/{issue.id}").text
    assert lines.index("接下了") < lines.index("派给了人办") < lines.index("公开说明")


def test_a_strangers_page_carries_no_form_and_no_cookie_and_may_be_cached(page, town):
    issue = make_told(town.community, town.resident, town.secretary)
    for path in ("/", "/issues", f"/issues/{issue.id}", "/action-items", "/moderation", "/help", "/trust"):
        answer = page.fetch(path)
        assert "Set-Cookie" not in answer.headers, path
        assert answer.headers["Cache-Control"].startswith("public"), path
        assert "Cookie" in answer.headers["Vary"], path
        assert "csrf_token" not in answer.text, path


def test_a_neighbour_adds_their_home_in_one_tap_and_takes_it_back(page, sign_in, town):
    issue = make_told(town.community, town.resident, town.secretary)
    sign_in(town.neighbour)
    page.get("transparency.thread", no=issue.id)
    doc = page.submit("我家也这样")
    assert "还有 1 户也这样" in doc
    page.submit("我家不算了")
    doc = page.submit("我家不算了", on=doc)  # a second click is no fault
    assert "也这样。" not in doc.one("#support").text()


def test_a_neighbour_comments(page, sign_in, town):
    issue = make_told(town.community, town.resident, town.secretary)
    sign_in(town.neighbour)
    page.get("transparency.thread", no=issue.id)
    doc = page.submit("#comment", words="我们楼也黑")
    assert "我们楼也黑" in doc
    assert "1 条评论" in doc


@pytest.mark.parametrize("no", ["0", "99999", "99999999999999999999"])
def test_numbers_from_a_strangers_imagination_are_not_found(page, no):
    page.get(f"/issues/{no}", status=404)
    page.get(f"/threads/{no}", status=404)


def test_a_matter_leads_to_its_page(page, town):
    issue = make_told(town.community, town.resident, town.secretary)
    assert page.fetch(f"/threads/{issue.thread_id}").location.endswith(f"/issues/{issue.id}")


def test_the_poster_is_one_page_of_its_own(page, town):
    issue = make_told(town.community, town.resident, town.secretary, title="灯坏了一盏")
    assert page.get("transparency.poster", no=issue.id).h1 == "灯坏了一盏"


def test_the_page_costs_the_same_with_many_comments_and_supports(page, town, queries):
    issue = make_told(town.community, town.resident, town.secretary)

    def cost():
        with queries() as sent:
            page.get("transparency.thread", no=issue.id)
        return len(sent)

    make_comment(issue, town.neighbour)
    few = cost()
    for n in range(20):
        make_comment(issue, town.neighbour, words=f"第{n}条")
    make_support(issue, town.neighbour, town.other_household)
    assert cost() == few <= 8


def test_home_says_how_things_stand(page, town):
    issue = make_told(town.community, town.resident, town.secretary, title="灯坏了一盏")
    make_support(issue, town.neighbour, town.other_household)
    doc = page.get("transparency.home")
    assert "灯坏了一盏" in doc
    assert "还有1户也这样" in doc.text.replace(" ", "")
    assert doc.all(".stats .stat")
