"""SQLite's log: written back into the file and emptied, so that what was erased leaves it, too."""

from pathlib import Path

from civic.database import PATIENCE_MS, turn


def fold_log(engine) -> bool:
    """SQLite: write the log back into the file and empty it, so that erased words leave it, too.

    `secure_delete` blanks them in the file; in the log they would stand until it is written over.
    In our turn, and without waiting for readers: False when one is in the way. Nothing to do elsewhere.
    """
    log = Path(f"{engine.url.database}-wal")
    if engine.dialect.name != "sqlite" or not log.exists() or not log.stat().st_size:
        return False
    with turn(engine), engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA busy_timeout=0")
        try:
            (busy, _pages, _done) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
    return not busy
