"""How often one visitor may send something: so much everywhere, another number on single routes.

The counting is the library's (`limits`). Its Flask extension described each route anew at every request,
a fourteenth of a ballot's time, and let what its filter passed over go past a route's own limit too.
"""

import time

from flask import current_app, request
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from civic import calm_memory  # noqa: F401 - registers "calm://"

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class TooOften(Exception):
    """A limit is reached; `seconds` until the next try may pass."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


class RateLimits:
    """Settings: RATELIMIT_STORAGE_URI, RATELIMIT_DEFAULT (of what is sent, for each route and address)."""

    def init_app(self, app) -> None:
        storage = storage_from_string(app.config["RATELIMIT_STORAGE_URI"])
        default = (parse(app.config["RATELIMIT_DEFAULT"]), None)
        app.extensions["rate_limits"] = FixedWindowRateLimiter(storage), default
        if app.config.get("RATELIMIT_ENABLED", True):
            app.before_request(self._count)

    def limit(self, words: str, key=None):
        """Give a view its own limit in place of the default, reading included: "60 per hour".

        Args: key — called for whom is counted; without it that is the address the request comes from.
        """

        def decorate(view):
            view.rate_limit = parse(words), key
            return view

        return decorate

    def reset(self, app) -> None:
        """Begin anew for everybody."""
        app.extensions["rate_limits"][0].storage.reset()

    def _count(self):
        counting, default = current_app.extensions["rate_limits"]
        own = getattr(current_app.view_functions.get(request.endpoint), "rate_limit", None)
        if own is None and request.method in READING:
            return
        most, key = own or default
        names = (key() if key else request.remote_addr or "nowhere"), request.endpoint or "none"
        if not counting.hit(most, *names):
            ends = counting.get_window_stats(most, *names).reset_time
            raise TooOften(max(1, round(ends - time.time())))


limiter = RateLimits()
