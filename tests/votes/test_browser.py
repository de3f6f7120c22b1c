"""Ballot, check, receipt and result in Chromium: with and without JavaScript, large, narrow, read aloud."""

import time

import pytest
from playwright.sync_api import expect

from civic.database import writing
from civic.extensions import db
from civic.places import queries as places
from civic.topics.models import Option
from tests.factories.accounts import make_representative
from tests.factories.topics import opinion_formed
from tests.factories.votes import cast_for, close, make_council_vote, make_vote, speak_for
from tests.harness.measures import axe, light, no_overflow, targets

SITES = [
    {"x": 62, "y": 20, "label": "S1"},
    {"x": 192, "y": 205, "label": "S9"},
    {"x": 250, "y": 75, "label": "H2"},
]


def pictured(town):
    """An open vote whose options have places on the plan."""
    topic = opinion_formed(town.secretary, options=3)
    with writing():
        for option in db.session.scalars(db.select(Option).where(Option.topic_id == topic.id)):
            option.marks = SITES
    assert places.on_plan(town.community.id)
    return make_vote(town.secretary, topic=topic)


@pytest.mark.browser
def test_a_household_votes_in_four_taps_and_four_screens(town, phone, walk_in, address):
    make_representative(town.household, town.resident)
    vote = pictured(town)
    walk_in(phone, town.resident)
    phone.goto(address("votes.show", no=vote.id))
    phone.get_by_role("link", name="给我家投票").click()
    assert phone.locator("input:checked").count() == 0
    sizes = {(round(b["width"]), round(b["height"])) for b in map(box, phone.locator("main svg.plan").all())}
    assert len(sizes) == 1
    phone.get_by_role("radio").nth(1).check()
    phone.get_by_role("button", name="下一步").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("这样对吗?")
    phone.get_by_role("button", name="投出这一票").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("您家的票已收到")


def box(locator):
    return locator.bounding_box()


@pytest.mark.browser
def test_pages_of_a_vote_are_accessible_narrow_and_light(town, visitor, address, weigh, walk_in):
    vote, counted = pictured(town), pictured(town)
    for home in (town.household, town.other_household):
        cast_for(counted, home, "丙", cannot="乙")
    close(counted)
    council = make_council_vote(town.secretary, town.council)
    speak_for(council, town.seats[0])
    me = visitor(person=town.resident)
    paths = ["/votes", address("votes.show", no=vote.id), address("votes.ballot", no=vote.id),
             address("votes.show", no=counted.id), address("votes.receipt", no=counted.id),
             address("votes.receipts", no=counted.id), address("votes.show", no=council.id),
             address("votes.trust", no=vote.id), address("votes.verify", vote=counted.id)]  # fmt: skip
    for path in paths:
        me.goto(path)
        axe(me)
        targets(me)
        no_overflow(me, 320)
        no_overflow(me, 360, text=200)
        light(weigh(path))


@pytest.mark.browser
def test_who_did_not_win_finds_our_ballot_was_counted_and_by_which_rule_in_one_tap(
    town, phone, walk_in, address
):
    make_representative(town.household, town.resident)
    vote = make_vote(town.secretary)
    walk_in(phone, town.resident)
    phone.goto(address("votes.ballot", no=vote.id))
    phone.get_by_role("radio").first.check()
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("button", name="投出这一票").click()
    for home in (town.other_household, town.neighbour_household):
        cast_for(vote, home, "丙")
    close(vote)
    phone.goto(address("votes.show", no=vote.id))
    expect(phone.get_by_text("2户选丙").first).to_be_visible()  # theirs is another
    started = time.monotonic()
    phone.get_by_role("link", name="查我家的票收到没有").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("收到了,您家的票算进去了")
    expect(phone.get_by_text("参考线:")).to_be_visible()
    assert time.monotonic() - started < 10  # the goal for a person is two minutes; one tap is what it takes
