"""Reasons on a phone, as a neighbour meets them, JavaScript on and off; axe finds nothing."""

from playwright.sync_api import expect

from civic.database import writing
from civic.topics import affected, needs
from tests.factories import topics as make
from tests.harness.measures import axe, no_overflow, targets, text_sizes


def check(phone):
    axe(phone)
    no_overflow(phone, 320)
    text_sizes(phone)
    targets(phone)


def test_a_neighbour_reads_gives_a_reason_and_says_what_is_at_stake(town, phone, walk_in, address):
    topic = make.deliberating(town.secretary)
    said = make.make_argument(topic, town.neighbour, body="撤了桶老人要多走五十米")
    make.answer_arguments(topic, [said], town.secretary)
    with writing():
        affected.invite_reply(topic, by=town.secretary, as_whom="清运车队")
        made = needs.make_survey(town.community, by=town.staff, title="助餐点放哪儿", days=7,
                                 questions=[{"text": "要吗", "choices": ["要", "不要"]}])  # fmt: skip
    walk_in(phone, town.resident)
    phone.goto(address("topics.arguments", no=topic.id))
    check(phone)
    phone.get_by_label("有条件").check()
    phone.get_by_label("一两句话说说理由").fill("三单元502门口得留路")
    phone.get_by_role("button", name="放到这一栏").click()
    expect(phone.get_by_text("像是谁家的门牌或电话").first).to_be_visible()
    axe(phone)
    phone.get_by_label("一两句话说说理由").fill("三单元门口得留路")
    phone.get_by_role("button", name="放到这一栏").click()
    expect(phone.locator("#condition").get_by_text("三单元门口得留路")).to_be_visible()
    phone.get_by_role("link", name="这件事和我家有关").click()
    check(phone)
    phone.get_by_label("我家窗户正对着").check()
    phone.get_by_role("button", name="就这么说,只显示楼号").click()
    expect(phone.get_by_role("button", name="现在不是这样了")).to_be_visible()
    for endpoint, values in (
        ("topics.suggestions", {"no": topic.id}), ("topics.of_place", {"place": town.building.id}),
        ("topics.survey", {"no": made.id}), ("transparency.participation", {}),
    ):  # fmt: skip
        phone.goto(address(endpoint, **values))
        no_overflow(phone, 320)
        targets(phone)
