"""A resident asks for a seat and the secretary gives it, in Chromium at 360×800, JavaScript off and on."""

from playwright.sync_api import expect

from tests.factories.tables import make_neighbours
from tests.harness.measures import follow, looks_right


def test_applying_and_answering(phone, walk_in, town):
    council = make_neighbours(town)
    walk_in(phone, town.resident)
    phone.goto(f"/councils/{council.id}")
    looks_right(phone)
    follow(phone.get_by_role("link", name="我想坐到这张桌上"))
    looks_right(phone)
    phone.get_by_label("我为什么想去").fill("我妈走不远,楼里的事我天天看得见。")
    phone.get_by_role("button", name="申请席位").click()
    expect(phone.get_by_text("等答复")).to_be_visible()
    looks_right(phone)
    walk_in(phone, town.secretary)
    phone.goto(f"/councils/{council.id}/applications")
    follow(phone.get_by_role("link", name="杜仲"))
    looks_right(phone)
    phone.get_by_label("同意:给席位").check()
    phone.get_by_label("理由(对方会看到)").fill("楼里的事您最清楚。")
    phone.get_by_role("button", name="回答").click()
    phone.goto(f"/councils/{council.id}")
    expect(phone.get_by_role("heading", name="居民席(第3席)")).to_be_visible()
    looks_right(phone)
