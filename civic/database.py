"""The declarative base, house column types, and the one way to write: ``with writing():``.

Why a file lock on SQLite: its busy handler is not fair; with a plain timeout one of four writers
got 94 commits while another got 9,327 (reference/performance.md §2). ``flock`` queues them.
"""

import fcntl
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import BigInteger, DateTime, Enum, Integer, MetaData, event, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

SHANGHAI = ZoneInfo("Asia/Shanghai")
PATIENCE_MS = 10_000
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL lost acknowledged votes in 3 of 6 power cuts (trust.md §0)
    "foreign_keys": 1,
    "recursive_triggers": 1,  # so that REPLACE meets the delete triggers of append-only tables
    "secure_delete": 1,
}


class Base(DeclarativeBase):
    """Parent of every table; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator):
    """An aware moment in Python, UTC without offset in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone must not be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return None if value is None else value.replace(tzinfo=UTC)


_dated: ContextVar[datetime | None] = ContextVar("dated", default=None)


@contextmanager
def dated(moment: datetime):
    """For demo data only: whatever is done inside happened at `moment` (aware)."""
    token = _dated.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _dated.reset(token)


def is_dated() -> bool:
    """Is this the past of the demo town being written?"""
    return _dated.get() is not None


def utcnow() -> datetime:
    """Now, aware, in UTC."""
    return _dated.get() or datetime.now(UTC)


def local_today() -> date:
    """Today's date in Shanghai: what a resident would call today."""
    return utcnow().astimezone(SHANGHAI).date()


def end_of(day: date | None) -> datetime | None:
    """The moment at which that day is over in Shanghai: what holds "until a day" holds all of it."""
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(days=1)


def enum_type(cls) -> Enum:
    """A StrEnum stored as its value in a VARCHAR(32), on both engines alike."""
    return Enum(
        cls,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda enum: [member.value for member in enum],
    )


BigId = BigInteger().with_variant(Integer, "sqlite")
Pk = Annotated[int, mapped_column(BigId, primary_key=True)]
Moment = Annotated[datetime, mapped_column(UTCDateTime)]
created_at = Annotated[datetime, mapped_column(UTCDateTime, default=utcnow)]


@event.listens_for(Engine, "connect")
def _prepare_sqlite(dbapi_connection, record):
    if not type(dbapi_connection).__module__.startswith("sqlite3"):
        return
    dbapi_connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    cursor = dbapi_connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
    for name, wanted in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={wanted}")
        if (got := cursor.execute(f"PRAGMA {name}").fetchone()[0]) != wanted:
            raise RuntimeError(f"SQLite refused PRAGMA {name}={wanted}; it says {got}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection):
    if connection.dialect.name == "sqlite":
        immediate = connection.get_execution_options().get("civic_writing")
        connection.connection.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")


@event.listens_for(Session, "before_flush")
def _refuse_unlocked_flush(session, context, instances):
    if not session.info.get("civic_writing"):
        raise RuntimeError("A write outside `with writing():` — open it around the verb")


@event.listens_for(Session, "do_orm_execute")
def _refuse_unlocked_statement(state):
    if (state.is_insert or state.is_update or state.is_delete) and not state.session.info.get(
        "civic_writing"
    ):
        raise RuntimeError("A bulk write outside `with writing():` — open it around the verb")


_lock_files = threading.local()


@contextmanager
def writing():
    """One short write transaction: starts fresh, commits at the end, rolls back on an exception.

    Whatever was read before is expired, so a guard inside reads what is true now. Nothing but
    SQL may run inside. Must not be nested.
    """
    session = current_app.extensions["sqlalchemy"].session()
    if session.info.get("civic_writing"):
        raise RuntimeError("writing() must not be nested: verbs never open it themselves")
    connection = _end_reading(session)
    with turn(session.get_bind()):
        session.info["civic_writing"] = True
        try:
            if connection is None:
                connection = session.connection(execution_options={"civic_writing": True})
            else:
                connection.connection.execute("BEGIN IMMEDIATE")
            session.info["civic_connection"] = connection
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["civic_writing"] = False
            session.info.pop("civic_connection", None)


def _end_reading(session):
    """End the transaction the request read in; everything loaded is expired.

    Returns the connection when the next transaction may begin on it: handing it back to the pool and
    taking it out again cost a twentieth of a ballot. None where the session has to ask for one.
    """
    touched = session.new or session.dirty or session.deleted  # commit refuses those
    if touched or not session.in_transaction() or session.get_bind().dialect.name != "sqlite":
        session.commit()
        return None
    connection = session.connection()
    connection.connection.execute("COMMIT")
    session.expire_all()
    return connection


def open_connection():
    """The connection of the open `writing()`, for statements of Core that run for every ballot.

    Raises RuntimeError outside, as a write through the session does.
    """
    session = current_app.extensions["sqlalchemy"].session()
    if not session.info.get("civic_writing"):
        raise RuntimeError("A write outside `with writing():` — open it around the verb")
    return session.info["civic_connection"]


@contextmanager
def turn(engine):
    """Wait for our turn among the writers of a SQLite file; elsewhere the server arbitrates."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    with open(engine.url.database + ".lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield  # closing the file releases the lock


def locked(model, ident):
    """The row as it is now, locked until commit (SQLite: the whole file already is); or None.

    Whoever locks several keeps to the order of docs/architecture.md. The lock is that of a plain
    UPDATE: rows that only point at this one by foreign key are let in, so that they cannot deadlock.
    """
    session = current_app.extensions["sqlalchemy"].session()
    return session.get(model, ident, with_for_update={"key_share": True}, populate_existing=True)


def database_now(session) -> datetime:
    """The database's clock. SQLite runs in this process, so its clock is the process's own."""
    if session.get_bind().dialect.name == "sqlite":
        return utcnow()
    return session.scalar(select(text("clock_timestamp()"))).astimezone(UTC)


# table -> the triggers that keep it append-only; filled by `protects`, read by /readyz
APPEND_ONLY: dict[str, tuple[str, ...]] = {}


def protects(table: str, *extra: str) -> None:
    """Declare beside its model that a table must carry append-only triggers (checked by /readyz)."""
    APPEND_ONLY[table] = (f"{table}_no_update", f"{table}_no_delete", *extra)


def append_only(op, table: str, update: bool = True) -> None:
    """In a migration: refuse UPDATE, DELETE (hence REPLACE, UPSERT) and TRUNCATE on `table`.

    Args: update=False leaves UPDATE to a trigger of the caller's own, named `<table>_no_update`.
    """
    verbs = ("update", "delete") if update else ("delete",)
    if op.get_bind().dialect.name == "sqlite":
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION civic_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for verb in verbs:
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION civic_append_only()"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION civic_append_only()"
    )


def missing_triggers(session) -> list[str]:
    """Names of append-only triggers that the database lacks (rebuilding a table drops them)."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    source = "SELECT name FROM sqlite_master WHERE type='trigger'"
    if not sqlite:
        source = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    there = set(session.scalars(text(source)))
    wanted = {name for names in APPEND_ONLY.values() for name in names}
    if not sqlite:
        wanted |= {f"{table}_no_truncate" for table in APPEND_ONLY}
    return sorted(wanted - there)
