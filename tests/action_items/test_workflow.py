"""Promises: who may be given what, what done needs, and what follows for the matter."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.action_items import workflow
from civic.action_items.backlog import put_on_backlog
from civic.action_items.models import ActionItem, BacklogEntry, ItemState
from civic.action_items.queries import notes_of
from civic.database import local_today, locked, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.models import Issue, PhotoPurpose, PhotoState
from civic.issues.states import IssueState
from civic.notifications.models import Message
from civic.threads.models import Seal, SealState, Status, Thread
from tests.factories.action_items import finished, make_evidence, make_item
from tests.factories.issues import make_accepted, make_issue, make_told


@pytest.fixture
def told(town):
    return make_told(town.community, town.resident, town.secretary)


@pytest.fixture
def item(told, town):
    return make_item(told, town.secretary, town.property)


def thread_of(row):
    return db.session.get(Thread, row.thread_id, populate_existing=True)


def test_a_small_thing_goes_straight_to_somebody(item, town):
    issue, thread = db.session.get(Issue, item.issue_id), thread_of(item)
    assert (issue.state, issue.handler_body_id) == (IssueState.ACTING, town.property.id)
    assert (thread.status, thread.holder_name, thread.due_on) == (
        Status.ACTING,
        town.property.name,
        item.due_on,
    )
    assert [seal.char for seal, *_ in thread.seal_states()] == list("接派办评")


def test_only_an_accepted_issue_can_be_handed_out(town):
    issue = make_issue(town.community, town.resident)
    with pytest.raises(Conflict):
        make_item(issue, town.secretary, town.property)


@pytest.mark.parametrize(
    "facts", [{"what": " "}, {"standard": " "}, {"due_on": local_today() - timedelta(days=1)}]
)
def test_a_promise_says_what_by_when_and_how_one_sees_it(told, town, facts):
    with pytest.raises(Refused):
        make_item(told, town.secretary, town.property, **facts)
    assert db.session.scalar(select(ActionItem.id)) is None


def test_done_needs_evidence(item, town):
    with pytest.raises(Refused), writing():
        workflow.finish(locked(ActionItem, item.id), by=town.secretary, words="灯换好了")
    make_evidence(item, state=PhotoState.REFUSED)
    make_evidence(item, purpose=PhotoPurpose.BEFORE)
    with pytest.raises(Refused), writing():
        workflow.finish(locked(ActionItem, item.id), by=town.secretary, words="灯换好了")
    make_evidence(item)
    finished(item, town.secretary, seen_at="")
    assert db.session.get(ActionItem, item.id).state == ItemState.DONE


def test_the_last_item_done_answers_the_issue_with_the_same_words(told, town):
    first, second = (make_item(told, town.secretary, town.property) for _ in range(2))
    finished(first, town.secretary)
    assert db.session.get(Issue, told.id).state is IssueState.ACTING
    finished(second, town.secretary, words="两盏都换了")
    issue = db.session.get(Issue, told.id)
    assert issue.state is IssueState.ANSWERED
    assert issue.answer_public.startswith("两盏都换了")
    assert thread_of(issue).status is Status.AWAITING


def test_the_resident_confirms_and_the_item_is_confirmed(item, told, town):
    finished(item, town.secretary)
    with writing():
        issues.confirm(locked(Issue, told.id), by=town.resident)
    assert db.session.get(ActionItem, item.id).state == ItemState.CONFIRMED
    assert thread_of(item).status is Status.DONE
    assert {state for _s, state, *_ in thread_of(item).seal_states()} == {SealState.DONE}


def test_the_resident_reopens_and_the_owner_has_it_again(item, told, town):
    finished(item, town.secretary)
    with writing():
        issues.reopen(locked(Issue, told.id), by=town.resident, words="晚上还是不亮")
    again, thread = db.session.get(ActionItem, item.id), thread_of(item)
    assert (again.state, again.times_reopened) == (ItemState.OPEN, 1)
    assert (thread.status, thread.holder_name, thread.stage) == (Status.ACTING, town.property.name, Seal.ACT)
    told_of = db.session.scalars(select(Message.verb).where(Message.person_id != town.resident.id)).all()
    assert "action_item.reopened" in told_of


def test_a_later_day_needs_a_reason_and_the_first_stays_on_show(item, town):
    promised = item.due_on
    with pytest.raises(Refused), writing():
        workflow.postpone(locked(ActionItem, item.id), by=town.secretary, due_on=promised, reason="等货")
    with writing():
        later = promised + timedelta(days=3)
        workflow.postpone(locked(ActionItem, item.id), by=town.secretary, due_on=later, reason="等货")
    again = db.session.get(ActionItem, item.id)
    assert (again.due_on, again.first_due_on) == (later, promised)
    assert thread_of(item).due_on == later
    assert notes_of(item)[-1].words == "等货"


def test_it_turns_red_by_itself_and_says_so_once(item, clock, tick, town):
    clock.forward(days=7)
    assert tick("action_items.late") == {"action_items.late": 0}
    clock.forward(days=1)
    assert tick("action_items.late") == {"action_items.late": 1}
    assert tick("action_items.late") == {"action_items.late": 0}
    again = db.session.get(ActionItem, item.id)
    assert again.is_late
    late = SealState.LATE in {state for _s, state, *_ in thread_of(item).seal_states()}
    assert late
    assert "action_item.turned_late" in db.session.scalars(select(Message.verb)).all()


def test_two_people_at_once_and_the_second_hears_what_changed(item, town):
    finished(item, town.secretary)
    with pytest.raises(Conflict) as refusal, writing():
        workflow.finish(locked(ActionItem, item.id), by=town.secretary, words="也办好了", seen_at="一层")
    assert str(ItemState.DONE.label) in str(refusal.value.message)


def test_letting_go_gives_the_issue_back(item, told, town):
    with pytest.raises(Refused), writing():
        workflow.release(locked(ActionItem, item.id), by=town.secretary, reason=" ")
    with writing():
        workflow.release(locked(ActionItem, item.id), by=town.secretary, reason="厂家停产")
    assert db.session.get(ActionItem, item.id).state == ItemState.RELEASED
    assert db.session.get(Issue, told.id).state is IssueState.ACCEPTED


def test_the_waiting_list_has_reason_and_day_and_one_line_an_issue(told, town):
    look = local_today() + timedelta(days=30)
    with pytest.raises(Refused), writing():
        put_on_backlog(locked(Issue, told.id), by=town.secretary, reason="", next_look_on=look)
    with pytest.raises(Refused), writing():
        put_on_backlog(locked(Issue, told.id), by=town.secretary, reason="等预算", next_look_on=local_today())
    for reason in ("等预算", "预算批了一半"):
        with writing():
            put_on_backlog(locked(Issue, told.id), by=town.secretary, reason=reason, next_look_on=look)
    entries = db.session.scalars(select(BacklogEntry)).all()
    assert [(e.reason, e.looks) for e in entries] == [("预算批了一半", 1)]


def test_handing_out_takes_it_off_the_list(told, town):
    with writing():
        put_on_backlog(
            locked(Issue, told.id),
            by=town.secretary,
            reason="等预算",
            next_look_on=local_today() + timedelta(days=9),
        )
    make_item(told, town.secretary, town.property)
    assert db.session.scalar(select(BacklogEntry.taken_off_at)) is not None


def test_only_what_is_accepted_can_wait_on_the_list(town):
    issue = make_issue(town.community, town.resident)
    with pytest.raises(Conflict), writing():
        put_on_backlog(
            locked(Issue, issue.id),
            by=town.secretary,
            reason="等",
            next_look_on=local_today() + timedelta(days=9),
        )


def test_an_accepted_issue_nobody_has_shows_no_holder(town):
    issue = make_accepted(make_issue(town.community, town.resident), town.secretary)
    assert thread_of(issue).holder_name == ""
