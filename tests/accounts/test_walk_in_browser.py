"""Signing in and joining a home in Chromium at 360×800, JavaScript off and on."""

import re

from playwright.sync_api import expect

from tests.factories.accounts import make_slip
from tests.harness.measures import axe, follow, no_overflow


def digits(phone):
    return re.search(r"\b\d{6}\b", phone.locator(".demo").inner_text()).group()


def test_from_the_slip_to_the_ballot(phone, town):
    code = make_slip(town.neighbour_household)
    phone.goto(f"/households/join?code={code}")
    follow(phone.get_by_role("link", name="填手机号,继续"))
    looks_right(phone)
    phone.get_by_label("您的手机号").fill("13900005555")
    follow(phone.get_by_role("button", name="给我发六位数字"))
    looks_right(phone)
    phone.get_by_label("六位数字").fill(digits(phone))
    follow(phone.get_by_role("button", name="登录"))
    looks_right(phone)
    phone.get_by_label("街坊怎么称呼您?").fill("新住户")
    follow(phone.get_by_role("button", name="就叫这个"))
    looks_right(phone)
    follow(phone.get_by_role("button", name="对,我住这儿,加入"))
    looks_right(phone)
    phone.get_by_role("link", name="我家的票由我来投").click()
    phone.get_by_label("我已满18岁").check()
    phone.get_by_role("button", name="我家的票由我来投").click()
    expect(phone.get_by_text("您家的票由您来投。", exact=True)).to_be_visible()
    phone.goto("/me")
    looks_right(phone)


def looks_right(phone):
    axe(phone)
    no_overflow(phone, 360)
