"""A server reads a few of its own pages before it forks, so that its workers share what a first reader makes.

The first pages load templates, compile statements and prepare mappers, which touches memory all over the
place. Done in every worker, that is 20 MB more apiece, and slow for whoever comes first.
"""

import gc
import re

from civic.extensions import db

PAGES = (
    "/", "/issues", "/issues?order=supported", "/issues?order=discussed", "/issues?order=waiting",
    "/issues?q=wx", "/topics", "/votes", "/decisions", "/action-items", "/councils", "/places",
    "/moderation", "/sign-in",
)  # fmt: skip
THREAD = re.compile(r'href="(/issues/\d+)"')
WARMING = "civic.warming"  # in the environment of such a request: nobody asked for it, so it is not counted


def warm_up(app) -> None:
    """Read PAGES and one thread as a stranger, then let go of connections, which no fork may inherit.

    A page that cannot be shown is no reason not to start: whoever asks for it is told.
    """
    reader = app.test_client(use_cookies=False)
    shown = [_read(reader, path) for path in PAGES]
    if thread := THREAD.search(shown[PAGES.index("/issues")]):
        _read(reader, thread[1])
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    gc.freeze()  # as app.py does with what a start makes


def _read(reader, path) -> str:
    return reader.get(path, environ_overrides={WARMING: True}).get_data(as_text=True)
