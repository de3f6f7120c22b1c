"""挂账: plan, owner, next look, two persons; clocks stand and go on; looked at again; never urgent."""

from datetime import timedelta

import pytest

from civic.councils.workflow import dissolve_body
from civic.database import local_today, locked, utcnow, writing
from civic.dispatch import leg_workflow, long_term_workflow
from civic.dispatch.exception_figures import page_of_entries
from civic.dispatch.exception_queries import waiting_for
from civic.dispatch.exception_states import Ending, LongTermState
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import Light, OrderState
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.issues.kinds import Urgency
from civic.issues.models import Issue
from civic.ledger.models import LedgerEntry
from civic.threads.models import Status, Thread
from tests.factories.dispatch import LEAD, legs_of, make_order, make_reply
from tests.factories.exceptions import make_listed, make_proposed_entry, on_order, on_row
from tests.factories.issues import make_told


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def verbs_of(row):
    name = f"{row.__tablename__}:{row.id}"
    return list(db.session.scalars(db.select(LedgerEntry.verb).where(LedgerEntry.subject == name)))


def test_on_the_list_residents_read_why_and_the_clocks_stand(town, clock, tick):
    order = make_order(town)
    leg, due = legs_of(order)[0], order.due_at
    entry = make_listed(town, order)
    issue, thread = db.session.get(Issue, order.issue_id), db.session.get(Thread, order.thread_id)
    assert now(order).state is OrderState.LONG_TERM
    assert (issue.status, thread.status) == (Status.NOT_NOW, Status.NOT_NOW)
    assert (thread.holder_id, thread.due_on) == (town.department.id, entry.next_review_on)
    assert (now(leg).next_look_at, now(leg).light(due + timedelta(days=9))) == (None, Light.GREEN)
    clock.to(due + timedelta(days=9))
    assert tick("dispatch.legs")["dispatch.legs"] == 0
    assert now(leg).light() is Light.GREEN
    assert verbs_of(entry) == ["work_order.long_term_proposed", "work_order.long_term"]


def test_off_it_the_clocks_go_on_with_what_was_left(town, clock):
    order = make_order(town)
    leg = legs_of(order)[0]
    clock.forward(days=1)
    left = leg.due_at - utcnow()
    entry = make_listed(town, order)
    clock.forward(days=40)
    on_order(long_term_workflow.take_up, entry, by=town.street, words="规划批了。")
    assert abs(now(leg).due_at - utcnow() - left) < timedelta(minutes=1)
    assert (now(leg).paused_at, now(leg).next_look_at is None) == (None, False)
    assert now(order).state is OrderState.DISPATCHED
    assert now(order).due_at == max(each.due_at for each in legs_of(order))
    assert db.session.get(Issue, order.issue_id).status is Status.ACTING
    assert (now(entry).state, now(entry).ending) == (LongTermState.ENDED, Ending.DOABLE)


def test_done_after_all_it_is_answered_and_off_the_list(town, clock):
    order = make_order(town)
    entry = make_listed(town, order)
    clock.to(order.due_at + timedelta(days=3))
    for leg, by in zip(legs_of(order), (town.officer, town.delegate), strict=True):
        make_reply(leg, by)
        assert now(leg).replied_at <= now(leg).due_at  # the clock had stood
    assert (now(order).state, now(entry).ending) == (OrderState.REPLIED, Ending.DONE)
    assert [row.id for row in page_of_entries()] == []


def test_speaking_with_the_resident_meanwhile_is_in_time(town, clock):
    order = make_order(town)
    leg = legs_of(order)[0]
    make_listed(town, order)
    clock.to(leg.contact_due_at + timedelta(days=2))
    with writing():
        leg_workflow.accept(locked(DispatchLeg, leg.id), by=town.officer)
        leg_workflow.contact(locked(DispatchLeg, leg.id), by=town.officer)
    assert now(leg).contacted_at <= now(leg).contact_due_at


def test_an_urgent_order_is_never_put_off(town):
    issue = make_told(town.community, town.resident, town.secretary, urgency=Urgency.URGENT)
    with pytest.raises(Refused):
        make_proposed_entry(make_order(town, issue=issue), town)


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"plan": ""}, {"days": 0}, {"days": 367}, {"days": -1}])
def test_it_lacks_nothing(town, wrong):
    with pytest.raises(Refused):
        make_proposed_entry(make_order(town), town, **wrong)


def test_proposer_and_approver_differ(town):
    entry = make_proposed_entry(make_order(town), town)
    for verb in (long_term_workflow.approve,):
        with pytest.raises(NotAllowed):
            on_order(verb, entry, by=town.street, words="同意。")
    with pytest.raises(NotAllowed):
        on_row(long_term_workflow.refuse, entry, by=town.street, words="不同意。")
    on_row(long_term_workflow.refuse, entry, by=town.street_colleague, words="能办,接着办。")
    assert (now(entry).state, verbs_of(entry)[-1]) == (LongTermState.REFUSED, "work_order.long_term_refused")
    with pytest.raises(Conflict):
        on_order(long_term_workflow.approve, entry, by=town.street_colleague, words="同意。")


def test_one_proposal_at_a_time(town):
    order = make_order(town)
    make_proposed_entry(order, town)
    with pytest.raises(Conflict):
        make_proposed_entry(order, town)


def test_only_what_is_worked_on_can_be_listed(town):
    order = make_order(town)
    entry = make_proposed_entry(order, town)
    for leg, by in zip(legs_of(order), (town.officer, town.delegate), strict=True):
        make_reply(leg, by)
    with pytest.raises(Conflict):
        on_order(long_term_workflow.approve, entry, by=town.street_colleague, words="同意。")


def test_the_look_lies_on_the_desk_once_and_is_written_down(town, clock, tick):
    entry = make_listed(town, days=10)
    assert tick("dispatch.reviews")["dispatch.reviews"] == 0
    clock.forward(days=10)
    assert [tick("dispatch.reviews")["dispatch.reviews"] for _ in range(2)] == [1, 0]
    assert [row.id for row in waiting_for(town.street)["review"]] == [entry.id]
    with pytest.raises(Refused):
        on_order(
            long_term_workflow.review, entry, by=town.street, finding=" ",
            next_review_on=local_today() + timedelta(days=30),
        )  # fmt: skip
    on_order(
        long_term_workflow.review, entry, by=town.street, finding="规划还在审。", plan="年底前划线。",
        next_review_on=local_today() + timedelta(days=30),
    )  # fmt: skip
    assert waiting_for(town.street)["review"] == []
    assert (now(entry).plan, now(entry).next_review_on) == (
        "年底前划线。",
        local_today() + timedelta(days=30),
    )
    assert verbs_of(entry)[-2:] == ["work_order.review_due", "work_order.reviewed"]
    assert [look.finding for look in next(iter(page_of_entries())).reviews] == ["规划还在审。"]


def test_what_is_off_the_list_is_not_looked_at(town):
    entry = make_listed(town)
    on_order(long_term_workflow.take_up, entry, by=town.street, words="能办了。")
    later = local_today() + timedelta(days=30)
    with pytest.raises(Conflict):
        on_order(long_term_workflow.review, entry, by=town.street, finding="看了。", next_review_on=later)
    with pytest.raises(Conflict):
        on_order(long_term_workflow.take_up, entry, by=town.street, words="能办了。")


def test_a_dissolved_leader_takes_it_off_the_list(town):
    order = make_order(town, (town.department, LEAD))
    entry = make_listed(town, order)
    with writing():
        dissolve_body(locked(type(town.department), town.department.id), by=None)
    assert (now(order).state, now(entry).ending) == (OrderState.RECEIVED, Ending.HANDED_ON)
    assert db.session.get(WorkOrder, order.id).state is OrderState.RECEIVED
