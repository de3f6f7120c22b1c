"""How many taps and fields the usual things take, what stands on the first screen (peer-ux.md §6, "must").

Cast a ballot: tests/votes/test_browser.py.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import topics as make
from tests.factories.issues import make_told
from tests.factories.votes import make_vote
from tests.harness.measures import follow

SHIFTS = """() => { const seen = new PerformanceObserver(() => {});
  seen.observe({type: 'layout-shift', buffered: true});
  return seen.takeRecords().reduce((sum, one) => sum + one.value, 0); }"""
VISIBLE = "input:not([type=hidden]):visible, textarea:visible, select:visible"


class Taps:
    """Counts what a thumb does and which fields it fills."""

    def __init__(self, phone):
        self.phone, self.taps, self.fields = phone, 0, 0

    def tap(self, what):
        self.taps += 1
        follow(what)

    def fill(self, label, words):
        self.fields += 1
        self.phone.get_by_label(label).fill(words)


def top(locator) -> float:
    return locator.bounding_box()["y"]


@pytest.fixture
def told(town):
    """An issue whose words are public."""
    return make_told(town.community, town.neighbour, town.secretary)


def test_raising_something_takes_four_taps_and_one_field(town, phone, walk_in):
    walk_in(phone, town.resident)
    phone.goto("/")
    hand = Taps(phone)
    hand.tap(phone.get_by_role("link", name="我要反映"))
    hand.fill("是什么事?", "门口台阶松了")
    hand.tap(phone.get_by_role("button", name="下一步:在哪儿"))
    hand.tap(phone.get_by_role("button", name="就在我家这儿"))
    hand.tap(phone.get_by_role("button", name="交上去,公开办理"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("收到了")
    assert (hand.taps, hand.fields) <= (4, 3)


def test_a_comment_from_signed_out_takes_five_taps_and_three_fields(town, phone, told):
    phone.goto("/")
    hand = Taps(phone)
    hand.tap(phone.locator(f'a[href="/issues/{told.id}"]').first)
    hand.tap(phone.locator("#support").get_by_role("link", name="登录"))
    hand.fill("您的手机号", "13900000001")
    hand.tap(phone.get_by_role("button", name="给我发六位数字"))
    hand.fill("六位数字", re.search(r"\b\d{6}\b", phone.locator(".demo").inner_text()).group())
    hand.tap(phone.get_by_role("button", name="登录"))
    hand.fields += 1
    phone.locator("#comment textarea").fill("我家楼下也是")
    hand.tap(phone.locator("#comment button"))
    expect(phone.get_by_text("我家楼下也是")).to_be_visible()
    assert hand.taps <= 5 and hand.fields <= 3


def test_signing_up_asks_for_three_fields_and_ticks_nothing(town, phone):
    asked = 0
    phone.goto("/sign-in")
    asked += phone.locator("main").locator(VISIBLE).count()
    phone.get_by_label("您的手机号").fill("13900007777")
    follow(phone.get_by_role("button", name="给我发六位数字"))
    asked += phone.locator("main").locator(VISIBLE).count()
    assert phone.locator("input:checked").count() == 0
    phone.get_by_label("六位数字").fill(re.search(r"\b\d{6}\b", phone.locator(".demo").inner_text()).group())
    follow(phone.get_by_role("button", name="登录"))
    asked += phone.locator("main").locator(VISIBLE).count()
    assert asked <= 4


def test_what_one_came_for_stands_high_on_the_page(town, visitor, address, told):
    topic = make.noticed(town.secretary)
    vote = make_vote(town.secretary)
    phone = visitor()
    phone.goto("/issues")
    assert top(phone.locator("main .rows .row").first) <= 400
    phone.goto(address("topics.show", no=topic.id))
    assert top(phone.locator(".three dd").first) <= 350
    phone.goto(address("votes.show", no=vote.id))
    assert top(phone.locator("main .go").first) <= 800


def test_nothing_moves_while_a_page_is_read(town, visitor, address, told):
    vote = make_vote(town.secretary)
    phone = visitor(person=town.resident)
    for path in ("/", "/issues", f"/issues/{told.id}", address("votes.show", no=vote.id), "/issues/new"):
        phone.goto(path, wait_until="networkidle")
        assert phone.evaluate(SHIFTS) <= 0.01, path
