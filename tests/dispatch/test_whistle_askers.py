"""A department or utility asks for a whistle, the street answers (domain.md §10, "reply-type")."""

import pytest
from sqlalchemy import select

from civic.accounts.roles import Role
from civic.councils.models import BodyKind
from civic.councils.workflow import found_body
from civic.database import writing
from civic.dispatch import whistle_policies as policies
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_states import WhistleState
from civic.extensions import db
from civic.notifications.models import Message
from civic.places.models import Place, PlaceKind
from civic.places.workflow import add_place
from tests.dispatch.test_whistle_policies import DESK, entries, refused
from tests.dispatch.test_whistle_views import SHEET
from tests.factories import dispatch, number
from tests.factories import whistles as make
from tests.factories.accounts import make_staff
from tests.factories.issues import make_told

NEW = "whistles.new"


@pytest.fixture
def scene(town):
    return make.make_scene(town)


@pytest.fixture
def by_department(scene):
    """What the first department asked for: the other two are called."""
    return make.asked(scene, bodies=scene.bodies[1:], by=scene.officers[0], asking_body=scene.bodies[0])


def neighbouring(scene):
    """A community of the street across the border."""
    with writing():
        return add_place(
            PlaceKind.COMMUNITY, "邻榆里", by=None, parent=db.session.get(Place, scene.second_street.id)
        )


def officer_of(kind=BodyKind.DEPARTMENT, acts_at=None, role=Role.OFFICER, **where):
    """Somebody who acts for a body of that kind that serves `where`."""
    with writing():
        body = found_body(kind, f"某单位{number()}", by=None, **where)
    return make_staff(role, body_id=body.id, community_id=acts_at)


def test_a_department_asks_the_street_blows_and_everybody_reads_who_asked(scene, page):
    officer, body = page.as_(scene.officers[0]), scene.bodies[0]
    assert officer.get("whistles.index").all("main a[href='/whistles/new']")
    assert "街道来定" in officer.get(NEW)
    desk = officer.submit("#whistle", SHEET, bodies=[str(scene.bodies[1].id)])
    whistle = db.session.scalar(select(Whistle))
    assert (whistle.asked_by_body_id, whistle.requested_by) == (body.id, scene.officers[0].id)
    assert (desk.h1, whistle.state) == ("骑界小房", WhistleState.DRAFTED)
    assert body.name in desk and not desk.all("main form")
    assert "骑界小房" in officer.get("whistles.index")
    early = officer.get("action_items.whistle", no=whistle.id)
    assert (
        "要叫哪几家" in early and "已经叫了" not in early and "谁吹的哨" not in early
    )  # nobody was called yet
    page.get("action_items.whistle", no=whistle.id, status=404)
    street = page.as_(scene.street_staff)
    assert body.name in street.get("whistles.desk", no=whistle.id)
    street.submit("同意吹哨")
    assert "等街道吹哨" in officer.get("whistles.desk", no=whistle.id)
    street.get("whistles.desk", no=whistle.id)
    street.submit("吹哨", button="吹哨")
    assert body.name in page.get("action_items.whistle", no=whistle.id)
    assert "我们提的哨" in officer.get("action_items.whistle", no=whistle.id)
    assert "去办这个哨" in street.get("action_items.whistle", no=whistle.id)


def test_the_body_that_asked_reads_along_and_decides_nothing(scene, page, by_department):
    asker = scene.officers[0]
    for act in (None, make.whistle_workflow.approve, make.whistle_workflow.blow):
        if act is not None:
            make.act(act, by_department, by=scene.street_staff)
        page.as_(asker).get("whistles.desk", no=by_department.id)
        refused(page, asker, *(f"/whistles/{by_department.id}/{each}" for each in DESK))
        call = make.calls(by_department)[0]
        address = f"/whistles/{by_department.id}/calls/{call.id}"
        refused(page, asker, *(f"{address}/{each}" for each in ("arrival", "acknowledgement", "finding")))
        page.as_(asker).get("whistles.sheet", no=by_department.id, status=403)
    page.as_(asker).get("whistles.response", no=by_department.id, call_id=call.id)


def test_before_it_is_blown_no_other_department_knows_of_it(scene, page, town, by_department):
    colleague, delegate = (
        make_staff(role, body_id=scene.bodies[0].id, community_id=town.community.id)
        for role in (Role.OFFICER, Role.DELEGATE)
    )
    page.as_(colleague).get("whistles.desk", no=by_department.id)
    for person in (None, town.resident, scene.officers[1], delegate, town.auditor, scene.second_staff):
        page.as_(person).get("action_items.whistle", no=by_department.id, status=404)
        page.as_(person).get("whistles.desk", no=by_department.id, status=404)


def test_a_body_asks_where_it_serves_and_nowhere_else(scene, page, town):
    home, street, beyond = town.community, scene.street, neighbouring(scene)
    city = db.session.get(Place, street.parent_id).parent_id
    reaches = (
        (officer_of(place_id=city), {home.id, beyond.id}),
        (officer_of(place_id=street.parent_id), {home.id}),
        (officer_of(BodyKind.UTILITY, place_id=street.id), {home.id}),
        (officer_of(community_id=home.id, place_id=home.id), {home.id}),
        (officer_of(place_id=scene.second_street.id), {beyond.id}),
        (officer_of(acts_at=home.id), {home.id}),  # it stands nowhere: where its officer acts
        (officer_of(), set()),
    )
    for person, reach in reaches:
        for place in (home, beyond):
            status = 200 if place.id in reach else 404
            visitor = page.as_(person)
            visitor.get(NEW, community=place.id, status=status)
            if status == 404:
                before = entries()
                sheet = SHEET | {"bodies": scene.bodies[0].id}
                visitor.post(f"/whistles?community={place.id}", sheet, status=404)
                assert entries() == before
    assert db.session.scalar(select(Whistle.id)) is None


def test_other_bodies_delegates_and_the_dissolved_ask_for_nothing(scene, page, town):
    here = {"place_id": scene.street.id}
    ended = officer_of(**here)
    make.ended(db.session.get(make.Body, next(iter(ended.body_ids))))
    for person in (officer_of(BodyKind.CONTRACTOR, **here), officer_of(BodyKind.PARTNER_UNIT, **here), ended):
        visitor = page.as_(person)
        visitor.get(NEW, status=404)
        assert not visitor.get("whistles.index").all("main a[href='/whistles/new']")
    delegate = page.as_(officer_of(role=Role.DELEGATE, **here))
    delegate.get(NEW, status=403)
    assert not delegate.get("whistles.index").all("main a[href='/whistles/new']")


def test_who_works_in_the_office_too_asks_for_the_office(scene, page, town):
    both = make_staff(Role.OFFICER, person=town.secretary, body_id=scene.bodies[0].id)
    visitor = page.as_(both)
    visitor.get(NEW)
    visitor.submit("#whistle", SHEET, bodies=[str(scene.bodies[1].id)])
    assert db.session.scalar(select(Whistle.asked_by_body_id)) is None


def test_a_department_asks_about_an_issue_only_where_it_has_a_part(scene, page, town):
    issue = make_told(town.community, town.resident, town.secretary)
    other = make_told(town.community, town.resident, town.secretary)
    order = dispatch.make_order(town, (scene.bodies[0], dispatch.LEAD), issue=issue)
    officer, leg = page.as_(scene.officers[0]), dispatch.legs_of(order)[0]
    link = f"a[href='/whistles/new?issue={issue.id}']"
    assert officer.get("work_orders.leg", no=leg.id).all(link)
    assert not page.as_(town.street).get("work_orders.leg", no=leg.id).all(link)
    officer.get(NEW, issue=issue.id)
    officer.submit("#whistle", SHEET, bodies=[str(scene.bodies[1].id)])
    whistle = db.session.scalar(select(Whistle))
    assert (whistle.issue_id, whistle.asked_by_body_id) == (issue.id, scene.bodies[0].id)
    officer.get(NEW, issue=other.id, status=404)
    page.as_(scene.officers[1]).get(NEW, issue=issue.id, status=404)
    page.as_(town.secretary).get(NEW, issue=other.id)


def test_streets_are_chosen_first_so_that_no_page_lists_a_city(scene, page, town):
    beyond = neighbouring(scene)
    city = db.session.get(Place, scene.street.parent_id).parent_id
    visitor = page.as_(officer_of(place_id=city))
    doc = visitor.get(NEW)
    assert {int(each.attributes["value"]) for each in doc.all("#street option")} >= {
        scene.street.id, scene.second_street.id,
    }  # fmt: skip
    assert beyond.name in visitor.get(NEW, street=scene.second_street.id)
    assert beyond.name not in visitor.get(NEW, street=scene.street.id)
    assert not page.as_(town.secretary).get(NEW).all("#street")


def test_the_street_is_told_who_asks_and_the_asker_what_became_of_it(scene, town, by_department):
    def told(verb):
        return set(db.session.scalars(select(Message.person_id).where(Message.verb == verb)))

    assert scene.street_staff.id in told("whistle.requested")
    make.act(make.whistle_workflow.approve, by_department, by=scene.street_staff)
    make.act(make.whistle_workflow.blow, by_department, by=scene.street_staff)
    assert told("whistle.blown") == {scene.officers[0].id}
    make.act(make.whistle_workflow.call_off, by_department, by=scene.street_staff, reason="物业自己能办")
    assert told("whistle.called_off") == {scene.officers[0].id}
    make.blown(scene)
    assert told("whistle.blown") == {scene.officers[0].id}  # the community's: nobody more


def test_who_asked_does_not_rate_the_result(scene, town):
    whistle = make.resolved(scene, by=scene.officers[0], asking_body=scene.bodies[0])
    assert policies.may_rate_result(town.neighbour, whistle)
    both = make_staff(Role.OFFICER, person=town.neighbour, body_id=scene.bodies[0].id)
    assert not policies.may_rate_result(both, whistle)
