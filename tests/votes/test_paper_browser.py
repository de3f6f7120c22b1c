"""Paper on a phone at 360×800, JavaScript off and on: handed in at the office, doubted at home, keyed."""

from playwright.sync_api import expect

from civic.database import local_today
from civic.votes.certifying import DAYS_TO_OBJECT
from tests.factories.votes import (
    ballot_of,
    hand_in,
    key_twice,
    make_paper_vote,
    make_vote,
    put_on_paper,
    stop,
    tell_homes,
)
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


def test_doubted_answered_counted_vouched_for_and_announced(visitor, town, clock):
    """At the office without JavaScript, from the hand count to what the owners' body announced."""
    vote = make_paper_vote(town)
    for home in (town.household, town.other_household, town.neighbour_household):
        hand_in(vote, home)
    tell_homes(clock)
    at_home = visitor(person=town.resident)
    at_home.goto(f"/votes/{vote.id}/entered")
    at_home.get_by_role("button", name="这不是我投的").click()
    expect(at_home.get_by_text("社区正在查")).to_be_visible()
    vote = stop(vote)
    office = visitor(javascript=False, person=town.secretary)
    office.goto(f"/votes/{vote.id}/papers")
    out = int(office.locator("dl.facts dd").first.inner_text())
    for name, heap in (("returned", 3), ("spoiled", 0), ("unreturned", out - 3)):
        office.locator(f"[name={name}]").fill(str(heap))
    office.get_by_role("button", name="记下清点结果").click()
    homes = (town.household, town.other_household, town.neighbour_household)
    for home, choice in zip(homes, ("yes", "yes", "no"), strict=True):
        key_twice(vote, town, ballot_of(vote, home), {"choice": choice})
    office.goto(f"/votes/{vote.id}/papers")
    office.get_by_role("button", name="现在计票").click()
    office.get_by_role("button", name="核定这次计票").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("还有3户在异议期内")
    office.goto(f"/votes/{vote.id}/papers")
    follow(office.get_by_role("link", name="去核定"))
    office.get_by_label("确是这户人家交的票").check()
    office.get_by_label("查到了什么").fill("老伴交的,本人在场确认")
    office.get_by_role("button", name="作出核定").click()
    clock.forward(days=DAYS_TO_OBJECT + 1)
    office = visitor(javascript=False, person=town.secretary)  # staff sign in anew after days
    office.goto(f"/votes/{vote.id}")
    office.get_by_role("button", name="核定这次计票").click()
    expect(office.get_by_text("已核定这次计票")).to_be_visible()
    follow(office.get_by_role("link", name="附上公告"))
    office.get_by_label("他们公告的原文").fill("经业主大会表决,动用维修资金修屋顶一事参加人数不足,不予通过。")
    office.get_by_role("button", name="附上").click()
    expect(office.get_by_role("heading", name="他们的公告")).to_be_visible()
