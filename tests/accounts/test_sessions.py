"""The sign-in behind a request: one statement, ended in one place, nothing kept after the end."""

from sqlalchemy import func, select

from civic.accounts import sessions, workflow
from civic.accounts.acting import AnonymousVisitor
from civic.accounts.models import Person
from civic.accounts.roles import Role
from civic.accounts.session_models import SignInSession
from civic.database import locked, writing
from civic.extensions import db
from tests.accounts.walking import walk_in
from tests.factories.accounts import make_staff, session_for


def test_one_statement_says_who_is_looking_and_what_they_may(town, at_most):
    token = session_for(town.secretary)["_user_id"]
    with at_most(1):
        person = sessions.load_visitor(token)
        assert person.nickname == "银杏"
        assert person.has_role(Role.SECRETARY, community_id=person.memberships[0].community_id)
        assert person.contact.phone_lookup


def test_the_visitor_is_a_snapshot_that_writing_does_not_expire(town, at_most):
    person = sessions.load_visitor(session_for(town.resident)["_user_id"])
    with writing():
        pass
    with at_most(0):
        assert person.household_ids and person.nickname and person.id


def test_a_token_of_ones_own_making_is_nobody(town):
    assert sessions.load_visitor("x" * 43) is None
    assert sessions.load_visitor(str(town.resident.id)) is None


def test_ended_disabled_and_deleted_are_nobody(town):
    tokens = [session_for(town.resident)["_user_id"] for _n in range(3)]
    with writing():
        sessions.end(_id_of(tokens[0]), town.resident.id)
    assert sessions.load_visitor(tokens[0]) is None
    assert sessions.load_visitor(tokens[1]) is not None
    with writing():
        workflow.disable(locked(Person, town.resident.id), by=town.administrator)
    assert [sessions.load_visitor(token) for token in tokens] == [None] * 3


def _id_of(token):
    return db.session.scalar(
        select(SignInSession.id).where(SignInSession.token_lookup == sessions.lookup("sign-in", token))
    )


def test_nobody_ends_somebody_elses_sign_in(town):
    token = session_for(town.resident)["_user_id"]
    with writing():
        sessions.end(_id_of(token), town.neighbour.id)
    assert sessions.load_visitor(token) is not None


def test_a_role_counts_from_the_next_request_and_ends_with_it(town, page, sign_in):
    sign_in(town.neighbour)
    page.get("/memberships", status=403)
    make_staff(Role.ADMINISTRATOR, person=town.neighbour)
    page.get("/memberships")
    held = db.session.scalar(
        select(workflow.Membership).where(
            workflow.Membership.person_id == town.neighbour.id, workflow.Membership.role == Role.ADMINISTRATOR
        )
    )
    with writing():
        workflow.end_membership(locked(workflow.Membership, held.id), by=town.administrator)
    page.get("/memberships", status=403)


def test_one_browser_holds_one_sign_in(page, town):
    walk_in(page, phone="13900000001")
    page.get("/me")
    page.submit("退出登录")
    walk_in(page, phone="13900000002")
    alive = select(func.count()).select_from(SignInSession).where(SignInSession.ended_at.is_(None))
    assert db.session.scalar(alive) == 1


def test_the_list_of_devices_ends_others_but_not_this_one(page, town, clock):
    walk_in(page, phone="13900000001")
    other = page.as_()
    walk_in(other, phone="13900000001")
    page.get("/me")
    page.submit("其他设备全部退出")
    assert other.fetch("/me").status_code == 303
    page.get("/me")


def test_one_device_is_signed_out_by_name(page, town):
    walk_in(page, phone="13900000001")
    other = page.as_(town.resident)
    other.get("/me")
    page.get("/me")
    page.submit("让它退出")
    assert other.fetch("/me").status_code == 303


def test_last_seen_is_kept_to_the_day(page, town, clock, queries):
    walk_in(page, phone="13900000001")
    with queries() as sent:
        page.get("/privacy")
    assert not [each for each in sent.statements if each.startswith("UPDATE")]
    clock.forward(days=1, hours=1)
    before = db.session.scalar(select(SignInSession.last_seen_at))
    page.get("/me")
    assert db.session.scalar(select(SignInSession.last_seen_at)) > before


def test_devices_are_told_apart_in_plain_words():
    phone = "Mozilla/5.0 (Linux; Android 10) Chrome/88.0 Mobile MicroMessenger/8.0"
    assert sessions.device_label(phone) == "Android · WeChat"
    assert sessions.device_label("curl/8") == ""


def test_a_stranger_answers_every_question_with_no():
    visitor = AnonymousVisitor()
    assert not visitor.has_role(Role.SECRETARY) and not visitor.is_staff
    assert not visitor.household_ids and not visitor.community_ids and not visitor.is_verified_resident
    assert not visitor.is_authenticated and not visitor.needs_second_factor and visitor.id is None
