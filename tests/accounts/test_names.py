"""Two people on one phone change over without a code."""

from sqlalchemy import func, select

from civic.accounts.models import Person
from civic.accounts.workflow import disable
from civic.database import locked, writing
from civic.extensions import db
from tests.accounts.walking import walk_in
from tests.factories.accounts import make_person


def test_add_a_name_and_change_over_and_back(page, town):
    walk_in(page, phone="13900000001")
    page.get("/names")
    page.submit("添上,换成这位", nickname="老伴")
    assert page.get("/me").h1 == "老伴"
    page.get("/names")
    page.submit("换成杜仲")
    assert page.get("/me").h1 == "杜仲"


def test_both_share_one_contact(page, town):
    walk_in(page, phone="13900000001")
    page.get("/names")
    page.submit("添上,换成这位", nickname="老伴")
    contacts = select(Person.contact_id).where(Person.nickname.in_(["老伴", "杜仲"]))
    assert len(set(db.session.scalars(contacts))) == 1


def test_a_name_of_another_phone_stays_closed(page, town):
    walk_in(page, phone="13900000001")
    page.get("/names")
    page.post(f"/names/{town.neighbour.id}/turn", {}, status=404)
    assert page.get("/me").h1 == "杜仲"


def test_one_phone_has_each_name_once(page, town):
    walk_in(page, phone="13900000001")
    page.get("/names")
    page.submit("添上,换成这位", nickname="杜仲", status=409)
    assert db.session.scalar(select(func.count()).where(Person.nickname == "杜仲")) == 1


def test_a_second_click_adds_one_name(page, town, client):
    walk_in(page, phone="13900000001")
    form = page.get("/names")
    with client.session_transaction() as session:
        before = dict(session)
    page.submit("添上,换成这位", nickname="老伴")
    with client.session_transaction() as session:
        session.clear()
        session.update(before)
    page.submit("添上,换成这位", on=form, nickname="老伴", follow=False)
    assert db.session.scalar(select(func.count()).where(Person.nickname == "老伴")) == 1


def test_a_name_shut_out_cannot_be_taken(page, town):
    walk_in(page, phone="13900000001")
    page.get("/names")
    other = make_person("停用", contact_id=town.resident.contact_id)
    with writing():
        disable(locked(Person, other.id), by=None)
    page.post(f"/names/{other.id}/turn", {}, status=404)


def test_renaming_shows_at_once(page, town, sign_in):
    sign_in(town.resident)
    page.get("/me")
    page.submit("就叫这个", nickname="杜大爷")
    assert page.get("/me").h1 == "杜大爷"
    page.submit("就叫这个", nickname="社区书记", status=422)
