"""Counters of requests in this process's memory, which tidy up as they go.

The library's own memory storage starts a thread for every request to let old counters go: a tenth
of a ballot's time, and with many visitors each of them walks over all counters.
"""

import time

from limits.storage import MemoryStorage

TIDY_SECONDS = 10


class CalmMemory(MemoryStorage):
    """The same counters; what is over is let go by a request every ten seconds and by no thread."""

    STORAGE_SCHEME = ["calm"]

    def __init__(self, uri=None, wrap_exceptions=False, **options):
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self.tidy_at = time.time() + TIDY_SECONDS

    def incr(self, key, expiry, amount=1):
        """One more of `key`, whose counter lives for `expiry` seconds from the first; returns how many."""
        now = time.time()
        if now >= self.tidy_at:
            self.tidy_at = now + TIDY_SECONDS
            self._let_go(now)
        with self.locks[key]:
            if self.expirations.get(key, 0) <= now:
                self.storage[key], self.expirations[key] = 0, now + expiry
            self.storage[key] += amount
            return self.storage[key]

    def _let_go(self, now):
        for key in [key for key, end in list(self.expirations.items()) if end <= now]:
            self.storage.pop(key, None)
            self.expirations.pop(key, None)
            self.locks.pop(key, None)
