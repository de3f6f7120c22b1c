"""The secretary writes down who speaks for a body; neighbours read the role and since when, no name."""

import pytest
from sqlalchemy import func, select

from civic.accounts.roles import Role
from civic.councils.models import Mandate, MandateRole
from civic.councils.workflow import end_mandate
from civic.database import writing
from civic.extensions import db
from tests.factories.accounts import make_person, make_staff
from tests.factories.councils import make_mandate
from tests.factories.decisions import noticed as decision_on_notice
from tests.factories.topics import deliberating, make_topic
from tests.factories.votes import make_council_vote

NUMBER = "13900007777"


@pytest.fixture
def seat(town, page, sign_in):
    """The school's seat, which nobody speaks for; the secretary looks at it."""
    sign_in(town.secretary)
    seat = town.seats[5]
    page.get("councils.show", council_id=town.council.id)
    page.get("councils.seat", council_id=town.council.id, seat_id=seat.id)
    return seat


@pytest.fixture
def teacher():
    return make_person("王老师", phone="+86" + NUMBER)


def spoken_by(seat):
    held = select(Mandate.person_id, Mandate.role).where(
        Mandate.seat_id == seat.id, Mandate.valid_to.is_(None)
    )
    return {tuple(row) for row in db.session.execute(held)}


def test_named_the_delegate_speaks_and_neighbours_read_no_name(seat, teacher, page, town):
    doc = page.submit("从今天起由其代表", phone=NUMBER)
    assert "王老师" in doc
    assert spoken_by(seat) == {(teacher.id, MandateRole.DELEGATE)}
    doc = page.as_(town.neighbour).get("councils.show", council_id=town.council.id)
    assert "王老师" not in doc and not doc.all("a[href*=seats]")


def test_then_the_alternate_and_then_nobody_more(seat, teacher, page):
    page.submit("从今天起由其代表", phone=NUMBER)
    make_person("李主任", phone="+8613900008888")
    doc = page.submit("从今天起由其代表", phone="13900008888", role="alternate")
    assert len(spoken_by(seat)) == 2
    assert not doc.all("form[action$=mandates]")


def test_somebody_unknown_is_not_named_and_the_number_is_kept(seat, page):
    doc = page.submit("从今天起由其代表", phone="13911112222", status=422)
    assert "还没有人用这个号码登录过" in doc or "请" in doc
    assert doc.one("input[name=phone]").attributes["value"] == "13911112222"
    assert spoken_by(seat) == set()


def test_where_a_phone_is_shared_one_says_who(seat, teacher, page):
    other = make_person("王老师爱人", contact_id=teacher.contact_id)
    doc = page.submit("从今天起由其代表", phone=NUMBER, status=422)
    assert {"王老师", "王老师爱人"} <= set(doc.texts("#who label"))
    page.submit("从今天起由其代表", phone=NUMBER, person_id=str(other.id))
    assert spoken_by(seat) == {(other.id, MandateRole.DELEGATE)}


def test_a_child_cannot_speak_for_a_body(seat, page):
    make_person(is_adult=False, phone="+86" + NUMBER)
    doc = page.submit("从今天起由其代表", phone=NUMBER, status=422)
    assert "满18岁" in doc
    assert spoken_by(seat) == set()


def test_two_at_once_the_second_hears_of_it(seat, teacher, page):
    form = page.last
    make_mandate(seat, make_person("先到的"))
    page.submit("从今天起由其代表", phone=NUMBER, on=form, status=409)
    assert len(spoken_by(seat)) == 1


def test_a_double_click_names_once(seat, teacher, page):
    form = page.last
    page.submit("从今天起由其代表", phone=NUMBER, on=form)
    page.submit("从今天起由其代表", phone=NUMBER, on=form)
    assert db.session.scalar(select(func.count()).where(Mandate.seat_id == seat.id)) == 1


def test_ended_it_stays_on_record(seat, teacher, page):
    page.submit("从今天起由其代表", phone=NUMBER)
    doc = page.submit("对,今天结束")
    assert spoken_by(seat) == set()
    assert "以前的代表" in doc and "王老师" in doc


def test_only_the_secretary_of_that_community(page, town):
    seat = town.seats[5]
    held = make_mandate(seat, make_person())
    where = {"council_id": town.council.id, "seat_id": seat.id}
    others = (town.resident, town.delegate, town.officer, town.auditor, town.administrator)
    for person in others:
        theirs = page.as_(person)
        theirs.get("councils.seat", **where, status=403)
        theirs.post("councils.appoint", {"phone": NUMBER, "role": "delegate"}, **where, status=403)
        theirs.post("councils.end_mandate", **where, mandate_id=held.id, status=403)
    assert db.session.get(Mandate, held.id).valid_to is None


def test_a_seat_is_found_at_its_own_table_only(page, town):
    page = page.as_(town.secretary)
    page.get("councils.seat", council_id=town.council.id + 1, seat_id=town.seats[0].id, status=404)
    held = make_mandate(town.seats[5], make_person())
    wrong = {"council_id": town.council.id, "seat_id": town.seats[0].id, "mandate_id": held.id}
    page.post("councils.end_mandate", **wrong, status=404)


def test_statements_do_not_grow_with_those_who_spoke(seat, page, queries, town):
    def asked():
        with queries() as sent:
            page.get("councils.seat", council_id=town.council.id, seat_id=seat.id)
        return len(sent)

    speak_and_go(seat, town)
    few = asked()
    for _ in range(9):
        speak_and_go(seat, town)
    assert asked() == few <= 8


def speak_and_go(seat, town):
    held = make_mandate(seat, make_person())
    with writing():
        end_mandate(db.session.get(Mandate, held.id), by=town.secretary)


def test_the_council_s_page_says_what_is_before_it(page, town):
    doc = page.get("councils.show", council_id=town.council.id)
    assert "眼下没有要议的事" in doc
    make_topic(town.resident, title="还没受理的事", council_id=town.council.id)
    deliberating(town.secretary, title="楼道堆物怎么办", council_id=town.council.id)
    make_council_vote(town.secretary, town.council)
    decision_on_notice(town.secretary, topic=None)
    doc = page.get("councils.show", council_id=town.council.id)
    rows = doc.texts("h2:first-of-type + ul h3")
    assert "楼道堆物怎么办" in rows and "分工和花费" in rows
    assert "还没受理的事" not in doc


class TestOfficers:
    """Who handles what is sent to a department."""

    def test_the_administrator_names_one(self, page, town, teacher):
        page = page.as_(town.administrator)
        page.get("accounts.memberships")
        page.follow("登记部门经办人")
        page.submit("给这个身份", phone=NUMBER, body=str(town.department.id))
        assert page.last.h1 == "谁是什么身份"
        held = [one for one in teacher.current_memberships() if one.role == Role.OFFICER]
        assert [one.body_id for one in held] == [town.department.id]

    def test_an_unknown_number_is_kept_on_the_form(self, page, town):
        page = page.as_(town.administrator)
        page.get("councils.new_officer")
        doc = page.submit("给这个身份", phone="13911112222", body=str(town.department.id), status=422)
        assert doc.one("input[name=phone]").attributes["value"] == "13911112222"

    def test_an_officer_s_role_is_ended_where_roles_are(self, page, town):
        officer = make_staff(
            Role.OFFICER, "经办小周", body_id=town.department.id, community_id=town.community.id
        )
        (held,) = officer.current_memberships()
        page = page.as_(town.administrator)
        page.get("accounts.memberships")
        page.submit(f"form[action$='/memberships/{held.id}/ending']")
        assert officer.current_memberships() == []

    def test_nobody_else_may(self, page, town):
        for person in (town.secretary, town.officer, town.delegate, town.resident, town.auditor):
            theirs = page.as_(person)
            theirs.get("councils.new_officer", status=403)
            theirs.post("councils.create_officer", {"phone": NUMBER, "body": town.department.id}, status=403)
