"""What a database under test need not do: SQLite waits for no disk, as PostgreSQL's server does not.

A crash loses only test data. What the site itself asks of SQLite is read by
`test_pragmas_hold_on_every_connection`, which has this stay away. Races keep waiting: their processes
know nothing of it.
"""

from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

_away = False


@contextmanager
def as_in_production():
    """Connections opened meanwhile are what the site makes of them and nothing else."""
    global _away
    _away = True
    try:
        yield
    finally:
        _away = False


@event.listens_for(Engine, "connect")
def _do_not_wait(connection, record):
    """After the site's own listener, which sets and checks every pragma."""
    if not _away and type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA synchronous=0")
