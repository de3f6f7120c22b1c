"""Every order the desks offer is walked on its index, on both engines: no sort, no row but those shown."""

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from civic.database import utcnow, writing
from civic.dispatch import (
    exception_figures,
    exception_queries,
    hotline_files,
    inbox,
    queries,
    urgent_queries,
    whistle_queries,
)
from civic.dispatch.leg_tally import owed_by, tallies_of
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.sameness import likely_duplicates
from civic.dispatch.states import Light, OrderState
from civic.extensions import db
from civic.issues.models import Issue
from civic.issues.solved import solved_like
from civic.notifications import outbox
from civic.paging import cursor_of
from civic.reviews.queries import numbers_to_look_at
from civic.threads.models import Thread
from tests.factories.dispatch import make_order

DUE = [DispatchLeg.due_at, DispatchLeg.id]


@contextmanager
def sent():
    seen = []

    def note(connection, cursor, statement, values, context, executemany):
        seen.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def plans(engine_name, read):
    """How the engine goes about each statement of `read`."""
    with sent() as statements:
        read()
    return [explained(engine_name, *each) for each in statements]


def explained(engine_name, statement, values):
    connection = db.session.connection()
    if engine_name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(row[3] for row in rows)
    for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values))


def walks(plan, index, *columns):
    """Whether it goes along this index alone, from a place these columns name, and sorts nothing."""
    if "TEMP B-TREE" in plan or re.search(r"\bSort\b|Seq Scan", plan):
        return False
    if found := re.search(rf"USING (?:COVERING )?INDEX {index} \((.*)\)", plan):
        return all(column in found[1] for column in columns)
    at = plan.find(f" using {index} ")
    condition = re.search(r"Index Cond: (.*)", plan[at:]) if at >= 0 else None
    return condition is not None and all(re.search(rf"\b{name}\b", condition[1]) for name in columns)


def fill(order):
    """Two thousand orders and legs like these, none of them asked for below: enough to want an index."""
    leg = db.session.scalar(db.select(DispatchLeg).where(DispatchLeg.order_id == order.id).limit(1))
    with writing() as session:
        _multiply(session, Thread, order.thread_id, id="m.id + i")
        _multiply(session, Issue, order.issue_id, id="m.id + i", thread_id="m.thread_id + i")
        _multiply(session, WorkOrder, order.id, id="m.id + i", issue_id="m.issue_id + i")
        _multiply(session, DispatchLeg, leg.id, id="m.id + 10 + i", round="i + 1")
    if db.engine.dialect.name == "postgresql":
        db.session.execute(db.text("ANALYZE"))
        db.session.commit()


def _multiply(session, model, number, **changed):
    names = [column.name for column in model.__table__.columns]
    values = ", ".join(changed.get(name, f"m.{name}") for name in names)
    table = model.__tablename__
    session.execute(
        db.text(
            f"INSERT INTO {table} ({', '.join(names)}) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
            f"SELECT i + 1 FROM n WHERE i < 2000) SELECT {values} FROM n, {table} m WHERE m.id = :number"
        ),
        {"number": number},
    )


def key(columns, *values):
    names = [column.key for column in columns]
    return cursor_of(type("Row", (), dict(zip(names, values, strict=True))), columns)


@pytest.mark.parametrize("deep", [False, True], ids=["first", "deep"])
def test_each_desk_walks_the_index_of_its_order(engine_name, app, town, deep):
    fill(make_order(town))
    legs, orders = key(DUE, utcnow(), 1) if deep else None, key([WorkOrder.id], 1) if deep else None
    street, body = town.community.parent_id, town.water.id
    seen = {"due_at"} if deep else set()
    offered = [
        ("ix_work_order_inbox", {"street_id", "state", *(("id",) if deep else ())},
         lambda: inbox.page_of_orders([street], OrderState.RECEIVED, orders)),
        ("ix_dispatch_leg_board", {"street_id", "turned", *seen},
         lambda: inbox.legs_on_board([street], Light.RED, legs)),
        ("ix_dispatch_leg_body", {"body_id", *seen},
         lambda: inbox.legs_of_body(body, legs)),
    ]  # fmt: skip
    for index, columns, read in offered:
        found = plans(engine_name, read)
        assert len(found) == (2 if deep and "due_at" in columns else 1)
        for plan in found:
            assert walks(plan, index, *columns), plan
        if len(found) == 2:  # those due at the very same moment are looked up by number, not walked through
            assert walks(found[0], index, *columns, "id"), found[0]


def test_what_stands_beside_the_rows_is_looked_up_and_not_walked_through(engine_name, app, town):
    order = make_order(town)
    fill(order)
    street, body = town.community.parent_id, town.water.id
    for read in (
        lambda: likely_duplicates([order.id]),
        lambda: solved_like({"parking", "waste"}),
        lambda: urgent_queries.running([street]),
        lambda: urgent_queries.called([body]),
    ):
        for plan in plans(engine_name, read):
            assert not re.search(r"Seq Scan|SCAN (?!CONSTANT|\(subquery|anon)", plan), plan


def test_a_sweep_finds_in_one_indexed_statement_that_nothing_is_due(engine_name, app, town):
    sweeps = [
        ("ix_dispatch_leg_look", "next_look_at", queries.legs_to_look_at),
        ("ix_dispatch_leg_provisional", "due_at", lambda: queries.legs_to_recount(utcnow())),
        ("ix_callback_look", "look_at", numbers_to_look_at),
        ("ix_leg_extension_progress", "next_progress_on", exception_queries.progress_owed),
        ("ix_long_term_entry_list", "next_review_on", exception_queries.reviews_owed),
        ("ix_whistle_call_next_look", "next_look_at", whistle_queries.due_calls),
        ("ix_whistle_next_look", "next_look_at", whistle_queries.due_whistles),
        ("ix_outbox_message_due", "next_try_at", outbox.due_channels),
    ]
    for index, column, read in sweeps:
        (plan,) = plans(engine_name, read)
        assert walks(plan, index, column), plan
    assert len(plans(engine_name, hotline_files.due_numbers)) == 1


def test_counters_are_read_and_legs_are_not_counted(engine_name, app, town):
    make_order(town)
    street = town.community.parent_id
    for read in (
        lambda: tallies_of(street),
        lambda: owed_by(town.department.id),
        exception_figures.handed_back,
    ):
        for plan in plans(engine_name, read):
            assert "dispatch_leg" not in plan and "work_order" not in plan, plan
