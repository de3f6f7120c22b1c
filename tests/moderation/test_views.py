"""Anybody reads the log; reporting, ruling and appealing by form."""

from civic.accounts.roles import Role
from tests.factories.accounts import make_resident, make_staff
from tests.factories.moderation import commented, hidden
from tests.factories.places import make_community


def test_a_stranger_reads_the_log_without_names_or_words(page, town):
    comment = commented(town, "张三家住三零二")
    hidden(comment, town.secretary)
    doc = page.get("moderation.index")
    assert "隐藏了" in doc
    assert "张三" not in doc
    assert town.neighbour.nickname not in doc


def test_a_hidden_comment_leaves_a_tombstone_in_its_place(page, town):
    comment = commented(town, "张三家住三零二")
    hidden(comment, town.secretary)
    doc = page.get("transparency.thread", no=comment.issue_id)
    assert doc.one(".tombstone")
    assert "张三" not in doc


def test_a_neighbour_reports_and_the_office_hides(page, town):
    comment = commented(town)
    neighbour = page.as_(town.second_adult)
    neighbour.get("moderation.new_report", kind="comment", no=comment.id, next=f"/issues/{comment.issue_id}")
    doc = neighbour.submit("#report", reason="abuse")
    assert doc.url.endswith(f"/issues/{comment.issue_id}")
    office = page.as_(town.secretary)
    office.get("moderation.queue")
    office.submit("#report-1", reason="abuse")
    assert page.get("transparency.thread", no=comment.issue_id).one(".tombstone")


def test_the_street_s_office_rules_in_its_own_communities_alone(page, town):
    comment = commented(town)
    neighbour = page.as_(town.second_adult)
    neighbour.get("moderation.new_report", kind="comment", no=comment.id)
    neighbour.submit("#report", reason="abuse")
    elsewhere = make_community("邻社区")
    above = page.as_(make_staff(Role.STREET_STAFF, place_id=elsewhere.parent_id))
    moved = make_resident(town.household)  # lives here, and serves there
    make_staff(Role.SECRETARY, person=moved, place_id=elsewhere.id, community_id=elsewhere.id)
    for outsider in (above, page.as_(moved)):
        assert not outsider.get("moderation.queue").all("#report-1")
    street = page.as_(town.street)
    street.get("moderation.queue")
    street.submit("#report-1", reason="abuse")
    assert page.get("transparency.thread", no=comment.issue_id).one(".tombstone")


def test_a_report_needs_a_reason(page, sign_in, town):
    comment = commented(town)
    sign_in(town.second_adult)
    page.get("moderation.new_report", kind="comment", no=comment.id)
    page.submit("#report", status=422)


def test_the_author_appeals_from_the_ruling(page, town):
    comment = commented(town)
    ruling = hidden(comment, town.secretary)
    author = page.as_(town.neighbour)
    assert comment.body in author.get("moderation.ruling", no=ruling.id)
    author.submit("#appeal", words="我没写名字")
    page.as_(town.resident).get("moderation.ruling", no=ruling.id, status=404)


def test_residents_cannot_rule_and_strangers_cannot_report(page, sign_in, town):
    comment = commented(town)
    assert page.fetch(f"/moderation/reports/comment/{comment.id}/new").status_code == 303
    sign_in(town.resident)
    page.get("moderation.queue", status=403)
    page.post(f"/moderation/subjects/comment/{comment.id}/hiding", {"reason": "abuse"}, status=403)
    page.get(f"/moderation/first-look/{town.community.id}", status=403)


def test_what_does_not_exist_is_not_found(page, sign_in, town):
    sign_in(town.secretary)
    page.get("/moderation/reports/person/1/new", status=404)
    page.get("/moderation/reports/comment/999/new", status=404)
    page.get("moderation.ruling", no=999, status=404)


def test_the_switch_is_seen_by_everybody(page, town):
    secretary = page.as_(town.secretary)
    secretary.get("moderation.first_look", community_id=town.community.id)
    secretary.submit("#first-look", is_on="y", reason="连着两天有人刷屏")
    assert "连着两天有人刷屏" in page.get("moderation.index")
