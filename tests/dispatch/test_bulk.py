"""Many orders at once, as their words suggest and the dispatch table says."""

import pytest

from civic.database import writing
from civic.dispatch import table_workflow
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import OrderState
from civic.extensions import db
from civic.places.models import Place
from tests.factories.dispatch import legs_of, make_received
from tests.factories.issues import make_issue


@pytest.fixture
def orders(town):
    street = db.session.get(Place, town.community.parent_id)
    with writing():
        table_workflow.set_rule(
            street, by=town.street, place=street, category="parking.locks", lead=town.department,
            assists=[town.property], reason="街道办公会定的",
        )  # fmt: skip
    said = ("3号楼前有人私装地锁占车位", "嗯嗯嗯")
    return [make_received(town, make_issue(town.community, town.resident, words=words)) for words in said]


def ticks(orders):
    return {"chosen": [f"{order.id}:{order.version}" for order in orders]}


def states(orders):
    return [db.session.get(WorkOrder, order.id, populate_existing=True).state for order in orders]


def test_what_is_ticked_goes_out_as_suggested(page, town, orders):
    desk = page.as_(town.street)
    assert len(desk.get("/work-orders?all=1").all("input[name=chosen][checked]")) == 1
    assert "已派出1件" in desk.post("/work-orders/dispatches", ticks(orders)).flashes[0]
    assert states(orders) == [OrderState.DISPATCHED, OrderState.RECEIVED]
    assert [leg.body_id for leg in legs_of(orders[0])] == [town.department.id, town.property.id]


def test_what_moved_on_meanwhile_stays_as_it_is(page, town, orders):
    desk, seen = page.as_(town.street), ticks(orders[:1])
    desk.post("/work-orders/dispatches", seen)
    assert "已有同事处理过" in desk.post("/work-orders/dispatches", seen).flashes[0]
    assert len(legs_of(orders[0])) == 2


def test_another_street_dispatches_nothing(page, town, orders):
    page.as_(town.district).post("/work-orders/dispatches", ticks(orders), status=403)
    assert states(orders) == [OrderState.RECEIVED, OrderState.RECEIVED]


def test_the_order_page_presets_what_the_table_says(page, town, orders):
    shown = page.as_(town.street).get(f"/work-orders/{orders[0].id}")
    chosen = [option.text() for option in shown.all("select[name=lead] option[selected]")]
    assert chosen == [town.department.short_name]


def test_a_kept_row_has_none_of_the_residents_words(page, app, town, orders):
    """Drawings are kept as long as the process lives; words of a resident may be erased before."""
    desk = page.as_(town.street)
    assert "3号楼前有人私装地锁占车位" in desk.get("/work-orders")
    kept = [text for text in app.extensions["frame"].values() if f"chosen-{orders[0].id}" in text]
    assert kept and not [text for text in kept if "3号楼前有人" in text]
