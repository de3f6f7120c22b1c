"""The dispatch table: what it suggests, who may set it, what it refuses, and what stays to be read."""

from datetime import timedelta

import pytest

from civic.councils.models import BodyKind
from civic.councils.workflow import dissolve_body
from civic.database import local_today, locked, writing
from civic.dispatch import inbox, table, table_workflow
from civic.dispatch.plans import plans_for
from civic.dispatch.queries import order_in_full
from civic.dispatch.table_models import DispatchRule
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.places.models import Place
from tests.factories.councils import make_body
from tests.factories.dispatch import ASSIST, LEAD, make_received
from tests.factories.issues import make_told


@pytest.fixture
def street(town):
    return db.session.get(Place, town.community.parent_id)


def set_rule(town, street, category, lead, *assists, place=None, **more):
    with writing():
        there = db.session.get(Place, (place or street).id)
        return table_workflow.set_rule(
            street, by=town.street, place=there, category=category, lead=lead, assists=assists,
            **{"reason": "街道办公会定的"} | more,
        )  # fmt: skip


def order_about(town, category, place=None):
    issue = make_told(town.community, town.resident, town.secretary, category=category, place=place)
    return order_in_full(make_received(town, issue).id)


def suggested(order):
    return table.suggest(order_in_full(order.id))


def test_it_suggests_lead_and_assists_in_two_statements(town, street, at_most):
    set_rule(town, street, "parking", town.department)
    set_rule(town, street, "parking.locks", town.department, town.property, place=town.community)
    order = order_about(town, "parking.locks", town.building)
    with at_most(2):
        found = table.suggest(order)
    assert [(body.id, role) for body, role in found] == [
        (town.department.id, LEAD),
        (town.property.id, ASSIST),
    ]


def test_many_orders_take_as_many_statements_as_one(town, street, at_most):
    set_rule(town, street, "", town.department)
    set_rule(town, street, "water", town.water, place=town.building)
    orders = [order_about(town, "water.pipes", town.building), order_about(town, "green.plants")]
    rows = inbox.orders_by_id([order.id for order in orders])
    with at_most(2):
        found = plans_for(rows)
    assert [found[row.id][0][0].id for row in rows] == [town.water.id, town.department.id]


def test_without_a_rule_nothing_is_suggested(town, street):
    set_rule(town, street, "water", town.water)
    assert table.suggest(order_about(town, "green.plants")) == []


def test_a_rule_of_another_building_says_nothing(town, street):
    other = next(
        place for place in db.session.scalars(db.select(Place).filter_by(kind="building"))
        if place.id != town.building.id
    )  # fmt: skip
    set_rule(town, street, "water", town.water, place=other)
    assert table.suggest(order_about(town, "water.pipes", town.building)) == []


def test_a_dissolved_body_breaks_its_rule_and_the_page_says_so(town, street, page):
    body = make_body(BodyKind.DEPARTMENT, "望榆街道旧办")
    set_rule(town, street, "green", town.property, body)
    order = order_about(town, "green.plants")
    with writing():
        dissolve_body(locked(type(body), body.id), by=town.administrator)
    assert suggested(order) == []
    doc = page.as_(town.street).get("work_orders.table")
    assert "有1条规定没法照办" in doc.text and "望榆街道旧办" in doc.text
    with pytest.raises(Refused):
        set_rule(town, street, "green", body)


def test_the_community_s_list_is_held(town, street):
    with pytest.raises(Refused, match="17|十七"):
        set_rule(town, street, "parking.locks", town.residents_committee)
    with pytest.raises(Refused, match="17|十七"):
        set_rule(town, street, "", town.residents_committee)
    with pytest.raises(Refused, match="17|十七"):
        set_rule(town, street, "building.lift", town.property, town.committee)
    assert set_rule(town, street, "parking.locks", town.department, town.residents_committee)
    assert set_rule(town, street, "waste.bins", town.residents_committee)


def test_a_new_rule_takes_over_and_the_old_one_stays_to_be_read(town, street, clock):
    first = set_rule(town, street, "water", town.property)
    clock.forward(days=3)
    second = set_rule(town, street, "water", town.water, reason="总管归自来水公司")
    old = db.session.get(DispatchRule, first.id, populate_existing=True)
    assert (old.valid_to, old.ended_by, old.end_reason) == (
        local_today(),
        town.street.id,
        "总管归自来水公司",
    )
    assert [line.rule.id for line in table.lines(street.id)] == [second.id]
    assert [row.id for row in table.history(street.id)] == [first.id]
    verbs = db.session.scalars(
        db.select(LedgerEntry.verb).where(LedgerEntry.verb.like("dispatch_rule.%")).order_by(LedgerEntry.id)
    )
    assert list(verbs) == ["dispatch_rule.set", "dispatch_rule.ended", "dispatch_rule.set"]


def test_a_rule_for_later_waits_for_its_day(town, street, clock):
    set_rule(town, street, "water", town.property)
    set_rule(town, street, "water", town.water, valid_from=local_today() + timedelta(days=2))
    order = order_about(town, "water.pipes")
    assert suggested(order)[0][0].id == town.property.id
    clock.forward(days=2)
    assert suggested(order)[0][0].id == town.water.id


@pytest.mark.parametrize("wrong", ["outside", "category", "yesterday", "twice"])
def test_what_cannot_be_a_rule_is_refused(town, street, wrong):
    given = {"category": "water", "lead": town.water, "assists": (), "reason": "x"}
    if wrong == "outside":
        given["place"] = db.session.get(Place, street.parent_id)
    elif wrong == "category":
        given["category"] = "gold"
    elif wrong == "yesterday":
        given["valid_from"] = local_today() - timedelta(days=1)
    else:
        given["assists"] = (town.water,)
    with pytest.raises(Refused), writing():
        table_workflow.set_rule(street, by=town.street, **{"place": street} | given)


def test_an_ended_rule_ends_once(town, street):
    rule = set_rule(town, street, "water", town.water)
    with writing():
        table_workflow.end_rule(locked(DispatchRule, rule.id), by=town.street, reason="合并")
    with pytest.raises(Conflict), writing():
        table_workflow.end_rule(locked(DispatchRule, rule.id), by=town.street, reason="合并")


def test_the_street_sets_and_ends_a_rule_on_its_page(town, street, page):
    desk = page.as_(town.street)
    desk.get("work_orders.table")
    fields = {"category": "water.pipes", "place": str(street.id), "lead": str(town.water.id)}
    desk.submit("form[action$='/rules']", **fields, reason="", status=422)
    doc = desk.submit("form[action$='/rules']", **fields, reason="总管归自来水公司")
    assert "榆水自来水公司" in doc.one("table").text()
    rule = db.session.scalar(db.select(DispatchRule))
    desk.get("work_orders.rule", no=rule.id)
    doc = desk.submit("form[action$='/end']", reason="改由物业先到场")
    assert "改由物业先到场" in doc.text and not doc.all("table")


def test_a_refusal_names_the_article_and_keeps_what_was_typed(town, street, page):
    desk = page.as_(town.street)
    desk.get("work_orders.table")
    doc = desk.submit(
        "form[action$='/rules']", category="parking.locks", place=str(street.id),
        lead=str(town.residents_committee.id), reason="想让居委会办", status=422,
    )  # fmt: skip
    assert "第十七条" in doc.text and "想让居委会办" in doc.source


def test_others_read_it_or_not_and_nobody_else_edits_it(town, street, page):
    rule = set_rule(town, street, "water", town.water)
    for person in (town.officer, town.secretary, town.district):
        doc = page.as_(person).get("work_orders.table")
        assert "榆水自来水公司" in doc.text and not doc.all("form[action$='/rules']")
        page.as_(person).get("work_orders.rule", no=rule.id, status=403)
        page.as_(person).post("work_orders.create_rule", street_id=street.id, status=403)
    page.as_(town.resident).get("work_orders.table", status=403)
