"""Topics and decisions in a real browser: nothing overflows, axe finds nothing, acts work either way."""

from playwright.sync_api import expect

from tests.factories import decisions as make_decisions
from tests.factories import topics as make
from tests.harness.measures import axe, no_overflow, targets, text_sizes


def check(phone, path):
    phone.goto(path)
    axe(phone)
    no_overflow(phone, 320)
    text_sizes(phone)
    targets(phone)


def test_a_neighbour_reads_and_speaks(town, phone, walk_in, address):
    topic = make.noticed(town.secretary)
    make.make_round(topic, town.secretary)
    for endpoint in ("topics.show", "topics.opinions", "topics.poster"):
        check(phone, address(endpoint, no=topic.id))
    check(phone, address("topics.index"))
    walk_in(phone, town.resident)
    phone.goto(address("topics.show", no=topic.id))
    phone.get_by_role("link", name="说说我的意见").click()
    phone.get_by_label("您怎么看?").fill("往南挪五米")
    axe(phone)
    phone.get_by_role("button", name="说出来").click()
    expect(phone.get_by_text("往南挪五米").first).to_be_visible()


def test_a_home_stands_behind_a_proposal(town, phone, walk_in, address):
    topic = make.make_topic(town.resident)
    walk_in(phone, town.neighbour)
    check(phone, address("topics.show", no=topic.id))
    phone.get_by_role("button", name="我家也想商量这件事").click()
    expect(phone.get_by_text("已有1户支持").first).to_be_visible()


def test_the_secretary_publishes_a_quick_round(town, phone, walk_in, address):
    walk_in(phone, town.secretary)
    check(phone, address("decisions.new_quick_round"))
    phone.get_by_label("商量什么?").fill("哪天清自行车棚")
    phone.get_by_label("有哪几个选择?一行写一个").fill("周六上午\n周日上午")
    phone.get_by_role("button", name="现在发布").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("哪天清自行车棚")


def test_a_decision_reads_well(town, phone, walk_in, address):
    decision = make_decisions.noticed(town.secretary)
    check(phone, address("decisions.show", no=decision.id))
    check(phone, address("decisions.index"))
    walk_in(phone, town.secretary)
    check(phone, address("decisions.show", no=decision.id))
    check(phone, address("topics.answers", no=decision.topic_id))
