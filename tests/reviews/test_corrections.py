"""A changed answer does what that answer would have done, had it been the first."""

import pytest

from civic.action_items.models import ActionItem, ItemState
from civic.database import locked, utcnow, writing
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import OrderState
from civic.errors import Conflict
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry
from civic.reviews import workflow
from civic.reviews.states import AnswerChannel, Satisfied, Solved
from civic.reviews.text_answer import Said
from civic.threads.models import Thread
from tests.factories.dispatch import make_reply
from tests.factories.reviews import NOT_YET, PLEASED, callback_of, make_answer, make_asked, queries

LINK, OWN = AnswerChannel.LINK, AnswerChannel.OWN
PARTLY = Said(True, Solved.PARTLY, Satisfied.NO)
CONTENT = Said(True, Solved.YES, Satisfied.BASICALLY)


def order_of(callback):
    return db.session.get(WorkOrder, callback.order_id, populate_existing=True)


def issue_of(callback):
    return db.session.get(Issue, order_of(callback).issue_id, populate_existing=True)


def standing(callback):
    """What everybody sees of it: state, word, whether it was confirmed."""
    issue = issue_of(callback)
    thread = db.session.get(Thread, issue.thread_id, populate_existing=True)
    return issue.state, str(thread.word), issue.confirmed_at is None


def correct(callback, said, **more):
    return make_answer(callback, said, verb=workflow.correct, **more)


def said_of_issue(callback, verb):
    subject = f"issue:{issue_of(callback).id}"
    return len(
        db.session.scalars(
            db.select(LedgerEntry.id).where(LedgerEntry.verb == verb, LedgerEntry.subject == subject)
        ).all()
    )


def taken_up(callback):
    with writing():
        workflow.reopen(queries.locked_callback(callback.id), channel=LINK)


def answered_again(callback, town):
    """The second round: the same bodies reply once more."""
    legs = queries.legs_of(callback_of(order_of(callback)))
    for leg, by in zip(legs, (town.officer, town.delegate), strict=True):
        make_reply(leg, by)


@pytest.mark.parametrize("said", [NOT_YET, PARTLY])
def test_yes_corrected_stands_like_a_first_no(town, clock, page, said):
    first, changed = make_asked(town, clock), make_asked(town, clock)
    make_answer(first, said)
    make_answer(changed)
    assert issue_of(changed).state is IssueState.CONFIRMED
    correct(changed, said)
    assert standing(changed) == standing(first)
    assert standing(changed)[0] is IssueState.ANSWERED
    assert "还没全解决" in page.get(f"/issues/{issue_of(changed).id}")
    assert said_of_issue(changed, "issue.confirmation_taken_back") == 1


def test_after_the_correction_it_is_taken_up_again_in_one_tap(town, clock, page):
    callback = make_asked(town, clock)
    make_answer(callback, channel=OWN, by=town.resident)
    resident, number = page.as_(town.resident), issue_of(callback).id
    resident.get("issues.own", no=number)
    resident.submit("提交改过的回答", {"contacted": "yes", "solved": "no", "satisfied": "no"})
    assert issue_of(callback).state is IssueState.ANSWERED
    resident.submit("form[action$=reopening]")
    order = order_of(callback)
    assert (order.round, order.state) == (2, OrderState.DISPATCHED) and order.due_at > utcnow()
    assert "反映人改口说:还是没解决" in page.get(f"/issues/{number}")


def test_yes_said_differently_confirms_once(town, clock):
    callback = make_asked(town, clock)
    make_answer(callback)
    correct(callback, CONTENT)
    assert issue_of(callback).state is IssueState.CONFIRMED
    assert said_of_issue(callback, "issue.confirmed") == 1
    assert said_of_issue(callback, "issue.confirmation_taken_back") == 0


def test_no_corrected_to_yes_confirms_and_closes_like_a_first_yes(town, clock, tick):
    first, changed = make_asked(town, clock), make_asked(town, clock)
    make_answer(first)
    make_answer(changed, NOT_YET)
    correct(changed, PLEASED)
    assert standing(changed)[:2] == standing(first)[:2]
    assert order_of(changed).state is OrderState.CLOSED
    correct(changed, NOT_YET)  # and back: the last word within the seven days stands
    assert standing(changed)[0] is IssueState.ANSWERED
    clock.forward(days=8)
    tick("reviews.callbacks")
    assert standing(changed)[0] is IssueState.ANSWERED


def test_a_word_about_the_first_round_confirms_nothing_in_the_second(town, clock):
    """What is answered there is asked about anew: no earlier "yes" confirms it in silence."""
    callback = make_asked(town, clock)
    make_answer(callback, NOT_YET)
    taken_up(callback)
    answered_again(callback, town)
    assert issue_of(callback).state is IssueState.ANSWERED
    correct(callback, PLEASED)
    assert issue_of(callback).state is IssueState.ANSWERED
    assert callback_of(order_of(callback)).is_answerable
    assert said_of_issue(callback, "issue.confirmed") == 0


def test_a_word_about_the_first_round_takes_nothing_back_in_the_second(town, clock):
    callback = make_asked(town, clock)
    make_answer(callback)
    taken_up(callback)
    answered_again(callback, town)
    make_answer(callback_of(order_of(callback)))
    assert issue_of(callback).state is IssueState.CONFIRMED
    correct(callback, NOT_YET)
    assert issue_of(callback).state is IssueState.CONFIRMED


def test_a_promise_confirmed_with_it_is_said_to_be_done_again(town, clock):
    callback = make_asked(town, clock)
    issue = issue_of(callback)
    with writing():  # a promise of its own, done before it was asked about
        item = ActionItem(
            thread_id=issue.thread_id, community_id=issue.community_id, issue_id=issue.id, what="换锁",
            standard="能锁上", owner_body_id=town.property.id, due_on=utcnow().date(),
            first_due_on=utcnow().date(), state=ItemState.DONE,
        )  # fmt: skip
        db.session.add(item)
    make_answer(callback)
    assert db.session.get(ActionItem, item.id, populate_existing=True).state == ItemState.CONFIRMED
    correct(callback, NOT_YET)
    item = db.session.get(ActionItem, item.id, populate_existing=True)
    assert (item.state, item.confirmed_at) == (ItemState.DONE, None)
    taken_up(callback)
    assert db.session.get(ActionItem, item.id, populate_existing=True).state == ItemState.OPEN


def test_nobody_else_makes_a_confirmed_issue_answered_again(town, clock, page):
    callback = make_asked(town, clock)
    number = issue_of(callback).id
    with pytest.raises(Conflict), writing():  # nothing to take back yet
        issues.take_back_confirmation(locked(Issue, number), channel="link")
    make_answer(callback)
    with pytest.raises(Conflict), writing():
        issues.answer(locked(Issue, number), by=town.secretary, words="换好了")
