"""Codes: short-lived, used once, bound to the browser that asked, dead after five misses, limited."""

from sqlalchemy import func, select

from civic.accounts.session_models import Attempt, SignInCode
from civic.extensions import db
from tests.accounts.walking import PHONE, ask_code, other_than, shown, walk_in
from tests.factories.accounts import make_person


def test_a_code_lasts_ten_minutes(page, town, clock):
    code = ask_code(page, phone="13900000001")
    page.get("/sign-in/code")
    clock.forward(minutes=10, seconds=1)
    assert "超过10分钟" in page.submit("登录", code=code, status=422)


def test_just_before_it_still_counts(page, town, clock):
    code = ask_code(page, phone="13900000001")
    page.get("/sign-in/code")
    clock.forward(minutes=9, seconds=50)
    page.submit("登录", code=code)
    assert page.get("/me").h1 == "杜仲"


def test_a_code_is_used_once(page, town, client, clock):
    code = ask_code(page, phone="13900000001")
    page.get("/sign-in/code")
    with client.session_transaction() as session:
        copied = dict(session)
    page.submit("登录", code=code)
    clock.forward(seconds=11)
    with client.session_transaction() as session:
        session.clear()
        session.update(copied)
    assert "用过了" in page.post("/sign-in/code", {"code": code}, status=422)
    assert page.fetch("/me").status_code == 303


def test_a_second_click_within_seconds_is_no_fault(page, town, client):
    code = ask_code(page, phone="13900000001")
    page.get("/sign-in/code")
    with client.session_transaction() as session:
        copied = dict(session)
    page.submit("登录", code=code)
    with client.session_transaction() as session:
        session.clear()
        session.update(copied)
    page.post("/sign-in/code", {"code": code}, status=303)
    assert page.get("/me").h1 == "杜仲"


def test_the_code_of_another_browser_does_not_fit(page, town):
    code = ask_code(page, phone="13900000001")
    stranger = page.as_()
    own = ask_code(stranger, phone="13900000001")
    if code != own:
        assert "数字不对" in stranger.submit("登录", code=code, status=422)


def test_a_browser_that_asked_for_nothing_gets_nowhere(page, town):
    page.get("/sign-in")
    doc = page.post("/sign-in/code", {"code": "123456"}, status=422)
    assert "还没要过验证码" in doc
    assert page.fetch("/sign-in/name").status_code == 303


def test_five_misses_kill_the_code_even_for_the_right_digits(page, town):
    code = ask_code(page, phone="13900000001")
    for _try in range(4):
        page.submit("登录", code=other_than(code), status=422)
    doc = page.submit("登录", code=other_than(code), status=422)
    assert "不作数" in doc
    assert "不作数" in page.post("/sign-in/code", {"code": code}, status=422)
    assert page.fetch("/me").status_code == 303


def test_a_code_for_signing_in_confirms_nothing_else(page, town, sign_in, client):
    code = ask_code(page, phone="13900000001")
    with client.session_transaction() as session:
        asked = session["asked"]
    sign_in(town.resident)
    with client.session_transaction() as session:
        session["asked"] = asked
    page.get("/sign-in/code")
    page.post("/sign-in/code", {"code": code}, status=303)
    assert db.session.scalar(select(SignInCode.purpose)) == "sign_in"


def test_three_messages_in_ten_minutes_and_ten_a_day(page, town, clock):
    clock.to("2026-03-14 08:00")
    for _message in range(3):
        ask_code(page)
        page.follow("换个手机号")
    doc = ask_code(page, status=429)
    assert "已经给这个号码发过好几次了" in doc.h1
    assert "分钟再试" in doc
    assert int(doc.headers["Retry-After"]) <= 600
    for _more in range(7):
        clock.forward(minutes=11)
        page.get("/sign-in?fresh=1")
        page.submit("给我发六位数字", phone=PHONE)
    clock.forward(minutes=11)
    page.get("/sign-in?fresh=1")
    page.submit("给我发六位数字", phone=PHONE, status=429)
    clock.forward(days=1)
    page.get("/sign-in?fresh=1")
    page.submit("给我发六位数字", phone=PHONE)


def test_twenty_messages_an_hour_from_one_address(page, town, clock):
    clock.to("2026-03-14 08:00")
    for n in range(20):
        page.get("/sign-in?fresh=1")
        page.submit("给我发六位数字", phone=f"139000{60000 + n}")
    page.get("/sign-in?fresh=1")
    page.submit("给我发六位数字", phone="13900069999", status=429)
    clock.forward(hours=1, minutes=1)
    page.get("/sign-in?fresh=1")
    page.submit("给我发六位数字", phone="13900069999")


def test_refused_messages_are_not_stored(page, town):
    for _message in range(3):
        ask_code(page)
        page.follow("换个手机号")
    before = db.session.scalar(select(func.count()).select_from(SignInCode))
    ask_code(page, status=429)
    assert db.session.scalar(select(func.count()).select_from(SignInCode)) == before == 3


def lock(stranger, phone):
    """Ten misses on a number: two codes of five tries."""
    for _code in range(2):
        code = ask_code(stranger, phone)
        for _try in range(5):
            stranger.post("/sign-in/code", {"code": other_than(code)}, status=422)
        stranger.get("/sign-in?fresh=1")


def test_ten_misses_lock_the_number_for_a_quarter_of_an_hour(page, town, clock):
    clock.to("2026-03-14 08:00")
    lock(page, PHONE)
    code = ask_code(page, PHONE)
    doc = page.submit("登录", code=code, status=429)
    assert "错的次数太多" in doc.h1
    clock.forward(minutes=15, seconds=1)
    page.get("/sign-in?fresh=1")
    code = shown(page.submit("给我发六位数字", phone=PHONE))
    page.submit("登录", code=code)


def test_strangers_cannot_lock_out_a_device_that_is_known(page, town, clock):
    clock.to("2026-03-14 08:00")
    walk_in(page, phone="13900000001")
    page.get("/me")
    page.submit("退出登录")
    clock.forward(minutes=11)
    stranger = page.as_()
    lock(stranger, "13900000001")
    page.get("/sign-in?fresh=1")
    code = shown(page.submit("给我发六位数字", phone="13900000001"))
    page.submit("登录", code=code)
    assert page.get("/me").h1 == "杜仲"


def test_counts_name_nobody(page, town):
    ask_code(page)
    for attempt in db.session.scalars(select(Attempt)):
        assert PHONE not in attempt.key and "127.0.0" not in attempt.key


def test_what_is_over_goes_away_by_itself(page, town, clock, tick):
    clock.to("2026-03-14 08:00")
    ask_code(page)
    clock.forward(days=3)
    tick("accounts.discard_old")
    for table in (SignInCode, Attempt):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_a_person_shut_out_cannot_come_in(page, town):
    make_person("停用", phone="+8613900005555", state="disabled")
    doc = page.submit("登录", code=ask_code(page))
    assert "停用" not in doc
