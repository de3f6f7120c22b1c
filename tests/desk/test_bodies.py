"""The administrator's bodies: what one still owes, and what becomes of it when it is dissolved."""

from datetime import timedelta

import pytest

from civic.accounts.roles import Role
from civic.action_items import workflow
from civic.councils import queries as councils
from civic.councils.models import Body, BodyKind
from civic.councils.workflow import dissolve_body, found_body
from civic.database import local_today, locked, writing
from civic.dispatch import table
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import LegState, OrderState
from civic.dispatch.table_workflow import set_rule
from civic.errors import Refused
from civic.extensions import db
from civic.issues.models import Issue
from civic.places.models import Place
from tests.factories.accounts import make_staff
from tests.factories.action_items import make_item
from tests.factories.councils import make_body
from tests.factories.dispatch import LEAD, make_order
from tests.factories.issues import make_told
from tests.factories.whistles import blown, make_scene


@pytest.fixture
def administrator(town):
    return make_staff(Role.ADMINISTRATOR)


def dissolved(body):
    with writing():
        dissolve_body(locked(Body, body.id), by=None)


def rule_for(town, body):
    with writing() as session:
        street = session.get(Place, town.community.parent_id)
        set_rule(
            street, by=town.street, place=street, category="parking", lead=locked(Body, body.id), assists=[],
            valid_from=local_today(), reason="按权责清单",
        )  # fmt: skip
    return street.id


def test_only_the_administrator_opens_it(page, town, administrator):
    for who in (town.secretary, town.street, town.officer):
        page.as_(who).get("/councils/bodies", status=403)
        page.as_(who).get(f"/councils/bodies/{town.department.id}", status=403)
    page.as_(administrator).get("/councils/bodies/987654", status=404)
    listed = page.as_(administrator).get("/councils/bodies")
    assert town.department.name in listed.text and "存续" in listed.text


def test_it_lists_all_it_owes_and_costs_the_same_at_any_length(page, town, administrator, queries):
    def more():
        make_order(town, (town.department, LEAD))
        make_item(make_told(town.community, town.resident, town.secretary), town.secretary, town.department)

    scene = make_scene(town)
    blown(scene, bodies=[town.department, scene.bodies[0]])
    rule_for(town, town.department)
    more()
    here = f"/councils/bodies/{town.department.id}"
    page = page.as_(administrator)

    def cost():
        with queries() as sent:
            page.get(here)
        return len(sent)

    few = cost()
    for _ in range(3):
        more()
    assert cost() == few
    shown = page.get(here)
    for heading in ("还没办完的工单", "答应了还没办的事", "吹哨叫到它的", "派单目录里写着它的"):
        assert heading in shown.text
    assert shown.all(f"a[href='/work-orders/{legs_of_department(town)[0].order_id}']")


def legs_of_department(town):
    mine = db.select(DispatchLeg).where(DispatchLeg.body_id == town.department.id)
    return db.session.scalars(mine.order_by(DispatchLeg.id)).all()


def test_dissolved_its_orders_wait_for_the_street_and_the_table_is_broken(page, town, administrator):
    order = make_order(town, (town.department, LEAD))
    street = rule_for(town, town.department)
    page = page.as_(administrator)
    page.get(f"/councils/bodies/{town.department.id}")
    page.submit("form[action$='/dissolution']")
    db.session.rollback()
    assert db.session.get(Body, town.department.id).ended_on == local_today()
    assert legs_of_department(town)[0].state is LegState.WITHDRAWN
    assert db.session.get(WorkOrder, order.id).state is OrderState.RECEIVED
    assert table.broken(street) == 1
    again = page.get(f"/councils/bodies/{town.department.id}")
    assert "撤销。以后哪儿都不再列出它" in again.text and not again.all("form[action$='/dissolution']")


def test_a_second_time_is_refused_in_words(page, town, administrator):
    page = page.as_(administrator)
    page.get(f"/councils/bodies/{town.department.id}")
    dissolved(town.department)
    answer = page.submit("form[action$='/dissolution']", status=409)
    assert "这个单位已经撤销了" in answer.text


def test_bodies_of_other_streets_and_dissolved_ones_are_not_offered(town):
    scene = make_scene(town)
    with writing():
        other = found_body(BodyKind.DEPARTMENT, "邻榆街道城管队", by=None, place_id=scene.second_street.id)
    old, everywhere = make_body(BodyKind.UTILITY, "老燃气站"), make_body(BodyKind.UTILITY, "电力公司")
    dissolved(old)
    offered = {body.id for body in councils.bodies(town.community.id)}
    assert {town.property.id, town.department.id, everywhere.id, scene.bodies[0].id} <= offered
    assert not {other.id, old.id} & offered
    assert {other.id, everywhere.id} <= {body.id for body in councils.bodies_at_work()}
    assert councils.body_of_kind(scene.second_street.id, BodyKind.DEPARTMENT).id != old.id


def test_nothing_new_is_promised_by_a_dissolved_body(page, town):
    issue = make_told(town.community, town.resident, town.secretary)
    dissolved(town.property)
    form = page.as_(town.secretary).get("action_items.from_issue", no=issue.id)
    offered = form.texts("option")
    assert town.property.short_name not in offered and town.department.short_name in offered
    with pytest.raises(Refused, match="已撤销"), writing():
        workflow.assign_directly(
            locked(Issue, issue.id), by=town.secretary, owner=locked(Body, town.property.id), what="修灯",
            standard="灯亮", due_on=local_today() + timedelta(days=3),
        )  # fmt: skip
