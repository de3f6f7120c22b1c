"""What one answer costs besides time: its SQL statements and its bytes on the line."""

from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

FRAME = ("BEGIN", "COMMIT", "ROLLBACK")  # of the transaction, not of the page


def is_counted(statement: str) -> bool:
    """Everything between request and response but the frame of the transaction."""
    return not statement.lstrip().upper().startswith(FRAME)


@contextmanager
def statements():
    """The statements sent inside, in order; sign-in included when it happens inside."""
    seen = []

    def note(connection, cursor, statement, parameters, context, executemany):
        if is_counted(statement):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def ask(app, call):
    """(response, statements, bytes compressed) of one call, from a browser that takes gzip.

    The answer of a fresh process: nothing is read into a cache before. A redirect is not followed.
    """
    headers = {"Accept-Encoding": "gzip"}
    if call.cookie:
        headers["Cookie"] = call.cookie
    with statements() as seen:
        response = app.test_client(use_cookies=False).open(
            call.path,
            method=call.method,
            data=call.body or None,
            headers=headers,
            content_type="application/x-www-form-urlencoded" if call.body else None,
        )
    return response, seen, len(response.get_data())
