"""Logs without personal data, metrics, and the two health answers.

A log line names the endpoint, never the address: paths and queries can carry what people typed.
"""

import logging
import os
import shutil
import sys
import time
import uuid
from functools import cache
from hmac import compare_digest

import structlog
from flask import current_app, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from sqlalchemy import text

from civic import migrating
from civic.authorization import anyone, requires
from civic.config import ROOT
from civic.database import missing_triggers
from civic.dumping import is_unfinished
from civic.errors import NotFound
from civic.extensions import db
from civic.warming import WARMING

# Each process counts for itself and says which it is: a reader adds them up (`sum without (process)`).
REQUESTS = Counter(
    "civic_requests_total", "Answers by endpoint and status", ["process", "endpoint", "method", "status"]
)
SECONDS = Histogram("civic_request_seconds", "Seconds from request to answer", ["process", "endpoint"])
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FREE_BYTES = 500 * 1024 * 1024
log = structlog.get_logger()


def configure_logging(level="INFO") -> None:
    """JSON lines on stderr."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def _start():
    g.started = time.perf_counter()


def _finish(response):
    if WARMING in request.environ:
        return response
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    endpoint = request.endpoint or "none"
    method = request.method if request.method in METHODS else "other"  # strangers may invent any number
    answers, times = _counters(os.getpid(), endpoint, method, response.status_code)
    answers.inc()
    times.observe(seconds)
    if response.status_code >= 500 or current_app.config.get("LOG_REQUESTS"):
        log.info(
            "request",
            id=uuid.uuid4().hex[:12],
            endpoint=endpoint,
            method=request.method,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
    return response


@cache
def _counters(process, endpoint, method, status):
    """Theirs; looking them up by their labels took as long as counting."""
    return REQUESTS.labels(process, endpoint, method, status), SECONDS.labels(process, endpoint)


@requires(anyone)
def healthz():
    """The process answers."""
    return jsonify(status="ok")


@requires(anyone)
def readyz():
    """Database, migrations, append-only triggers and disk, each by name; 503 when one is wrong."""
    faults = {name: fault for name, check in CHECKS.items() if (fault := _ask(check))}
    return jsonify(status="unready" if faults else "ready", faults=faults), 503 if faults else 200


@requires(anyone)
def metrics():
    """Prometheus text; with CIVIC_METRICS_TOKEN set, only for whoever bears it."""
    token = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    local = request.remote_addr in ("127.0.0.1", "::1")
    if not (compare_digest(given.encode(), token.encode()) if token else local):
        raise NotFound(None)
    return generate_latest(), 200, {"Content-Type": CONTENT_TYPE_LATEST}


def _ask(check):
    try:
        return check()
    except Exception as fault:
        db.session.rollback()
        return type(fault).__name__


def _database():
    return None if db.session.scalar(text("SELECT 1")) == 1 else "no answer"


def _migrations():
    here, head = migrating.revision_of(db.session.connection()), migrating.head()
    return None if here == head else f"database is at {here}, the code at {head}"


def _triggers():
    return ", ".join(missing_triggers(db.session())) or None


def _disk():
    folder = current_app.config["INSTANCE"]
    free = shutil.disk_usage(folder if folder.exists() else ROOT).free
    return None if free > FREE_BYTES else f"{free // 1024 // 1024} MB free"


def _restore():
    return "only half put back from a backup" if is_unfinished() else None


CHECKS = {
    "database": _database,
    "migrations": _migrations,
    "triggers": _triggers,
    "disk": _disk,
    "restore": _restore,
}


def register(app) -> None:
    """Hooks and the three addresses."""
    app.before_request(_start)
    app.after_request(_finish)
    for name, view in (("healthz", healthz), ("readyz", readyz), ("metrics", metrics)):
        app.add_url_rule(f"/{name}", name, view)
