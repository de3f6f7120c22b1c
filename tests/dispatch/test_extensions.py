"""延期: asked before the deadline, ruled on by another, told to the resident, who may object."""

from datetime import timedelta

import pytest

from civic.database import end_of, local_today, locked, writing
from civic.dispatch import extension_workflow, leg_workflow
from civic.dispatch.clocks import amber_at, last_day
from civic.dispatch.exception_states import ExtensionState
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import Light
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.issues.models import Issue
from civic.ledger.models import LedgerEntry
from civic.threads.models import Thread
from tests.factories.dispatch import legs_of, make_order, make_reply
from tests.factories.exceptions import make_accepted_leg, make_extension, on_row, run


@pytest.fixture
def leg(town):
    return make_accepted_leg(town)


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def order_of(leg):
    return db.session.get(WorkOrder, leg.order_id, populate_existing=True)


def verbs_of(row):
    name = f"{row.__tablename__}:{row.id}"
    return list(db.session.scalars(db.select(LedgerEntry.verb).where(LedgerEntry.subject == name)))


def grant(leg, extension, by, words="情况属实。", **more):
    run(extension_workflow.grant, leg, extension, by=by, words=words, **more)


def test_approved_the_deadline_moves_and_the_order_follows(leg, town, clock):
    clock.forward(days=2)
    extension = make_extension(leg, town.officer)
    assert now(leg).due_at == extension.due_was  # asking moves nothing
    grant(leg, extension, town.street)
    moved, order = now(leg), order_of(leg)
    assert (moved.due_at, order.due_at) == (extension.due_at, extension.due_at)
    assert moved.amber_at > amber_at(now(extension).asked_at, extension.due_at) - timedelta(minutes=1)
    assert db.session.get(Issue, order.issue_id).due_at == extension.due_at
    assert db.session.get(Thread, order.thread_id).due_on == last_day(extension.due_at)
    assert verbs_of(extension) == ["leg.extension_asked", "leg.extended"]


def test_the_order_is_due_when_the_last_leader_is(leg, town):
    first = legs_of(order_of(leg))[1]
    with writing():
        leg_workflow.accept(locked(DispatchLeg, first.id), by=town.delegate)
    long, short = make_extension(leg, town.officer, days=9), make_extension(first, town.delegate, days=3)
    grant(leg, long, town.street)
    grant(first, short, town.street)
    assert order_of(leg).due_at == long.due_at
    make_reply(leg, town.officer)
    third = make_extension(first, town.delegate, days=4)
    grant(first, third, town.street)
    assert order_of(leg).due_at == third.due_at


def test_it_is_asked_before_the_deadline(leg, town, clock):
    clock.to(leg.due_at)
    with pytest.raises(Refused):
        make_extension(leg, town.officer)
    clock.to(leg.due_at - timedelta(seconds=1))
    assert make_extension(leg, town.officer).state is ExtensionState.ASKED


def test_granted_after_the_deadline_takes_the_red_off(leg, town, clock, tick):
    extension = make_extension(leg, town.officer)
    clock.to(leg.due_at + timedelta(minutes=1))
    tick("dispatch.legs")
    assert now(leg).light() is Light.RED
    grant(leg, extension, town.street)
    assert (now(leg).light(), now(leg).late_since) == (Light.GREEN, None)


@pytest.mark.parametrize("missing", [{"reason": " "}, {"teller": ""}, {"every_days": 0}, {"days": 0}])
def test_it_lacks_nothing(leg, town, missing):
    with pytest.raises(Refused):
        make_extension(leg, town.officer, **missing)


def test_a_part_nobody_accepted_is_given_no_time(town):
    with pytest.raises(Conflict):
        make_extension(legs_of(make_order(town))[0], town.officer)


def test_one_at_a_time(leg, town):
    make_extension(leg, town.officer)
    with pytest.raises(Conflict):
        make_extension(leg, town.officer)


def test_who_asked_does_not_rule_nor_does_their_body(leg, town):
    extension = make_extension(leg, town.officer)
    with pytest.raises(NotAllowed):
        grant(leg, extension, town.officer)
    with pytest.raises(NotAllowed):
        on_row(extension_workflow.refuse, extension, by=town.officer, words="不同意。")
    by_street = make_extension(legs_of(order_of(make_accepted_leg(town)))[0], town.street)
    with pytest.raises(NotAllowed):
        on_row(extension_workflow.refuse, by_street, by=town.street, words="不同意。")


def test_a_ruling_has_words_and_comes_once(leg, town):
    extension = make_extension(leg, town.officer)
    with pytest.raises(Refused):
        grant(leg, extension, town.street, words=" ")
    on_row(extension_workflow.refuse, extension, by=town.street, words="料早就该订。")
    assert (now(extension).state, now(leg).due_at) == (ExtensionState.REFUSED, leg.due_at)
    with pytest.raises(Conflict):
        grant(leg, extension, town.street)


def test_a_deadline_of_the_hotline_needs_its_number(town):
    given = local_today()
    leg = make_accepted_leg(town, due_at=_in_days(given, 5))
    extension = make_extension(leg, town.officer)
    with pytest.raises(Refused):
        grant(leg, extension, town.street)
    grant(leg, extension, town.street, hotline_ref="YQ-2026-118")
    assert now(extension).hotline_ref == "YQ-2026-118"


def _in_days(day, days):
    return end_of(day + timedelta(days=days))


def test_a_day_that_is_over_is_not_granted(leg, town, clock):
    extension = make_extension(leg, town.officer, days=1)
    clock.to(extension.due_at)
    with pytest.raises(Refused):
        grant(leg, extension, town.street)


def test_the_resident_objects_once_and_is_answered(leg, town):
    extension = make_extension(leg, town.officer)
    with pytest.raises(Conflict):
        on_row(extension_workflow.answer_protest, extension, by=town.street, words="好。")
    on_row(extension_workflow.protest, extension, by=town.resident, words="已经拖了半个月。")
    with pytest.raises(Conflict):
        on_row(extension_workflow.protest, extension, by=town.resident, words="再说一次。")
    on_row(extension_workflow.answer_protest, extension, by=town.street, words="我们每天催。")
    assert (now(extension).protest, now(extension).protest_answer) == ("已经拖了半个月。", "我们每天催。")


def test_a_refused_one_is_not_objected_to(leg, town):
    extension = make_extension(leg, town.officer)
    on_row(extension_workflow.refuse, extension, by=town.street, words="不同意。")
    with pytest.raises(Conflict):
        on_row(extension_workflow.protest, extension, by=town.resident, words="拖太久。")


def test_a_reply_ends_what_waits(leg, town):
    extension = make_extension(leg, town.officer)
    make_reply(leg, town.officer)
    assert now(extension).state is ExtensionState.LAPSED


def test_the_body_is_reminded_to_tell_once_for_each_day(leg, town, clock, tick):
    extension = make_extension(leg, town.officer, days=8)
    grant(leg, extension, town.street)
    assert now(extension).next_progress_on == local_today() + timedelta(days=2)
    clock.forward(days=2)
    assert tick("dispatch.progress")["dispatch.progress"] == 1
    assert tick("dispatch.progress")["dispatch.progress"] == 0
    on_row(extension_workflow.tell_progress, extension, by=town.officer, words="配件已到,明天装。")
    clock.forward(days=2)
    assert tick("dispatch.progress")["dispatch.progress"] == 1
    make_reply(leg, town.officer)
    assert now(extension).next_progress_on is None
    with pytest.raises(Conflict):
        on_row(extension_workflow.tell_progress, extension, by=town.officer, words="好了。")
