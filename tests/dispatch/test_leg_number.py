"""A resident's number by one part of an order: its own body, while it owes something, with a reason."""

from civic.accounts.models import ContactView
from civic.accounts.roles import Role
from civic.councils.models import BodyKind
from civic.extensions import db
from civic.notifications.models import Message
from tests.factories.accounts import make_staff
from tests.factories.councils import make_body
from tests.factories.dispatch import ASSIST, LEAD, legs_of, make_order, make_reply

REASON, NUMBER = "问漏水在哪一层", "13900000001"


def views():
    db.session.rollback()
    return db.session.scalars(db.select(ContactView)).all()


def test_the_body_of_the_part_says_why_and_calls(page, town):
    leg = legs_of(make_order(town))[0]
    officer = page.as_(town.officer)
    officer.get(f"/work-orders/legs/{leg.id}")
    shown = officer.follow("给反映人打电话:先写原因,再看号码")
    assert NUMBER not in shown.text
    officer.submit("form[action$='/number']", reason="", status=422)
    assert views() == []
    assert NUMBER in officer.submit("form[action$='/number']", reason=REASON).text
    (view,) = views()
    assert (view.viewer_id, view.person_id, view.viewer_role) == (
        town.officer.id, town.resident.id, Role.OFFICER,
    )  # fmt: skip
    told = db.select(Message).where(Message.person_id == town.resident.id, Message.verb == "contact.viewed")
    assert len(db.session.scalars(told).all()) == 1
    assert REASON in page.as_(town.resident).get("/me").text


def test_the_number_goes_after_ten_minutes_and_belongs_to_one_look(page, town, clock):
    leg = legs_of(make_order(town))[0]
    officer = page.as_(town.officer)
    officer.get(f"/work-orders/legs/{leg.id}/number")
    here = officer.submit("form[action$='/number']", reason=REASON).url
    colleague = page.as_(make_staff(Role.OFFICER, body_id=town.department.id))
    assert NUMBER not in colleague.get(here).text
    clock.forward(minutes=11)
    assert NUMBER not in officer.get(here).text


def test_nobody_else_and_nobody_afterwards(page, town):
    order = make_order(town, (town.department, LEAD), (town.property, ASSIST))
    leg = legs_of(order)[0]
    here = f"/work-orders/legs/{leg.id}/number"
    for who in (town.delegate, town.secretary, town.street, town.district, town.resident):
        page.as_(who).get(here, status=403)
        page.as_(who).post(here, {"reason": REASON}, status=403)
    make_reply(leg, town.officer)
    page.as_(town.officer).get(here, status=403)
    assert views() == []


def test_staff_of_an_office_that_has_the_part_itself(page, town):
    office = make_body(BodyKind.DEPARTMENT, "街道办事处应急办")
    clerk = make_staff(Role.STREET_STAFF, place_id=town.community.parent_id, body_id=office.id)
    leg = legs_of(make_order(town, (office, LEAD)))[0]
    page = page.as_(clerk)
    page.get(f"/work-orders/legs/{leg.id}/number")
    assert NUMBER in page.submit("form[action$='/number']", reason=REASON).text
    assert views()[0].viewer_role is Role.STREET_STAFF
