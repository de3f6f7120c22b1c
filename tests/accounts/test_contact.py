"""Each look at a number has a reason, is kept for good, and is seen by its owner."""

import pytest
from sqlalchemy import select, text

from civic.accounts import workflow
from civic.accounts.models import ContactView, Person
from civic.accounts.roles import Role
from civic.database import locked, missing_triggers, writing
from civic.errors import Conflict
from civic.extensions import db
from tests.accounts.walking import shown, walk_in
from tests.factories.accounts import make_person

REASON = "核对楼门和门牌号"


def look(page, person, reason=REASON, status=303):
    page.get(f"/persons/{person.id}/contact")
    return page.submit("记下原因,显示号码", reason=reason, status=status)


def test_no_number_without_a_reason(page, town, sign_in):
    sign_in(town.staff)
    assert "13900000001" not in page.get(f"/persons/{town.resident.id}/contact").text
    look(page, town.resident, reason="", status=422)
    assert db.session.scalar(select(ContactView)) is None
    assert "13900000001" in look(page, town.resident).text


def test_the_owner_sees_who_looked_and_why(page, town, sign_in):
    sign_in(town.staff)
    look(page, town.resident)
    doc = page.as_(town.resident).get("/me")
    assert REASON in doc and "居委会工作人员" in doc


def test_the_number_disappears_after_ten_minutes(page, town, sign_in, clock):
    sign_in(town.staff)
    address = look(page, town.resident).url
    clock.forward(minutes=11)
    assert "13900000001" not in page.get(address).text


def test_the_look_of_a_colleague_shows_nothing(page, town, sign_in):
    sign_in(town.staff)
    address = look(page, town.resident).url
    assert "13900000001" not in page.as_(town.secretary).get(address).text


def test_one_look_does_not_open_another_number(page, town, sign_in):
    sign_in(town.staff)
    view = look(page, town.resident).url.partition("view=")[2]
    doc = page.get(f"/persons/{town.neighbour.id}/contact?view={view}")
    assert "13900000014" not in doc.text


@pytest.mark.parametrize(
    "who", ["resident", "second_adult", "door_steward", "auditor", "administrator", "officer"]
)
def test_nobody_else_looks(page, town, sign_in, who):
    sign_in(getattr(town, who))
    page.get(f"/persons/{town.neighbour.id}/contact", status=403)
    page.post(f"/persons/{town.neighbour.id}/contact", {"reason": REASON}, status=403)


def test_a_second_click_is_one_look(page, town, sign_in):
    sign_in(town.staff)
    form = page.get(f"/persons/{town.resident.id}/contact")
    page.submit("记下原因,显示号码", reason=REASON)
    page.submit("记下原因,显示号码", on=form, reason=REASON)
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
def test_a_look_cannot_be_unmade(page, town, sign_in, owner, statement):
    sign_in(town.staff)
    look(page, town.resident)
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
