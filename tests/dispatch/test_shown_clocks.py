"""The clock everybody sees on the matter's page (I2)."""

from datetime import timedelta

import pytest

from civic.dispatch.shown_clocks import parts_in_hand
from tests.factories.dispatch import legs_of, make_order, make_reply, make_untriaged_order


@pytest.fixture
def order(town):
    return make_order(town)


def test_everybody_reads_who_is_on_it_until_when(page, town, order):
    shown = page.get(f"/issues/{order.issue_id}")
    assert len(shown.all("#in-hand svg.bar")) == 2
    assert f"已交给{town.department.short_name}" in shown


def test_what_was_replied_and_what_is_late_is_said(page, town, order, clock, tick):
    first, second = legs_of(order)
    make_reply(first, town.officer)
    clock.to(second.due_at + timedelta(seconds=1))
    tick("dispatch.legs")
    shown = page.get(f"/issues/{order.issue_id}")
    assert f"{town.department.short_name}已在" in shown
    assert "已经向上报告" in shown
    assert "答复超时,已报街道" in shown


def test_nothing_is_shown_before_somebody_has_it(page, town):
    order = make_untriaged_order(town)
    assert page.get(f"/issues/{order.issue_id}").element("in-hand") is None
    assert parts_in_hand(order.id) == []
