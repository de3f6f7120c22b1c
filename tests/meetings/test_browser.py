"""A meeting on a phone: the secretary calls it in a few taps, a neighbour checks in by the code."""

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from civic.database import SHANGHAI, utcnow
from civic.extensions import db
from civic.meetings import check_in
from civic.meetings.models import Meeting
from tests.factories.meetings import called
from tests.harness.measures import axe, no_overflow, targets, text_sizes

TAPS = 12


def check(phone):
    axe(phone)
    no_overflow(phone, 320)
    text_sizes(phone)
    targets(phone)


def test_called_in_under_twelve_taps_and_checked_in_by_the_code(town, visitor, address):
    phone, taps = visitor(javascript=False, person=town.secretary), 0
    phone.goto(address("meetings.index"))

    def tap(what):
        nonlocal taps
        taps += 1
        return what

    tap(phone.get_by_role("link", name="安排一次会")).click()
    tap(phone.get_by_role("link", name="议事会")).click()
    check(phone)
    tap(phone.get_by_label("谈什么事?一句话")).fill("桶站放哪儿")
    day = (utcnow().astimezone(SHANGHAI) + timedelta(days=4)).strftime("%Y-%m-%dT19:00")
    tap(phone.get_by_label("什么时候开始?")).fill(day)
    tap(phone.get_by_label("在哪儿开?长椅、石桌都行")).fill("10号楼前槐树下")
    tap(phone.get_by_label("议程,一行写一项")).fill("先量路 15\n再看窗 20")
    tap(phone.get_by_role("button", name="先记下")).click()
    tap(phone.get_by_role("link", name="发会议通知")).click()
    check(phone)
    tap(phone.get_by_role("button", name="现在通知大家")).click()
    expect(phone.get_by_text("通知发出去了").first).to_be_visible()
    check(phone)
    assert taps < TAPS and db.session.scalar(select(Meeting.called_at)) is not None
    soon = called(town.secretary, starts_at=utcnow() + timedelta(minutes=20))
    resident = visitor(javascript=False, person=town.resident)
    resident.goto(address("meetings.arrival", no=soon.id, key=check_in.key_of(soon)))
    check(resident)
    resident.get_by_role("button", name="签到").click()
    expect(resident.get_by_text("签到好了").first).to_be_visible()
    phone.goto(address("meetings.attendance", no=soon.id))
    check(phone)
    for sheet in ("agenda_sheet", "attendance_sheet", "slip_sheet", "room_sheet", "slip_desk"):
        phone.goto(address(f"meetings.{sheet}", no=soon.id))
        no_overflow(phone, 320)
