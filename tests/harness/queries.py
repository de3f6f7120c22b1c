"""How many statements a request sends. BEGIN and COMMIT are not counted, sign-in is."""

import contextvars
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine

# Set in the test's own context, not in the context requests run in (see StrangerClient).
inside_test = contextvars.ContextVar("inside_test", default=False)
FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Sent:
    """The statements of the requests made meanwhile; of the test itself when it made none."""

    def __init__(self):
        self.by_test, self.by_requests = [], []

    @property
    def statements(self) -> list[str]:
        return self.by_requests or self.by_test

    def __len__(self):
        return len(self.statements)

    def note(self, connection, cursor, statement, parameters, context, executemany):
        if not statement.lstrip().upper().startswith(FRAME):
            (self.by_test if inside_test.get() else self.by_requests).append(statement)


@contextmanager
def recorded():
    """Listen to every engine for the length of the block."""
    sent = Sent()
    token = inside_test.set(True)
    event.listen(Engine, "before_cursor_execute", sent.note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", sent.note)
        inside_test.reset(token)


@contextmanager
def at_most(limit: int):
    """Fail, listing them, when more than `limit` statements are sent in the block."""
    with recorded() as sent:
        yield sent
    listed = "\n".join(f"{i}. {' '.join(s.split())[:200]}" for i, s in enumerate(sent.statements, 1))
    assert len(sent) <= limit, f"{len(sent)} statements, at most {limit}:\n{listed}"
