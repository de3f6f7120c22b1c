"""Number and password, for whoever has set one."""

import pytest

from civic.accounts.models import Person
from civic.accounts.passwords import fits, hashed, is_common
from civic.accounts.workflow import set_password
from civic.database import locked, writing
from tests.accounts.walking import shown, walk_in

GOOD = "桶站放哪儿 大家说了算"


def has_password(person):
    stored = hashed(GOOD)
    with writing():
        set_password(locked(Person, person.id), stored)


def try_password(page, password, phone="13900000001", status=303):
    page.get("/sign-in/password")
    return page.submit("登录", phone=phone, password=password, status=status)


def test_number_and_password_open_the_door(page, town):
    has_password(town.resident)
    try_password(page, GOOD)
    assert page.get("/me").h1 == "杜仲"


@pytest.mark.parametrize("phone", ["13900000001", "13900000014", "13900007777"])
def test_every_miss_is_told_alike(page, town, phone):
    has_password(town.resident)
    doc = try_password(page, "nothing like it", phone, status=422)
    assert "手机号和密码对不上" in doc


def test_ten_misses_lock(page, town, clock):
    has_password(town.resident)
    for _try in range(10):
        try_password(page, "nothing like it", status=422)
    assert "错的次数太多" in try_password(page, GOOD, status=429).h1
    clock.forward(minutes=15, seconds=2)
    try_password(page, GOOD)


def test_one_network_trying_many_numbers_is_locked(page, town):
    for n in range(10):
        try_password(page, "nothing like it", phone=f"139000{60000 + n}", status=422)
    try_password(page, "nothing like it", phone="13900069999", status=429)


def test_setting_one_asks_for_a_fresh_code_and_signs_others_out(page, town, clock):
    other = page.as_()
    walk_in(other, phone="13900000001")
    walk_in(page, phone="13900000001")
    clock.forward(minutes=11)
    doc = page.get("/me/password", status=303)
    page.get("/me/confirmation?next=/me/password")
    page.submit("给我发六位数字")
    doc = page.submit("继续", code=shown(page.get("/sign-in/code")))
    assert doc.url == "/me/password"
    page.submit("就用这个密码", password="12345678", status=422)
    page.submit("就用这个密码", password="short", status=422)
    page.submit("就用这个密码", password=GOOD)
    assert other.fetch("/me").status_code == 303
    page.get("/me")


def test_a_password_opens_only_its_own_name(page, town):
    has_password(town.resident)
    try_password(page, GOOD)
    page.get("/names")
    page.post("/names", {"nickname": "别人"}, status=404)


def test_common_ones_are_known(app):
    assert is_common("Password1") and is_common("aaaaaaaaaa") and is_common("woaini1314")
    assert not is_common(GOOD)


def test_without_a_stored_hash_nothing_fits(app):
    assert not fits("nobody's", None)
    assert fits(GOOD, hashed(GOOD))
