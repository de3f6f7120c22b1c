"""A meeting on real phones and on the wall, with JavaScript and without; axe finds nothing."""

from playwright.sync_api import expect

from tests.factories import meeting_rooms as make
from tests.harness.measures import axe, no_overflow, targets, text_sizes
from tests.meetings.test_live import do, verbs


def check(phone):
    axe(phone)
    no_overflow(phone, 320)
    text_sizes(phone)
    targets(phone)


def test_asked_for_given_and_shown(town, phone, visitor, walk_in, address, javascript):
    meeting = make.going_on(town.secretary, town.resident)
    walk_in(phone, town.resident)
    chair = visitor(javascript=javascript, person=town.secretary)
    phone.goto(address("meetings.floor", no=meeting.id))
    phone.get_by_role("button", name="赞成").click()
    expect(phone.get_by_text("您排在第1位")).to_be_visible()
    check(phone)
    chair.goto(address("meetings.desk", no=meeting.id))
    chair.get_by_role("button", name="请发言").click()
    expect(chair.get_by_role("button", name="说完了")).to_be_visible()
    make.moved(meeting, town.secretary, until="read")
    chair.goto(address("meetings.motion", no=meeting.id, number=1))
    check(chair)
    chair.goto(address("meetings.desk", no=meeting.id))
    check(chair)
    wall = visitor(width=1280, height=800, javascript=javascript)
    wall.goto(address("meetings.screen", no=meeting.id))
    axe(wall)
    expect(wall.get_by_text("居民 · 赞成")).to_be_visible()
    if not javascript:
        do(verbs.finish, meeting, by=town.secretary, seen=make.seen(meeting))
        wall.get_by_role("link", name="刷新").click()
    else:
        do(verbs.finish, meeting, by=town.secretary, seen=make.seen(meeting))
    quiet = wall.get_by_text("现在没有人在发言")
    expect(quiet).to_be_visible(timeout=15_000)  # by itself, at its next look
