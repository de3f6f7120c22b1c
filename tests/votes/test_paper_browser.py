"""Paper on a phone at 360×800, JavaScript off and on: handed in at the office, doubted at home, keyed."""

from playwright.sync_api import expect

from civic.database import local_today
from tests.factories.votes import ballot_of, hand_in, make_paper_vote, make_vote, put_on_paper
from tests.harness.measures import follow, looks_right


def test_the_office_enters_what_came_back(phone, walk_in, town):
    vote = make_paper_vote(town)
    number = ballot_of(vote, town.household)
    walk_in(phone, town.secretary)
    phone.goto(f"/votes/{vote.id}/papers")
    looks_right(phone)
    phone.get_by_label("选票编号").first.fill(f"{number:04}")
    phone.get_by_label("收回日期").fill(local_today().isoformat())
    phone.get_by_role("button", name="登记,下一张").click()
    expect(phone.get_by_text(f"选票{number}已登记")).to_be_visible()
    follow(phone.get_by_role("link", name=town.door.label))
    looks_right(phone)
    follow(phone.get_by_role("link", name="打印选票"))
    looks_right(phone)


def test_a_delegate_keys_what_it_says(phone, walk_in, town):
    vote = make_paper_vote(town)
    hand_in(vote, town.household)
    walk_in(phone, town.delegate)
    phone.goto(f"/votes/{vote.id}/papers")
    follow(phone.get_by_role("link", name="录入选票:还有1张"))
    looks_right(phone)
    phone.get_by_text("同意", exact=True).click()
    phone.get_by_role("button", name="录好,下一张").click()
    expect(phone.get_by_text("您这边没有要录的了。")).to_be_visible()


def test_a_home_says_in_one_tap_that_it_was_not_them(phone, walk_in, town):
    vote = make_vote(town.secretary)
    put_on_paper(vote, town)
    hand_in(vote, town.household)
    walk_in(phone, town.resident)
    phone.goto(f"/votes/{vote.id}")
    follow(phone.get_by_role("link", name="查一查"))
    looks_right(phone)
    phone.get_by_role("button", name="这不是我投的").click()
    expect(phone.get_by_text("社区正在查")).to_be_visible()
    looks_right(phone)
