"""Two at the very same moment: two answers, two workers, two freezing a month."""

from datetime import date, timedelta

import pytest

from civic.database import locked, utcnow, writing
from civic.dispatch.models import WorkOrder
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.reviews import queries, scoring, workflow
from civic.reviews.adding import Period
from civic.reviews.models import Callback
from civic.reviews.score_models import ScoreRun
from civic.reviews.states import AnswerChannel
from civic.ticking import SWEEPS
from tests.factories.reviews import NOT_YET, PLEASED, make_offered

EVER = Period(date(2020, 1, 1), date(2040, 1, 1))


def answer(number, solved):
    with writing():
        said = PLEASED if solved else NOT_YET
        workflow.answer(queries.locked_callback(number), said, channel=AnswerChannel.LINK)


def sweep(name):
    return SWEEPS[name]()


def freeze():
    run = scoring.freeze_now(EVER, only_once=True)
    return run and run.id


def make_due(callback):
    """Its deadline was an hour ago."""
    with writing():
        locked(WorkOrder, callback.order_id).due_at = utcnow() - timedelta(hours=1)
        locked(Callback, callback.id).look_at = utcnow() - timedelta(hours=1)


@pytest.mark.races
def test_two_answers_at_once_the_second_is_told(app, town, race):
    callback = make_offered(town)
    outcomes = race(answer, [(callback.id, True), (callback.id, False)])
    assert [type(one) for one in outcomes if one is not None] == [Conflict]
    db.session.rollback()
    assert len(queries.answers_of(callback)) == 1


@pytest.mark.races
def test_two_workers_ask_once_and_freeze_once(app, town, race):
    due = [make_offered(town) for _order in range(3)]
    for callback in due:
        make_due(callback)
    assert sum(race(sweep, [("reviews.callbacks",), ("reviews.callbacks",)])) == 6  # fell due, asked
    db.session.rollback()
    asked = db.select(db.func.count()).where(LedgerEntry.verb == "callback.asked")
    assert db.session.scalar(asked) == 3
    assert {type(one) for one in race(freeze, [(), ()])} == {int, type(None)}
    db.session.rollback()
    assert db.session.scalar(db.select(db.func.count(ScoreRun.id))) == 1
