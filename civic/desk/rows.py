"""The columns every kind of waiting row answers with, so that all of them are one statement."""

from sqlalchemy import Boolean, Date, DateTime, String, cast, func, literal, null, select, type_coerce

from civic.database import UTCDateTime
from civic.threads.models import Thread

FEW = 20  # rows of a kind that may wait by the thousand: the rest stands on a page of its own


def row(
    kind, number, since, due=None, urgent=None, words=None, category=None, thread=Thread, *, title=None,
    due_at=None,
):  # fmt: skip
    """A select of kind, number, matter, own words (staff only), since when, due, urgent, category.

    Args: due — a day; due_at — a moment, where the hour matters.
    """
    if due is None:
        due = day(due_at) if due_at is not None else cast(null(), Date)
    moment = due_at if due_at is not None else cast(null(), DateTime)
    return select(
        (literal(kind) if isinstance(kind, str) else kind).label("kind"),
        number.label("id"),
        thread.id.label("thread_id"),
        (thread.title if title is None else title).label("title"),
        (func.substr(words, 1, 40) if words is not None else literal("")).label("words"),
        type_coerce(since, UTCDateTime).label("since"),
        due.label("due_on"),
        type_coerce(moment, UTCDateTime).label("due_at"),
        (urgent if urgent is not None else cast(literal(False), Boolean)).label("urgent"),
        (category if category is not None else cast(null(), String)).label("category"),
    )


def day(moment):
    """The day of a moment, on both engines (CAST AS DATE makes a number on SQLite)."""
    return type_coerce(func.date(moment), Date)


def first(statement, *order, limit=FEW):
    """The first rows of one kind, walked from its index; a part of a union of its own."""
    return select(statement.order_by(*order).limit(limit).subquery())
