"""我的: what is new, what I raised."""

from tests.factories.action_items import finished, make_item
from tests.factories.issues import make_accepted, make_issue, make_told


def test_what_i_raised_stands_there_from_the_first_minute(page, sign_in, town):
    make_issue(town.community, town.resident, words="楼道灯坏了")
    sign_in(town.resident)
    assert "楼道灯坏了" in page.get("desk.mine")
    assert "楼道灯坏了" not in page.as_(town.neighbour).get("desk.mine")
    make_issue(
        town.community, None, words="来电说水管漏了", contributed_by=town.secretary, on_behalf_of="来电居民"
    )
    assert "来电说水管漏了" not in page.as_(town.secretary).get("desk.mine")  # the caller's, not the clerk's


def test_each_step_is_told_to_whoever_raised_it(page, sign_in, town):
    make_accepted(make_issue(town.community, town.resident), town.secretary)
    sign_in(town.resident)
    assert "您反映的事接下了" in page.get("desk.mine")
    doc = page.get("desk.messages")
    assert len(doc.all("li.row")) >= 2
    page.submit("都看过了")
    assert not page.get("desk.messages").all(".is-soon")


def test_which_matter_is_told_before_it_has_a_title(page, town, clock):
    clock.to("2026-03-16 10:00")
    first, second = (make_issue(town.community, town.resident) for _ in range(2))
    for each in (first, second):
        make_accepted(each, town.secretary)
    doc = page.as_(town.resident).get("desk.messages")
    told = [row.text() for row in doc.all("li.row") if "接下了" in row.text()]
    assert len(told) == 2 and f"{first.id} 号" in told[1] and f"{second.id} 号" in told[0]
    assert all("接下了,3月23日 周一前答复您" in line for line in told)


def test_messages_lead_to_pages_that_exist(page, sign_in, town):
    item = make_item(make_told(town.community, town.resident, town.secretary), town.secretary, town.property)
    finished(item, town.secretary)
    for person in (town.resident, town.delegate):
        visit = page.as_(person)
        doc = visit.get("desk.messages")
        for link in doc.all("li.row h2 a"):
            visit.get(link.attributes["href"])


def test_a_stranger_signs_in_first(page):
    assert page.fetch("/mine").location.startswith("/sign-in")
