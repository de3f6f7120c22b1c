"""An order from the street's inbox to its closing: who leads, who assists, what follows for the issue."""

from datetime import timedelta
from itertools import product

import pytest

from civic.councils.models import BodyKind
from civic.councils.workflow import dissolve_body
from civic.database import locked, utcnow, writing
from civic.dispatch import queries, workflow
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import ORDER_TRANSITIONS, LegState, OrderState
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import refusals
from civic.issues import workflow as issues
from civic.issues.kinds import DeclineReason, LawfulChannel
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry
from civic.threads.models import Seal, Status, Thread
from tests.factories.councils import make_body
from tests.factories.dispatch import (
    ASSIST,
    LEAD,
    legs_of,
    make_order,
    make_received,
    make_replied,
    make_reply,
    make_untriaged_order,
)
from tests.factories.issues import make_told


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def issue_of(order):
    return db.session.get(Issue, order.issue_id, populate_existing=True)


def verbs_of(order):
    found = db.select(LedgerEntry.verb).where(LedgerEntry.subject == f"work_order:{order.id}")
    return list(db.session.scalars(found.order_by(LedgerEntry.id)))


def test_one_order_goes_to_several_bodies_at_once(town):
    order = make_order(town)
    issue, thread = issue_of(order), db.session.get(Thread, order.thread_id)
    assert order.state is OrderState.DISPATCHED
    assert [(leg.body_id, leg.role, leg.state) for leg in legs_of(order)] == [
        (town.department.id, LEAD, LegState.SENT),
        (town.property.id, LEAD, LegState.SENT),
    ]
    assert order.first_receiver_id == town.department.id
    assert (issue.state, issue.handler_body_id) == (IssueState.ACTING, town.department.id)
    assert issue.helper_body_ids == [town.property.id]
    assert (thread.stage, thread.status) == (Seal.ACT, Status.ACTING)


def test_the_deadline_is_set_at_dispatch_and_shown_to_the_resident(town):
    order = make_order(town)
    assert order.due_at is not None
    assert issue_of(order).due_at == order.due_at == legs_of(order)[0].due_at


def test_a_deadline_that_came_with_the_order_stands(town):
    given = utcnow() + timedelta(days=3)
    order = make_order(town, due_at=given)
    assert order.due_is_given
    assert {leg.due_at for leg in legs_of(order)} == {given}


def test_somebody_must_lead(town):
    with pytest.raises(Refused):
        make_order(town, (town.department, ASSIST))


def test_a_body_has_one_part(town):
    with pytest.raises(Refused):
        make_order(town, (town.department, LEAD), (town.department, ASSIST))


def test_a_community_gets_nothing_off_its_list(town):
    issue = make_told(town.community, town.resident, town.secretary, category="building_law.extensions")
    with pytest.raises(Refused, match="十七"):
        make_order(town, (town.residents_committee, LEAD), issue=issue)


def test_a_community_never_leads_where_it_only_assists(town):
    issue = make_told(town.community, town.resident, town.secretary, category="parking.locks")
    with pytest.raises(Refused, match="十七"):
        make_order(town, (town.residents_committee, LEAD), issue=issue)
    order = make_order(
        town, (town.department, LEAD), (town.residents_committee, ASSIST),
        issue=make_told(town.community, town.resident, town.secretary, category="parking.locks"),
    )  # fmt: skip
    assert [leg.role for leg in legs_of(order)] == [LEAD, ASSIST]


def test_a_community_leads_what_its_list_says(town):
    issue = make_told(town.community, town.resident, town.secretary, category="waste.bins")
    assert make_order(town, (town.residents_committee, LEAD), issue=issue).state is OrderState.DISPATCHED


def test_the_resident_is_answered_when_every_lead_has_replied(town):
    order = make_order(town)
    first, second = legs_of(order)
    make_reply(first, town.officer)
    assert now(order).state is OrderState.DISPATCHED
    assert issue_of(order).state is IssueState.ACTING
    make_reply(second, town.delegate, words="已重新划线。")
    assert now(order).state is OrderState.REPLIED
    assert issue_of(order).state is IssueState.ANSWERED
    assert "已重新划线。" in issue_of(order).answer_public


def test_who_assists_does_not_hold_up_the_answer(town):
    order = make_order(town, (town.department, LEAD), (town.property, ASSIST))
    lead, assist = legs_of(order)
    make_reply(lead, town.officer, words="地锁已拆除。")
    assert now(order).state is OrderState.REPLIED
    make_reply(assist, town.delegate, words="已重新划线。")
    assert (now(assist).state, now(order).state) == (LegState.REPLIED, OrderState.REPLIED)
    answered = issue_of(order)
    assert answered.state is IssueState.ANSWERED
    assert "地锁已拆除。" in answered.answer_public and "已重新划线。" in answered.answer_public
    assert verbs_of(order).count("work_order.replied") == 1


def test_it_closes_only_with_the_residents_word_or_after_a_callback(town):
    order = make_replied(town)
    with writing(), pytest.raises(Refused):
        workflow.close(locked(WorkOrder, order.id), by=None, how="unconfirmed")
    with writing():
        workflow.note_callback(locked(WorkOrder, order.id))
        workflow.close(locked(WorkOrder, order.id), by=None, how="unconfirmed")
    assert now(order).state is OrderState.CLOSED


def test_nothing_closes_without_a_reply(town):
    order = make_order(town)
    with writing(), pytest.raises(Conflict):
        workflow.note_callback(locked(WorkOrder, order.id))
        workflow.close(locked(WorkOrder, order.id), by=None, how="confirmed")


def test_the_residents_yes_closes_it(town):
    order = make_replied(town)
    with writing():
        issues.confirm(locked(Issue, order.issue_id), by=town.resident)
    assert (now(order).state, verbs_of(order)[-1]) == (OrderState.CLOSED, "work_order.closed")


def test_the_residents_no_starts_a_new_round_with_a_new_clock(town, clock):
    order = make_replied(town)
    before = order.due_at
    clock.forward(days=2)
    with writing():
        issues.reopen(locked(Issue, order.issue_id), by=town.resident, words="又装上了。")
    order = now(order)
    assert (order.state, order.round) == (OrderState.DISPATCHED, 2)
    assert order.due_at > before
    assert [leg.state for leg in legs_of(order)] == [LegState.SENT, LegState.SENT]
    assert issue_of(order).state is IssueState.ACTING


def test_an_answer_at_once_settles_it(town):
    order = make_received(town)
    with writing():
        issues.answer(locked(Issue, order.issue_id), by=town.street, words="办公时间是9点到17点。")
    assert now(order).state is OrderState.ANSWERED


@pytest.mark.parametrize(
    "channel, state",
    [(LawfulChannel.POLICE, OrderState.TRANSFERRED), (LawfulChannel.COURT, OrderState.REDIRECTED)],
)
def test_a_lawful_channel_settles_it(town, channel, state):
    order = make_untriaged_order(town)
    with writing():
        refusals.redirect(locked(Issue, order.issue_id), by=town.street, channel=channel, words="请找他们。")
    assert now(order).state is state


def test_out_of_scope_settles_it_and_a_second_look_brings_it_back(town):
    order = make_untriaged_order(town)
    with writing():
        issue = locked(Issue, order.issue_id)
        refusals.decline(issue, by=town.street, code=DeclineReason.PRIVATE_DISPUTE, words="请先调解。")
    assert now(order).state is OrderState.DECLINED
    with writing():
        issue = locked(Issue, order.issue_id)
        asked = refusals.appeal(issue, by=town.resident, words="不是私事。")
        refusals.rule(asked, issue=issue, by=town.secretary, upheld=True, words="重新受理。")
    assert now(order).state is OrderState.RECEIVED


def test_a_dissolved_body_lets_go_and_the_order_waits_anew(town):
    body = make_body(BodyKind.DEPARTMENT)
    order = make_order(town, (body, LEAD), (town.property, ASSIST))
    with writing():
        dissolve_body(locked(type(body), body.id), by=town.administrator)
    order = now(order)
    assert order.state is OrderState.RECEIVED
    assert {leg.state for leg in db.session.scalars(db.select(queries.DispatchLeg))} == {LegState.WITHDRAWN}
    assert issue_of(order).state is IssueState.ACCEPTED
    with pytest.raises(Refused), writing():
        workflow.dispatch(locked(WorkOrder, order.id), by=town.street, bodies=[(body, LEAD)])
    with writing():
        workflow.dispatch(locked(WorkOrder, order.id), by=town.street, bodies=[(town.property, LEAD)])
    assert issue_of(order).state is IssueState.ACTING


def test_an_issue_has_one_order(town):
    order = make_received(town)
    with writing(), pytest.raises(Conflict):
        workflow.receive(locked(Issue, order.issue_id), by=town.secretary)


def test_a_part_can_be_sent_on_to_another_body(town):
    order = make_order(town)
    leg = legs_of(order)[0]
    with writing():
        workflow.send_on(
            locked(WorkOrder, order.id), locked(type(leg), leg.id), by=town.street, body=town.water
        )
    assert [(each.body_id, each.is_open) for each in legs_of(order)] == [
        (town.department.id, False),
        (town.property.id, True),
        (town.water.id, True),
    ]


def test_every_move_follows_the_table(app):
    for was, to in product(OrderState, OrderState):
        order = WorkOrder(state=was, version=1)
        if to in ORDER_TRANSITIONS[was]:
            workflow.move(order, to)
            assert (order.state, order.version) == (to, 2)
        else:
            with pytest.raises(Conflict):
                workflow.move(order, to)
