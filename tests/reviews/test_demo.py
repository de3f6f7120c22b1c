"""The demo's closed orders: enough for a rank, every ending among them, nothing left for the sweeps."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from civic import demo
from civic.database import local_today, utcnow
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import OrderState
from civic.extensions import db
from civic.reviews import pressure_queries, queries, rates, reply_times, scoring
from civic.reviews.adding import weights_of
from civic.reviews.models import Callback, CallbackAnswer
from civic.reviews.score_models import ScoreRun
from civic.reviews.states import AnswerChannel, CallbackState

PARTS = ("places", "accounts", "councils", "dispatch_table", "reviews")


@pytest.fixture(params=["2027-03-08 09:00", "2027-03-09 09:00"])
def loaded(request, app, clock):
    """On the day before the last month is frozen, and on that day. Returns the runs, oldest first."""
    clock.to(request.param)
    assert all(demo.load(PARTS).values())
    assert not any(demo.load(PARTS).values())
    reply_times.forget()
    return list(db.session.scalars(select(ScoreRun).order_by(ScoreRun.id)))


def counted(column):
    return Counter(dict(db.session.execute(select(column, func.count()).group_by(column)).all()))


def test_four_months_are_frozen_and_every_ending_is_among_them(loaded, tick, page):
    months_follow_on_each_other_and_stand_until_the_ninth(loaded)
    two_bodies_are_ranked_and_their_figures_add_up_again(scoring.latest_run())
    every_ending(loaded)
    nothing_is_left_to_do(tick)
    the_pages_are_full(page, scoring.latest_run())


def months_follow_on_each_other_and_stand_until_the_ninth(runs):
    assert len(runs) == 4 and all(run.is_month for run in runs)
    assert [run.to_day for run in runs[:-1]] == [run.from_day for run in runs[1:]]
    last = 2 if local_today().day >= scoring.FROZEN_ON else 1
    assert [run.from_day.month for run in runs] == ([11, 12, 1, 2] if last == 2 else [10, 11, 12, 1])
    assert all(run.created_at <= utcnow() and run.created_at.date() >= run.to_day for run in runs)


def two_bodies_are_ranked_and_their_figures_add_up_again(run):
    rows = {row.key: row for row in scoring.rows_of(run)["body"]}
    ranked = [row for row in rows.values() if row.rank_from]
    assert len(ranked) >= 2 and all(row.callbacks >= rates.FEWEST for row in ranked)
    assert any(row.callbacks < rates.FEWEST for row in rows.values())
    for key, row in rows.items():
        mine = Counter()
        for callback in db.session.scalars(select(Callback).where(within(run))):
            led = [leg for leg in queries.legs_of(callback) if str(leg.body_id) == key]
            said = queries.answers_of(callback) if led and not callback.is_excluded else []
            mine["callbacks"] += bool(said)
            mine["solved"] += bool(said) and said[-1].solved == "yes"
            mine["contacted"] += sum(
                leg.contacted_at <= leg.contact_due_at for leg in led if not callback.is_excluded
            )
        assert (row.callbacks, row.solved, row.contacted) == (
            mine["callbacks"], mine["solved"], mine["contacted"]
        )  # fmt: skip
        assert row.score == rates.score(row, weights_of(run.scheme))


def within(run):
    return (Callback.fell_due_on >= run.from_day) & (Callback.fell_due_on < run.to_day)


def every_ending(runs):
    assert sum(run.cases for run in runs) == sum(counted(Callback.state).values())
    assert set(counted(WorkOrder.state)) == {OrderState.CLOSED}
    states = counted(Callback.state)
    assert set(states) == {CallbackState.ANSWERED, CallbackState.UNCONFIRMED}
    assert set(counted(CallbackAnswer.channel)) == {AnswerChannel.LINK, AnswerChannel.PHONE}
    assert counted(WorkOrder.is_excluded)[True] == 1 and counted(WorkOrder.round)[2] >= 2
    assert pressure_queries.counted() == (1, 1)


def nothing_is_left_to_do(tick):
    assert queries.numbers_to_look_at() == [] and scoring.periods_to_freeze() == []
    assert not any(tick("reviews.callbacks", "reviews.runs", "dispatch.legs").values())


def the_pages_are_full(page, run):
    total = scoring.row_of(run, "all")
    assert f"n = {total.callbacks}" in page.get("reviews.index").text
    for row in scoring.rows_of(run)["body"]:
        assert f"{row.score}" in page.get("reviews.body", no=row.key).text or row.score is None
    assert [one.n for _year, _month, one in reply_times.own()]
