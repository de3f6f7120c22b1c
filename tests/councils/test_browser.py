"""The secretary writes down who speaks for a seat, in Chromium at 360×800, JavaScript off and on."""

from playwright.sync_api import expect

from tests.factories.accounts import make_person
from tests.harness.measures import follow, looks_right


def test_naming_and_ending(phone, walk_in, town):
    make_person("王老师", phone="+8613900007777")
    walk_in(phone, town.secretary)
    phone.goto(f"/councils/{town.council.id}")
    looks_right(phone)
    follow(phone.locator(f"#seat-{town.seats[5].id}").get_by_role("link", name="谁来代表"))
    looks_right(phone)
    phone.get_by_label("对方的手机号").fill("13900007777")
    phone.get_by_role("button", name="从今天起由其代表").click()
    expect(phone.get_by_role("heading", name="王老师")).to_be_visible()
    phone.get_by_text("终止").click()
    looks_right(phone)
    phone.get_by_role("button", name="对,今天结束").click()
    expect(phone.get_by_text("以前的代表")).to_be_visible()
    looks_right(phone)
