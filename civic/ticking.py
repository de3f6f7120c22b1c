"""What happens by itself: due sweeps, each idempotent, run by the worker and by `flask tick`."""

import time

import structlog

from civic.extensions import db

SWEEPS = {}
log = structlog.get_logger()


def sweep(name: str):
    """Register a function that does whatever is due and returns how many things it did."""

    def register(function):
        SWEEPS[name] = function
        return function

    return register


def tick() -> dict[str, int | str]:
    """Run every sweep once; a failing one is logged and does not stop the others."""
    done = {}
    for name, function in SWEEPS.items():
        started = time.monotonic()
        try:
            done[name] = function() or 0
        except Exception:
            db.session.rollback()
            log.exception("sweep failed", sweep=name)
            done[name] = "failed"
        finally:
            db.session.remove()
        if done[name]:
            log.info("sweep", sweep=name, did=done[name], seconds=round(time.monotonic() - started, 3))
    return done
