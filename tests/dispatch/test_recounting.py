"""Working days of a year whose holidays were not announced: marked, and counted anew once they are."""

from datetime import date, timedelta

from civic.database import local_today, locked, writing
from civic.dispatch import clocks, queries
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.recounting import announced_until, recount
from civic.dispatch.working_days import CHINA, Calendar
from civic.extensions import db
from tests.factories.dispatch import legs_of, make_order, make_reply

YEAR = max(CHINA.years) + 1
ANNOUNCED = frozenset(date(YEAR, 1, day) for day in range(4, 9))
TOLD = Calendar(CHINA.off | ANNOUNCED, CHINA.worked, CHINA.years | {YEAR})
FIVE = "urgent=5wd,timely=5wd,normal=5wd,complex=5wd"


def now(leg):
    return db.session.get(DispatchLeg, leg.id, populate_existing=True)


def counted(leg):
    with writing():
        order = locked(WorkOrder, leg.order_id)
        return recount(order, locked(DispatchLeg, leg.id), TOLD)


def test_it_is_marked_and_moves_when_the_notice_is_out(app, clock, town, tick, page, monkeypatch):
    monkeypatch.setitem(app.config, "CLOCKS", FIVE)
    clock.forward(days=(date(YEAR - 1, 12, 30) - local_today()).days)
    order = make_order(town)
    first, second = legs_of(order)
    assert first.is_provisional and second.is_provisional
    assert "放假安排还没公布" in page.get(f"/issues/{order.issue_id}")
    make_reply(second, town.delegate)
    assert tick("dispatch.recounts") == {"dispatch.recounts": 0}
    was, replied = now(first).due_at, now(second).due_at
    assert queries.legs_to_recount(announced_until(TOLD)) == [first.id]
    assert (counted(first), counted(first), counted(second)) == (True, False, False)
    moved = now(first)
    assert moved.due_at == clocks.due_at(moved.sent_at, clocks.Term.of("5wd"), TOLD)
    assert moved.due_at > was + timedelta(days=1) and not moved.is_provisional
    assert db.session.get(WorkOrder, order.id, populate_existing=True).due_at == moved.due_at
    assert now(second).due_at == replied
    assert queries.legs_to_recount(announced_until(TOLD)) == []
