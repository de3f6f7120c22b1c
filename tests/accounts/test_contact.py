"""Each look at a number has a reason, is kept for good, and is seen by its owner."""

import pytest
from sqlalchemy import select, text

from civic.accounts import reveals, workflow
from civic.accounts.models import ContactView, Person
from civic.accounts.reveal_models import ContactRequest
from civic.accounts.roles import Role
from civic.database import locked, missing_triggers, writing
from civic.errors import Conflict, NotAllowed
from civic.extensions import db
from civic.issues.models import Issue
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.notifications.models import Message
from tests.accounts.walking import shown, walk_in
from tests.factories.accounts import make_person, make_staff
from tests.factories.issues import make_issue
from tests.factories.places import make_community

REASON = "核对楼门和门牌号"


def ask(page, person, reason=REASON, status=303):
    page.get(f"/persons/{person.id}/contact")
    return page.submit("请同事同意", reason=reason, status=status)


def answer(page, town, button="我同意"):
    colleague = page.as_(town.secretary)
    colleague.get("/persons/contact-requests")
    return colleague.submit(button)


def look(page, town, person):
    """Asked by a member of staff, agreed to by the secretary, then looked at."""
    staff = page.as_(town.staff)
    ask(staff, person)
    answer(page, town)
    staff.get(f"/persons/{person.id}/contact")
    return staff.submit("现在显示号码")


def test_no_number_without_a_reason_and_a_second_person(page, town):
    staff = page.as_(town.staff)
    assert "13900000001" not in staff.get(f"/persons/{town.resident.id}/contact").text
    ask(staff, town.resident, reason="", status=422)
    assert db.session.scalar(select(ContactRequest)) is None
    assert "13900000001" not in ask(staff, town.resident).text
    staff.post(f"/persons/{town.resident.id}/contact", {}, status=409)
    assert db.session.scalar(select(ContactView)) is None
    answer(page, town)
    assert "13900000001" not in staff.get(f"/persons/{town.resident.id}/contact").text
    assert "13900000001" in staff.submit("现在显示号码").text
    staff.post(f"/persons/{town.resident.id}/contact", {}, status=409)  # one look


def test_nobody_agrees_to_their_own_asking_or_about_themselves(page, town):
    staff = page.as_(town.staff)
    ask(staff, town.secretary)
    number = db.session.scalar(select(ContactRequest.id))
    assert "我同意" not in staff.get("/persons/contact-requests")
    staff.post(f"/persons/contact-requests/{number}/approval", {}, status=403)
    assert "我同意" not in page.as_(town.secretary).get("/persons/contact-requests")
    page.as_(town.secretary).post(f"/persons/contact-requests/{number}/approval", {}, status=403)
    with pytest.raises(NotAllowed), writing():
        asked = db.session.get(ContactRequest, number)
        reveals.settle(asked, by=town.staff, role=Role.COMMUNITY_STAFF, granted=True)


@pytest.mark.parametrize("who", ["resident", "auditor", "administrator", "officer", "delegate"])
def test_nobody_else_agrees(page, town, who):
    ask(page.as_(town.staff), town.neighbour)
    number = db.session.scalar(select(ContactRequest.id))
    other = page.as_(getattr(town, who))
    other.get("/persons/contact-requests", status=403)
    other.post(f"/persons/contact-requests/{number}/approval", {}, status=403)
    assert db.session.get(ContactRequest, number).granted is None


def test_the_street_office_may_be_the_second_person_and_another_street_not(page, town):
    ask(page.as_(town.staff), town.resident)
    number = db.session.scalar(select(ContactRequest.id))
    above = make_staff(Role.STREET_STAFF, place_id=town.community.parent_id)
    elsewhere = make_staff(Role.STREET_STAFF, place_id=town.building.id)
    page.as_(elsewhere).post(f"/persons/contact-requests/{number}/approval", {}, status=403)
    assert "我同意" not in page.as_(elsewhere).get("/persons/contact-requests")
    street = page.as_(above)
    street.get("/persons/contact-requests")
    street.submit("我同意")
    asked = db.session.get(ContactRequest, number, populate_existing=True)
    assert (asked.granted, asked.settled_role) == (True, Role.STREET_STAFF)


def test_the_street_office_asks_for_people_below_it_and_the_office_agrees(page, town):
    above = make_staff(Role.STREET_STAFF, place_id=town.community.parent_id)
    issue = make_issue(town.community, town.resident)
    with writing():
        locked(Issue, issue.id).street_id = town.community.parent_id
    street = page.as_(above)
    street.get(f"/issues/{issue.id}/own")
    street.follow("有人有危险")
    street.submit("请同事同意", reason=REASON)
    asked = db.session.scalar(select(ContactRequest))
    assert (asked.asked_role, asked.community_id) == (Role.STREET_STAFF, town.community.id)
    street.post(f"/persons/contact-requests/{asked.id}/approval", {}, status=403)  # not their own asking
    answer(page, town)
    street.get(f"/persons/{town.resident.id}/contact")
    assert "13900000001" in street.submit("现在显示号码").text
    view = db.session.scalar(select(ContactView))
    assert (view.viewer_id, view.viewer_role) == (above.id, Role.STREET_STAFF)


def test_no_street_asks_for_people_elsewhere_or_for_strangers(page, town):
    elsewhere = page.as_(make_staff(Role.STREET_STAFF, place_id=make_community("别处社区").parent_id))
    elsewhere.get(f"/persons/{town.resident.id}/contact", status=403)
    elsewhere.post(f"/persons/{town.resident.id}/contact-requests", {"reason": REASON}, status=403)
    above = page.as_(make_staff(Role.STREET_STAFF, place_id=town.community.parent_id))
    above.get(f"/persons/{make_person().id}/contact", status=403)  # belongs nowhere yet


def test_a_no_shows_nothing_and_one_may_ask_anew(page, town):
    staff = page.as_(town.staff)
    ask(staff, town.resident)
    answer(page, town, "我不同意")
    doc = staff.get(f"/persons/{town.resident.id}/contact")
    assert "没有同意" in doc and "现在显示号码" not in doc
    staff.post(f"/persons/{town.resident.id}/contact", {}, status=409)
    ask(staff, town.resident, reason="老人没接到通知,要当面说")
    assert db.session.query(ContactRequest).count() == 2


def test_the_first_answer_stands(page, town):
    ask(page.as_(town.staff), town.resident)
    number = db.session.scalar(select(ContactRequest.id))
    answer(page, town, "我不同意")
    page.as_(town.secretary).post(f"/persons/contact-requests/{number}/approval", {}, status=409)
    assert db.session.get(ContactRequest, number, populate_existing=True).granted is False


def test_an_agreement_is_void_after_a_day(page, town, clock):
    ask(page.as_(town.staff), town.resident)
    answer(page, town)
    clock.forward(hours=25)
    staff = page.as_(town.staff)
    staff.post(f"/persons/{town.resident.id}/contact", {}, status=409)
    assert "请同事同意" in staff.get(f"/persons/{town.resident.id}/contact")


def test_the_second_person_finds_it_on_the_desk(page, town):
    ask(page.as_(town.staff), town.resident)
    assert "同事申请看一个电话号码" in page.as_(town.secretary).get("/desk")
    assert "同事申请看一个电话号码" not in page.as_(town.staff).get("/desk")
    answer(page, town)
    assert "同事申请看一个电话号码" not in page.as_(town.secretary).get("/desk")


def test_all_three_steps_are_on_the_record_without_the_reason(page, town):
    look(page, town, town.resident)
    entries = select(LedgerEntry.verb, LedgerPayload.actor_id).join(
        LedgerPayload, LedgerPayload.entry_id == LedgerEntry.id
    )
    said = db.session.execute(
        entries.where(LedgerEntry.verb.like("contact.%")).order_by(LedgerEntry.id)
    ).all()
    assert [tuple(row) for row in said] == [
        ("contact.asked", town.staff.id),
        ("contact.settled", town.secretary.id),
        ("contact.viewed", town.staff.id),
    ]
    kept = db.session.scalars(select(LedgerPayload.public_json)).all()
    assert not any(REASON in str(words) for words in kept)


def test_the_owner_is_told_and_sees_who_looked_who_agreed_and_why(page, town):
    look(page, town, town.resident)
    doc = page.as_(town.resident).get("/me")
    assert REASON in doc and "居委会工作人员" in doc and "同意人:社区书记" in doc
    told = select(Message.verb).where(Message.person_id == town.resident.id)
    assert "contact.viewed" in db.session.scalars(told).all()


def test_the_number_disappears_after_ten_minutes(page, town, clock):
    address = look(page, town, town.resident).url
    clock.forward(minutes=11)
    assert "13900000001" not in page.as_(town.staff).get(address).text


def test_the_look_of_a_colleague_shows_nothing(page, town):
    address = look(page, town, town.resident).url
    assert "13900000001" not in page.as_(town.secretary).get(address).text


def test_one_look_does_not_open_another_number(page, town):
    look(page, town, town.resident)
    assert "13900000014" not in page.as_(town.staff).get(f"/persons/{town.neighbour.id}/contact").text


@pytest.mark.parametrize(
    "who", ["resident", "second_adult", "door_steward", "auditor", "administrator", "officer"]
)
def test_nobody_else_looks(page, town, sign_in, who):
    sign_in(getattr(town, who))
    page.get(f"/persons/{town.neighbour.id}/contact", status=403)
    page.post(f"/persons/{town.neighbour.id}/contact", {"reason": REASON}, status=403)


def test_a_second_click_is_one_look(page, town):
    staff = page.as_(town.staff)
    ask(staff, town.resident)
    answer(page, town)
    form = staff.get(f"/persons/{town.resident.id}/contact")
    staff.submit("现在显示号码")
    staff.submit("现在显示号码", on=form)
    assert db.session.query(ContactView).count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contact_view SET reason = 'none'",
        "DELETE FROM contact_view",
        "INSERT INTO contact_view SELECT * FROM contact_view WHERE true "
        "ON CONFLICT (id) DO UPDATE SET reason = ''",
    ],
)
def test_a_look_cannot_be_unmade(page, town, owner, statement):
    look(page, town, town.resident)
    assert not [name for name in missing_triggers(db.session()) if name.startswith("contact_view")]
    with pytest.raises(Exception, match="append-only"), owner.begin() as connection:
        connection.execute(text(statement))


def test_whoever_has_left_has_no_number(town):
    person = make_person()
    with writing():
        workflow.leave(locked(Person, person.id))
    with pytest.raises(Conflict), writing():
        workflow.view_contact(locked(Person, person.id), by=town.staff, role=Role.SECRETARY, reason=REASON)


def test_a_new_number_is_proven_and_signs_other_devices_out(page, town):
    walk_in(page, phone="13900000001")
    other = page.as_(town.resident)
    other.get("/me")
    page.get("/me/phone")
    code = shown(page.submit("给我发六位数字", phone="13900005555"))
    assert db.session.get(Person, town.resident.id).contact_id
    page.submit("继续", code=code)
    assert "139****5555" in page.get("/me").text
    assert other.fetch("/me").status_code == 303


def test_a_new_number_asks_first_whether_it_is_you(page, town, clock):
    walk_in(page, phone="13900000001")
    clock.forward(minutes=11)
    assert "/me/confirmation" in page.fetch("/me/phone").headers["Location"]
    page.get("/me/confirmation?next=/me/phone")
    page.post("/me/phone", {"phone": "13900005555"}, follow=False)
    assert "139****0001" in page.get("/me").text


def test_somebody_elses_code_confirms_nothing(page, town, client, sign_in):
    walk_in(page, phone="13900000001")
    page.get("/me/confirmation?next=/me/phone")
    code = shown(page.submit("给我发六位数字"))
    with client.session_transaction() as session:
        asked = session["asked"]
    sign_in(town.neighbour)
    with client.session_transaction() as session:
        session["asked"] = asked
    page.get("/sign-in/code")
    page.submit("继续", code=code, status=403)
