"""From the dispatch to the resident's answer: asked after the deadline, answered by nobody else."""

from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from civic.database import locked, utcnow, writing
from civic.dispatch import workflow as dispatch
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import OrderState
from civic.errors import CivicError, Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.reviews import queries, tokens, workflow
from civic.reviews.models import Callback
from civic.reviews.states import TRANSITIONS, AnswerChannel, CallbackState, Satisfied, Solved
from civic.reviews.text_answer import Said
from tests.factories.dispatch import make_order, make_replied, make_reply
from tests.factories.issues import make_accepted, make_issue
from tests.factories.reviews import NOT_YET, PLEASED, callback_of, make_answer, make_asked, make_offered

LINK, OWN, PHONE, TEXT = (
    AnswerChannel.LINK, AnswerChannel.OWN, AnswerChannel.PHONE, AnswerChannel.TEXT,
)  # fmt: skip


def now(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def order_of(callback):
    return db.session.get(WorkOrder, callback.order_id, populate_existing=True)


def issue_of(callback):
    return db.session.get(Issue, order_of(callback).issue_id, populate_existing=True)


def lines(callback):
    """(verb, public) of everything the ledger says of it."""
    found = (
        db.select(LedgerEntry.verb, LedgerPayload.public_json)
        .join(LedgerPayload, LedgerPayload.entry_id == LedgerEntry.id)
        .where(LedgerEntry.subject == f"callback:{callback.id}")
        .order_by(LedgerEntry.id)
    )
    return [tuple(row) for row in db.session.execute(found)]


def test_it_stands_from_the_dispatch_on_and_is_offered_with_the_reply(town):
    order = make_order(town)
    assert callback_of(order).state is CallbackState.EXPECTED
    callback = make_offered(town)
    assert (callback.state, callback.asked_at) == (CallbackState.OFFERED, None)
    assert order_of(callback).called_back_at is None


def test_the_resident_is_asked_after_the_deadline_and_once(town, tick, clock):
    callback = make_offered(town)
    tick("reviews.callbacks")
    assert now(callback).state is CallbackState.OFFERED
    clock.to(order_of(callback).due_at)
    assert tick("reviews.callbacks") == {"reviews.callbacks": 2}  # fell due, asked
    assert tick("reviews.callbacks") == {"reviews.callbacks": 0}
    callback = now(callback)
    assert callback.state is CallbackState.ASKED
    assert order_of(callback).called_back_at is not None
    assert [verb for verb, _public in lines(callback)] == [
        "callback.expected", "callback.offered", "callback.fell_due", "callback.asked",
    ]  # fmt: skip


def test_silence_is_unconfirmed_and_never_satisfied(town, tick, clock):
    callback = make_asked(town, clock)
    clock.forward(days=7)
    tick("reviews.callbacks")
    assert (now(callback).state, order_of(callback).state) == (CallbackState.UNCONFIRMED, OrderState.CLOSED)
    assert issue_of(callback).state is IssueState.ANSWERED
    assert queries.answers_of(callback) == []
    closed = db.select(LedgerPayload.public_json).join(
        LedgerEntry, (LedgerEntry.id == LedgerPayload.entry_id) & (LedgerEntry.verb == "work_order.closed")
    )
    assert db.session.scalars(closed).all() == [{"how": "unconfirmed"}]
    make_answer(callback)  # whoever was away still has their say
    assert now(callback).state is CallbackState.ANSWERED


def test_no_order_closes_without_a_reply_and_a_callback(town, clock):
    """I1, whichever way it closes."""
    order = make_order(town)
    for how in ("unconfirmed", "confirmed", "unsolved", "city_called"):
        with pytest.raises(CivicError), writing():
            dispatch.close(locked(WorkOrder, order.id), by=None, how=how)
    order = make_replied(town)
    with pytest.raises(Refused, match="还没"), writing():
        dispatch.close(locked(WorkOrder, order.id), by=None, how="unsolved")
    callback = callback_of(order)
    make_answer(callback)
    order = order_of(callback)
    assert order.state is OrderState.CLOSED
    assert order.replied_at is not None
    assert order.called_back_at is not None


def test_the_city_has_called_so_we_do_not(town, tick, clock):
    callback = make_offered(town)
    with writing():
        locked(WorkOrder, callback.order_id).city_called_at = utcnow()
    clock.forward(days=8)
    tick("reviews.callbacks")
    assert (now(callback).state, order_of(callback).state) == (CallbackState.LEFT_TO_CITY, OrderState.CLOSED)
    assert "callback.asked" not in [verb for verb, _public in lines(callback)]


def test_solved_confirms_the_issue_and_closes_the_order(town, clock):
    callback = make_asked(town, clock)
    make_answer(callback)
    assert (issue_of(callback).state, order_of(callback).state) == (IssueState.CONFIRMED, OrderState.CLOSED)
    said = {"round": 1, "contacted": True, "solved": "yes", "satisfied": "yes", "channel": "link"}
    assert lines(callback)[-1] == ("callback.answered", said)


@pytest.mark.parametrize("solved", [Solved.NO, Solved.PARTLY])
def test_not_solved_is_taken_up_again_in_one_tap_on_a_whole_new_clock(town, clock, tick, solved):
    callback = make_asked(town, clock)
    make_answer(callback, Said(True, solved, Satisfied.NO))
    assert issue_of(callback).state is IssueState.ANSWERED
    clock.forward(days=29)
    with writing():
        workflow.reopen(locked(Callback, callback.id), channel=LINK)
    order = order_of(callback)
    assert (order.state, order.round) == (OrderState.DISPATCHED, 2)
    assert order.due_at > utcnow()
    assert callback_of(order).state is CallbackState.EXPECTED
    with pytest.raises(Conflict, match="已经重新"), writing():
        workflow.reopen(locked(Callback, callback.id), channel=LINK)


@pytest.mark.parametrize("said", [PLEASED, NOT_YET])
def test_thirty_days_after_the_answer_it_is_raised_anew(town, clock, said):
    callback = make_asked(town, clock)
    make_answer(callback, said)
    clock.forward(days=30)
    with pytest.raises(Refused, match="30"), writing():
        workflow.reopen(locked(Callback, callback.id), channel=LINK)


def test_unsolved_and_not_taken_up_closes_and_says_so(page, town, clock, tick):
    callback = make_asked(town, clock)
    assert "等您确认" in page.get("/issues")
    make_answer(callback, NOT_YET)
    for address in ("/issues", f"/issues/{issue_of(callback).id}"):
        assert "还没全解决" in page.get(address) and "等您确认" not in page.last.one("main").text()
    clock.forward(days=7)
    tick("reviews.callbacks")
    assert (order_of(callback).state, issue_of(callback).state) == (OrderState.CLOSED, IssueState.ANSWERED)
    with writing():
        workflow.reopen(locked(Callback, callback.id), channel=LINK)
    assert order_of(callback).round == 2
    assert "还没全解决" not in page.get("/issues")


def test_nobody_who_handled_it_writes_down_an_answer(town, clock):
    """I7: neither a body with a leg, nor who dispatched it, nor the community, nor the reporter's staff."""
    callback = make_asked(town, clock)
    for person in (town.officer, town.delegate, town.street, town.secretary, town.neighbour, None):
        with pytest.raises(NotAllowed):
            make_answer(callback, channel=PHONE, by=person)
    given = make_answer(callback, channel=PHONE, by=town.street_colleague)
    assert given.entered_by == town.street_colleague.id
    assert lines(callback)[-1][1]["channel"] == "phone"


def test_only_the_reporter_answers_on_the_issues_own_page(town, clock):
    callback = make_asked(town, clock)
    for person in (town.second_adult, town.secretary, town.street, None):
        with pytest.raises(NotAllowed):
            make_answer(callback, channel=OWN, by=person)
    make_answer(callback, channel=OWN, by=town.resident)


def test_who_wrote_it_down_for_somebody_cannot_say_that_it_is_solved(town):
    order = make_order(town, issue=_told_for_somebody(town))
    for leg, by in zip(queries.legs_of(callback_of(order)), (town.officer, town.delegate), strict=True):
        make_reply(leg, by)
    with pytest.raises(NotAllowed), writing():
        issues.confirm(locked(Issue, order.issue_id), by=town.secretary)


def _told_for_somebody(town):
    return make_accepted(make_issue(town.community, contributed_by=town.secretary), town.secretary)


def test_confirming_or_reopening_on_ones_own_page_is_an_answer_too(town):
    for verb, solved in ((issues.confirm, Solved.YES), (issues.reopen, Solved.NO)):
        callback = make_offered(town)
        words = {"words": "还是老样子"} if verb is issues.reopen else {}
        with writing():
            verb(locked(Issue, issue_of(callback).id), by=town.resident, **words)
        assert now(callback).state is CallbackState.ANSWERED
        assert [(a.solved, a.satisfied, a.channel) for a in queries.answers_of(callback)] == [
            (solved, None, OWN)
        ]
        assert now(callback).fell_due_entry is not None or solved is Solved.YES


def test_a_correction_within_seven_days_leaves_the_old_answer_standing(town, clock):
    callback = make_asked(town, clock)
    make_answer(callback, channel=PHONE, by=town.street_colleague)
    for person in (town.street_colleague, town.officer):
        with pytest.raises(NotAllowed):
            make_answer(callback, NOT_YET, channel=PHONE, by=person, verb=workflow.correct)
    make_answer(callback, NOT_YET, verb=workflow.correct)
    assert [answer.solved for answer in queries.answers_of(callback)] == [Solved.YES, Solved.NO]
    verb, public = lines(callback)[-1]
    assert (verb, public["solved"], public["was_solved"]) == ("callback.corrected", "no", "yes")
    clock.forward(days=7)
    with pytest.raises(Refused, match="7|七"):
        make_answer(callback, PLEASED, verb=workflow.correct)


def test_the_database_refuses_to_change_a_rating(town, clock):
    callback = make_asked(town, clock)
    make_answer(callback, NOT_YET)
    for statement in ("UPDATE callback_answer SET solved='yes'", "DELETE FROM callback_answer"):
        with pytest.raises(DBAPIError), writing() as session:
            session.execute(text(statement))


def test_answered_once_whatever_the_way(town, clock):
    callback = make_asked(town, clock)
    make_answer(callback, NOT_YET)
    for channel, by in ((LINK, None), (TEXT, None), (OWN, town.resident), (PHONE, town.street_colleague)):
        with pytest.raises(Conflict):
            make_answer(callback, PLEASED, channel=channel, by=by)


def test_a_link_ends_thirty_days_after_the_asking(town, clock):
    callback = make_asked(town, clock)
    clock.forward(days=30)
    assert now(callback).is_expired
    with pytest.raises(Conflict):
        make_answer(callback)


def test_only_a_fingerprint_of_the_link_is_kept(town, owner):
    callback = make_offered(town)
    token = tokens.token_of(callback)
    assert queries.callback_by_token(token.upper()).id == callback.id
    with owner.connect() as connection:
        rows = connection.execute(text("SELECT * FROM callback")).all()
    assert token not in str(rows)


def test_states_move_along_the_table_only(town):
    """Each illegal move is refused; legal ones are played by the tests above."""
    callback = make_offered(town)
    for here, there in product(CallbackState, CallbackState):
        if there not in TRANSITIONS[here]:
            with pytest.raises(Conflict), writing():
                row = locked(Callback, callback.id)
                row.state = here
                workflow._move(row, there)


def test_a_round_nobody_leads_is_replaced(town):
    order = make_order(town)
    callback = callback_of(order)
    with writing():
        dispatch.unlead(locked(WorkOrder, order.id), by=town.street)
    assert now(callback).state is CallbackState.REPLACED
