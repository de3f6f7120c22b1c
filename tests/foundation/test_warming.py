"""What a server reads before it forks: pages of its own, counted nowhere, and no connection left open."""

import runpy
from types import SimpleNamespace

from flask import request, request_finished
from prometheus_client import generate_latest

from civic import warming
from civic.extensions import db
from tests.factories.issues import make_issue
from tests.harness.folders import ROOT


def read(app) -> dict:
    """Status by address of what a warm-up reads."""
    seen = {}

    def note(sender, response):
        seen[request.full_path.rstrip("?")] = response.status_code

    with request_finished.connected_to(note, app):
        app.warm_up()
    return seen


def test_it_reads_its_lists_and_one_thread(app, town):
    issue = make_issue(town.community, town.resident)
    db.session.commit()
    address = f"/issues/{issue.id}"
    seen = read(app)
    assert set(seen.values()) == {200}
    assert set(seen) == {*warming.PAGES, address}


def test_without_a_thread_and_with_a_broken_page_it_goes_on(app, town, monkeypatch):
    monkeypatch.setattr(warming, "PAGES", ("/issues", "/nowhere", "/votes"))
    assert read(app) == {"/issues": 200, "/nowhere": 404, "/votes": 200}


def counted() -> list[bytes]:
    """The lines of /metrics that count answers."""
    return [line for line in generate_latest().splitlines() if line.startswith(b"civic_request")]


def test_it_counts_for_nobody_and_leaves_no_connection(app, town):
    before = counted()
    app.warm_up()
    assert counted() == before
    assert db.engine.pool.checkedin() == db.engine.pool.checkedout() == 0
    app.test_client().get("/issues")
    assert counted() != before  # somebody's reading is counted


def test_gunicorn_finds_it_by_itself():
    """Its own file, by the name and the place it looks at, calls what `flask serve` calls."""
    found, called = runpy.run_path(str(ROOT / "gunicorn.conf.py")), []
    site = SimpleNamespace(warm_up=lambda: called.append("read"))
    found["on_starting"](SimpleNamespace(app=SimpleNamespace(wsgi=lambda: site)))
    assert found["preload_app"] and called == ["read"]
    found["on_starting"](SimpleNamespace(app=SimpleNamespace(wsgi=lambda: object())))  # of the bench
