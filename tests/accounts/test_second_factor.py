"""Roles of staff and delegates count only behind the second factor."""

import pyotp
import pytest
from sqlalchemy import select

from civic.accounts import second_factor
from civic.accounts.forms import FactorForm
from civic.accounts.models import Person
from civic.accounts.roles import Role
from civic.accounts.session_models import RecoveryCode, SecondFactor
from civic.database import writing
from civic.extensions import db
from tests.accounts.walking import ask_code
from tests.factories.accounts import make_person, make_staff

PHONE = "13900005555"


@pytest.fixture
def clerk(town):
    person = make_person("海棠果", phone=f"+86{PHONE}")
    return make_staff(Role.COMMUNITY_STAFF, person=person, place_id=town.community.id)


def come_in(page):
    return page.submit("登录", code=ask_code(page, PHONE))


def set_up(page):
    page.get("/sign-in/second-factor/setup")
    doc = page.submit("开始")
    totp = pyotp.TOTP(doc.one("code.secret").text())
    doc = page.submit("好了,继续", code=totp.now())
    return totp, [item.text() for item in doc.all(".paper-codes code")]


def test_without_it_a_role_is_worth_nothing(page, clerk):
    come_in(page)
    doc = page.get("/households/claims", status=303)
    assert page.fetch("/households/claims").headers["Location"].startswith("/sign-in/second-factor")
    page.post("/memberships", {}, status=303)
    assert doc.status == 303


def test_setting_it_up_opens_the_staff_pages(page, clerk):
    come_in(page)
    _totp, paper = set_up(page)
    assert len(set(paper)) == 8
    page.submit("我已经抄好了")
    assert page.get("/households/claims").h1 == "待核对的住户"
    assert page.fetch("/sign-in/second-factor/paper-codes").status_code == 303


def test_a_wrong_first_code_sets_nothing_up(page, clerk):
    come_in(page)
    page.get("/sign-in/second-factor/setup")
    page.submit("开始")
    page.submit("好了,继续", code="000000", status=422)
    assert db.session.scalar(select(SecondFactor.confirmed_at)) is None
    assert page.fetch("/households/claims").status_code == 303


def test_a_code_is_good_once(page, clerk, clock):
    come_in(page)
    totp, _paper = set_up(page)
    clock.forward(hours=13)
    page.get("/sign-in/second-factor")
    code = totp.now()
    page.submit("继续", code=code)
    clock.forward(hours=13)
    page.get("/sign-in/second-factor")
    page.submit("继续", code=code, status=422)


def test_replay_within_its_half_minute_is_refused(page, clerk):
    come_in(page)
    totp, _paper = set_up(page)
    with writing():
        assert not second_factor.passes(db.session.get(Person, clerk.id), totp.now())


def test_it_is_asked_for_again_after_a_working_day(page, clerk, clock):
    come_in(page)
    totp, _paper = set_up(page)
    page.get("/households/claims")
    clock.forward(hours=12, minutes=1)
    assert page.fetch("/households/claims").status_code == 303
    page.get("/sign-in/second-factor?next=/households/claims")
    assert page.submit("继续", code=totp.now()).url == "/households/claims"


def test_a_paper_code_stands_in_once(page, clerk, clock):
    come_in(page)
    _totp, paper = set_up(page)
    clock.forward(hours=13)
    page.get("/sign-in/second-factor")
    page.submit("继续", code=paper[0].lower())
    page.get("/households/claims")
    clock.forward(hours=13)
    page.get("/sign-in/second-factor")
    page.submit("继续", code=paper[0], status=422)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123 456", "123456"),
        ("１２３４５６", "123456"),
        ("12A34-56BCD", "12A34-56BCD"),
        ("12345-67890", "12345-67890"),
    ],
)
def test_digits_are_told_from_paper_codes(app, typed, read):
    with app.test_request_context(method="POST", data={"code": typed}):
        assert FactorForm(meta={"csrf": False}).typed == read


def test_paper_codes_are_stored_hashed(page, clerk):
    come_in(page)
    _totp, paper = set_up(page)
    stored = db.session.scalars(select(RecoveryCode.code_lookup)).all()
    assert len(stored) == 8 and not {code.replace("-", "") for code in paper} & set(stored)


def test_ten_misses_lock_it(page, clerk):
    come_in(page)
    set_up(page)
    page.get("/sign-in/second-factor")
    for _try in range(10):
        page.submit("继续", code="000000", status=422)
    page.submit("继续", code="000000", status=429)


def test_passing_it_takes_a_new_token(page, clerk, client):
    come_in(page)
    with client.session_transaction() as session:
        before = session["_user_id"]
    set_up(page)
    with client.session_transaction() as session:
        assert session["_user_id"] != before
        session["_user_id"] = before
    assert page.fetch("/me").status_code == 303


def test_staff_are_signed_out_after_a_week(page, clerk, clock):
    come_in(page)
    clock.forward(days=6, hours=23)
    page.get("/me")
    clock.forward(hours=2)
    assert page.fetch("/me").status_code == 303


def test_a_resident_has_no_such_page(page, town, sign_in):
    sign_in(town.resident)
    page.get("/sign-in/second-factor", status=403)


def test_the_administrator_lets_it_be_set_up_anew(page, clerk, town):
    come_in(page)
    set_up(page)
    boss = page.as_(town.administrator)
    boss.get(f"/persons/{clerk.id}")
    boss.submit("让对方重新设置")
    assert page.fetch("/me").status_code == 303
    assert db.session.scalar(select(SecondFactor)) is None


def test_the_secret_is_stored_sealed(page, clerk):
    come_in(page)
    totp, _paper = set_up(page)
    assert totp.secret.encode() not in db.session.scalar(select(SecondFactor.secret_sealed))


def test_only_the_demo_secret_is_ever_shown(page, clerk, clock):
    come_in(page)
    set_up(page)
    clock.forward(hours=13)
    assert not page.get("/sign-in/second-factor").all(".demo")
