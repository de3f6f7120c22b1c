"""Taking one's data along, and deleting oneself."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from civic.accounts import drafts, workflow
from civic.accounts.exports import about
from civic.accounts.models import Consent, Contact, Draft, Person
from civic.accounts.queries import representative_of
from civic.accounts.roles import PersonState, Role
from civic.accounts.session_models import SignInCode, SignInSession
from civic.accounts.signing_in import phone_key
from civic.database import locked, utcnow, writing
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from tests.accounts.walking import walk_in
from tests.factories.accounts import make_person, make_representative, make_staff


def leave(person):
    with writing():
        workflow.leave(locked(Person, person.id))
    db.session.expire_all()


def is_known(number):
    return db.session.scalar(select(Contact.id).where(Contact.phone_lookup == phone_key(number)))


def test_two_taps_and_the_number_is_gone(page, town):
    walk_in(page, nickname="要走了")
    page.get("/me")
    page.follow("注销")
    page.submit("现在就注销")
    person = db.session.scalar(select(Person).order_by(Person.id.desc()))
    assert (person.nickname, person.state, person.contact_id) == ("已离开的邻居", PersonState.DELETED, None)
    assert page.fetch("/me").status_code == 303
    gone = (
        select(func.count()).select_from(Contact).where(Contact.phone_lookup == phone_key("+8613900005555"))
    )
    assert db.session.scalar(gone) == 0
    assert db.session.scalar(select(func.count()).select_from(SignInCode)) == 0


def test_the_tombstone_speaks_the_language_of_the_site(page, town, sign_in, client):
    sign_in(town.resident)
    client.set_cookie("lang", "en")
    page.get("/me/departure")
    page.submit("Delete me now")
    assert db.session.get(Person, town.resident.id).nickname == "已离开的邻居"


def test_roles_home_ballot_drafts_and_consent_end(town):
    make_representative(town.household, town.resident)
    with writing():
        drafts.start("issue", person_id=town.resident.id, data={"words": "没写完"})
    leave(town.resident)
    assert not town.resident.current_memberships()
    assert representative_of(town.household.id) is None
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
    open_consents = select(func.count()).where(Consent.withdrawn_at.is_(None))
    assert db.session.scalar(open_consents) == 0


def test_the_ledger_stays_whole(town):
    before = [entry.leaf_hash for entry in db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.id))]
    leave(town.resident)
    after = [entry.leaf_hash for entry in db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.id))]
    assert after[: len(before)] == before and len(after) > len(before)


def test_the_other_name_on_the_phone_keeps_the_number(town):
    other = make_person("老伴", contact_id=town.resident.contact_id)
    leave(town.resident)
    assert db.session.get(Person, other.id).contact_id is not None
    leave(other)
    assert not db.session.scalar(
        select(Contact.id).where(Contact.phone_lookup == phone_key("+8613900000001"))
    )


def test_every_sign_in_ends(page, town):
    elsewhere = page.as_(town.resident)
    elsewhere.get("/me")
    leave(town.resident)
    assert elsewhere.fetch("/me").status_code == 303
    alive = select(func.count()).select_from(SignInSession).where(SignInSession.ended_at.is_(None))
    assert db.session.scalar(alive) == 0


def test_the_same_number_comes_back_as_somebody_new(page, town):
    leave(town.resident)
    doc = walk_in(page, phone="13900000001", nickname="又来了", target="/me")
    assert doc.h1 == "又来了"
    newcomer = db.session.scalar(select(Person).where(Person.nickname == "又来了"))
    assert not newcomer.current_memberships()


def test_one_leaves_once(town):
    leave(town.resident)
    with pytest.raises(Conflict):
        leave(town.resident)


def test_the_last_administrator_names_another_first(town):
    with pytest.raises(Conflict):
        leave(town.administrator)
    make_staff(Role.ADMINISTRATOR)
    leave(town.administrator)


def test_the_file_holds_what_is_mine_and_no_secret(page, town, sign_in):
    sign_in(town.resident)
    page.get("/me/data")
    answer = page.fetch("/me/data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    data = json.loads(answer.text)
    assert data["person"][0]["nickname"] == "杜仲"
    assert data["contact"][0]["phone"] == "+8613900000001"
    assert data["membership"][0]["role"] == "resident"
    assert "sign_in_session" in data
    assert not [
        name for row in data["sign_in_session"] for name in row if "lookup" in name or "token" in name
    ]


def test_the_file_holds_nobody_else(town):
    with writing():
        workflow.view_contact(
            locked(Person, town.neighbour.id), by=town.staff, role=Role.COMMUNITY_STAFF, reason="核对地址"
        )
    assert "contact_view" not in about(town.staff.id)
    assert about(town.neighbour.id)["contact_view"][0]["reason"] == "核对地址"


@pytest.mark.parametrize("path", ["/me", "/me/data", "/me/data.json", "/me/departure", "/names", "/me/phone"])
def test_strangers_are_led_to_sign_in(page, town, path):
    assert page.fetch(path).headers["Location"].startswith("/sign-in?next=")


def test_leaving_needs_to_be_signed_in(page, town):
    page.get("/sign-in")
    assert page.post("/me/departure", {}, follow=False).headers["Location"].startswith("/sign-in")


def test_a_phone_left_lying_about_deletes_nobody(page, town):
    """Somebody who proved themselves long ago is asked for a fresh code first, by page and by button."""
    visitor = page.as_(town.resident)
    visitor.get("/me")
    with writing():
        db.session.execute(update(SignInSession).values(confirmed_at=utcnow() - timedelta(hours=1)))
    assert "/confirmation" in visitor.fetch("/me/departure").headers["Location"]
    answer = visitor.post("/me/departure", {}, follow=False)
    assert "/confirmation" in answer.headers["Location"]
    assert db.session.get(Person, town.resident.id).state is PersonState.ACTIVE
