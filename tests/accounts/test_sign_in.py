"""Number, code, name: by the forms, without JavaScript."""

import pytest
from sqlalchemy import select

from civic.accounts.models import Consent, Contact, Person
from civic.accounts.roles import Role
from civic.accounts.session_models import SignInCode, SignInSession
from civic.extensions import db
from tests.accounts.walking import ask_code, other_than, shown, walk_in
from tests.factories.accounts import make_contact, make_person, make_staff


def test_five_lines_come_before_the_first_code_and_nothing_is_ticked(page, town):
    doc = page.get("/sign-in")
    assert doc.texts(".promises dt") == ["收什么", "谁能看", "存多久", "怎么删", "有事问谁"]
    assert not doc.all("input[checked]")


def test_a_newcomer_is_at_home_after_number_code_and_name(page, town):
    doc = walk_in(page, nickname="水杉", target="/privacy")
    assert doc.url == "/privacy"
    assert doc.flashes == ["水杉,您好,已登录。"]
    person = db.session.scalar(select(Person).where(Person.nickname == "水杉"))
    assert db.session.scalar(select(Consent.kind).where(Consent.person_id == person.id)) == "privacy_notice"
    assert "水杉" in page.get("/me").h1


def test_somebody_known_needs_no_name(page, town):
    doc = walk_in(page, phone="13900000001", target="/privacy")
    assert doc.url == "/privacy"
    assert doc.flashes == ["杜仲,您好,已登录。"]


def test_the_number_is_stored_sealed_only(page, town):
    walk_in(page)
    for row in (*db.session.scalars(select(Contact)), *db.session.scalars(select(SignInCode))):
        assert b"3900005555" not in row.phone_sealed
        assert "3900005555" not in row.phone_lookup


def test_codes_are_stored_hashed_only(page, town):
    code = ask_code(page)
    row = db.session.scalar(select(SignInCode))
    assert code not in (row.code_hash, row.challenge_lookup)
    assert len(row.code_hash) == 64


def test_a_wrong_number_is_told_plainly_and_kept(page, town):
    doc = ask_code(page, phone="010-55500001", status=422)
    assert "核对一下手机号" in doc
    assert doc.one("#phone").attributes["value"] == "010-55500001"


def test_known_and_unknown_numbers_get_the_same_page_for_the_same_work(page, town, queries):
    known, unknown = (_asked(page.as_(), phone, queries) for phone in ("13900000001", "13900007777"))
    assert known == unknown


def _asked(stranger, phone, queries):
    stranger.get("/sign-in")
    with queries() as sent:
        doc = stranger.submit("给我发六位数字", phone=phone)
    plain = doc.text.replace(shown(doc), "").replace(f"{phone[:3]}****{phone[-4:]}", "")
    return plain, len(sent)


def test_a_page_killed_while_reading_the_message_goes_on_at_the_code(page, town):
    code = ask_code(page, target="/privacy")
    doc = page.get("/sign-in", status=303)
    doc = page.get("/sign-in/code")
    assert shown(doc) == code
    page.submit("登录", code=code)
    assert page.submit("就叫这个", nickname="回来了").url == "/privacy"


def test_the_code_field_fills_itself_and_takes_a_paste(page, town):
    ask_code(page)
    field = page.get("/sign-in/code").one("#code")
    assert (field.attributes["autocomplete"], field.attributes["inputmode"]) == ("one-time-code", "numeric")


@pytest.mark.parametrize("spelling", ["{0} {1}", "{0}-{1}"])
def test_blanks_and_dashes_in_a_pasted_code_do_no_harm(page, town, spelling):
    code = ask_code(page, phone="13900000001")
    page.submit("登录", code=spelling.format(code[:3], code[3:]))
    assert page.get("/me").h1 == "杜仲"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_one_never_comes_back_to_another_site(page, town, client, target):
    code = ask_code(page, phone="13900000001", target=target)
    page.get("/sign-in/code")
    doc = page.submit("登录", code=code, status=303)
    assert doc.url in ("/mine", "/")


def test_two_people_on_one_phone_say_who_they_are(page, town):
    contact = make_contact("+8613900005555")
    make_person("老伴", contact_id=contact.id)
    make_person("我自己", contact_id=contact.id)
    doc = page.submit("登录", code=ask_code(page))
    assert "老伴" in doc and "我自己" in doc
    page.submit("登录", status=422)
    page.submit("登录", person=_number(doc, "我自己"))
    assert page.get("/me").h1 == "我自己"


def _number(doc, words):
    labels = [label for label in doc.all("label.choice") if words in label.text()]
    return labels[0].css_first("input").attributes["value"]


@pytest.mark.parametrize(
    "nickname",
    ["", "我", "一二三四五六七八九十一二三", "社区书记", "物业小张", "打我13900000001", "小\u202e张"],
)
def test_names_that_mislead_or_give_a_number_away_are_refused(page, town, nickname):
    page.submit("登录", code=ask_code(page))
    doc = page.submit("就叫这个", nickname=nickname, status=422)
    assert doc.one("#nickname").attributes["value"].strip() == nickname.strip()


def test_a_second_click_on_the_name_makes_one_person(page, town, client):
    page.submit("登录", code=ask_code(page))
    with client.session_transaction() as session:
        before = dict(session)
    page.submit("就叫这个", nickname="双击")
    with client.session_transaction() as session:
        session.clear()
        session.update(before)
    page.get("/sign-in/name")
    page.submit("就叫这个", nickname="双击")
    assert len(db.session.scalars(select(Person).where(Person.nickname == "双击")).all()) == 1
    assert page.get("/me").h1 == "双击"


def test_signing_in_begins_a_new_cookie_session(page, town, client):
    code = ask_code(page, phone="13900000001")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    page.submit("登录", code=code)
    with client.session_transaction() as session:
        assert "planted" not in session and "asked" not in session
        token = session["_user_id"]
    assert len(token) >= 40
    assert db.session.scalar(select(SignInSession.token_lookup).order_by(SignInSession.id.desc())) != token


def test_signing_out_kills_the_token(page, town, client):
    walk_in(page, phone="13900000001")
    with client.session_transaction() as session:
        token = session["_user_id"]
    page.get("/me")
    page.submit("退出登录")
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert page.fetch("/me").status_code == 303


def test_another_number_can_be_taken(page, town):
    ask_code(page)
    page.follow("换个手机号")
    doc = page.submit("给我发六位数字", phone="13900000001")
    assert "139****0001" in doc


def test_asking_again_ends_the_earlier_code(page, town):
    first = ask_code(page, phone="13900000001")
    doc = page.submit("再发一个")
    second = shown(doc)
    if first != second:
        page.submit("登录", code=first, status=422)
    page.submit("登录", code=second)
    assert page.get("/me").h1 == "杜仲"


def test_staff_go_by_way_of_the_second_factor(page, town):
    make_staff(Role.SECRETARY, person=make_person("书", phone="+8613900005555"), place_id=town.community.id)
    doc = page.submit("登录", code=ask_code(page, target="/privacy"))
    assert doc.url.startswith("/sign-in/second-factor")


def test_a_shared_computer_forgets_after_two_hours(page, town, clock):
    code = ask_code(page, phone="13900000001")
    page.submit("登录", code=code, shared=True)
    page.get("/me")
    clock.forward(hours=2, minutes=1)
    assert page.fetch("/me").status_code == 303


def test_ones_own_phone_remembers_for_180_days(page, town, clock):
    walk_in(page, phone="13900000001")
    clock.forward(days=179)
    page.get("/me")
    clock.forward(days=2)
    assert page.fetch("/me").status_code == 303


def test_wrong_digits_are_told_with_the_tries_left(page, town):
    code = ask_code(page)
    doc = page.submit("登录", code=other_than(code), status=422)
    assert "还能试4次" in doc
    doc = page.submit("登录", code="12", status=422)
    assert "六位数字" in doc
