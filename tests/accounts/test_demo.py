"""The people of the demo town."""

from sqlalchemy import func, select

from civic import demo
from civic.accounts.models import Contact, Membership, Person, Representative
from civic.accounts.queries import verified_households
from civic.accounts.roles import Role
from civic.accounts.second_factor import demo_code
from civic.database import writing
from civic.demo import accounts, places, town
from civic.extensions import db
from civic.places.queries import community
from tests.accounts.walking import ask_code


def load():
    prepared = accounts.prepare(town)
    with writing():
        places.load(town)
    with writing():
        return accounts.load(town, prepared)


def test_the_cast_and_neighbours_in_all_buildings(app):
    assert load() >= 80
    assert verified_households(community().id) >= 40
    assert db.session.scalar(select(func.count()).select_from(Representative)) >= 40
    names = set(db.session.scalars(select(Person.nickname)))
    assert {player.nickname for player in town.CAST} <= names


def counts():
    tables = (Person, Contact, Membership, Representative)
    return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_loading_again_adds_nobody(app):
    load()
    before = counts()
    assert load() == 0
    assert counts() == before


def test_it_is_loaded_in_bulk(app, queries):
    prepared = accounts.prepare(town)
    with writing():
        places.load(town)
    with queries() as sent, writing():
        accounts.load(town, prepared)
    assert len(sent) <= 30


def test_the_printed_accounts_come_in(app, page):
    load()
    with app.test_request_context():
        shown = accounts.demo_accounts(town)
    assert len(shown) == 8
    assert all(what and who and phone.startswith("1390000") for who, phone, what in shown)
    page.submit("登录", code=ask_code(page, "13900000001"))
    assert page.get("/me").h1 == "杜仲"


def test_demo_staff_are_shown_their_code(app, page):
    load()
    doc = page.submit("登录", code=ask_code(page, "13900000008"))
    doc = page.submit("继续", code=doc.one(".shown-code").text())
    page.get("/memberships")
    boss = db.session.scalar(select(Person).where(Person.nickname == "雪松"))
    assert boss.has_role(Role.ADMINISTRATOR) and demo_code(boss)
    assert "accounts" in demo.PARTS
