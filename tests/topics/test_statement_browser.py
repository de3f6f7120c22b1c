"""Statements on a phone in a real browser: one tap each, with JavaScript and without; axe finds nothing."""

from playwright.sync_api import expect

from tests.factories import topics as make
from tests.harness.measures import axe, no_overflow, targets, text_sizes
from tests.topics.test_statement_pages import many_voices


def check(phone):
    axe(phone)
    no_overflow(phone, 320)
    text_sizes(phone)
    targets(phone)


def test_one_tap_and_the_next_comes(town, phone, walk_in, address):
    topic = make.deliberating(town.secretary)
    for _number in range(2):
        make.make_statement(topic, town.neighbour)
    walk_in(phone, town.resident)
    phone.goto(address("topics.statements", no=topic.id))
    check(phone)
    phone.get_by_role("button", name="不同意").click()
    expect(phone.get_by_text("2句里您已经表了1句")).to_be_visible()
    phone.get_by_role("button", name="同意", exact=True).click()
    expect(phone.get_by_text("每一句您都表过态了")).to_be_visible()
    phone.get_by_role("link", name="看看我怎么选的,可以改").click()
    check(phone)
    phone.goto(address("topics.new_statement", no=topic.id))
    check(phone)


def test_who_thinks_alike_reads_well(town, phone, address, tick):
    topic = make.deliberating(town.secretary)
    many_voices(topic, [30, 20])
    tick("topics.kinship")
    phone.goto(address("topics.kinship", no=topic.id))
    check(phone)
    expect(phone.get_by_role("img", name="一个圈是一拨人")).to_be_visible()
