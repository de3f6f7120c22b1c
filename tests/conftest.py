"""Fixtures, by name and purpose; how they work stands in tests/harness/. The guide: docs/testing.md."""

import os
from pathlib import Path

import pytest

from civic.extensions import db
from civic.ticking import SWEEPS
from civic.ticking import tick as tick_all
from tests.harness import queries as counting
from tests.harness import signing
from tests.harness.asked import FOLDER, Asked
from tests.harness.browser import *  # noqa: F403 - its fixtures
from tests.harness.groups import REAL_DATA, deselect_absent_data, mark_groups, spare_postgres
from tests.harness.page import Page
from tests.harness.races import Race
from tests.harness.setting import know_tables, spare_garbage, steady_hypothesis
from tests.harness.world import MIGRATED, TOWN, World, settings

ELSEWHERE = pytest.StashKey[int]()
# Tests in which more than this process and its settings decide what a factory leads to: no scenes there.
OUT_OF_HAND = {"race", "monkeypatch", "caplog", "capsys", "visitor", "phone", "desktop", "live", "owner"}


def pytest_addoption(parser):
    parser.addoption("--engine", choices=("sqlite", "postgres"), default="sqlite", help="Database under test")
    parser.addoption("--whole", action="store_true", help="On PostgreSQL also what asks it nothing new")


def pytest_configure(config):
    know_tables()
    steady_hypothesis()
    if "CIVIC_ASKED" in os.environ:
        config.pluginmanager.register(Asked(FOLDER / os.environ["CIVIC_ASKED"]))


def pytest_collection_modifyitems(config, items):
    mark_groups(items)
    deselect_absent_data(items)
    if not config.getoption("--whole"):
        config.stash[ELSEWHERE] = spare_postgres(items, config.getoption("--engine"))


def pytest_collection_finish(session):
    spare_garbage()


def pytest_terminal_summary(terminalreporter):
    if not REAL_DATA.is_dir():
        terminalreporter.write_line(f"real_data: not collected, {REAL_DATA} is absent")
    if elsewhere := terminalreporter.config.stash.get(ELSEWHERE, 0):
        terminalreporter.write_line(f"elsewhere.txt: {elsewhere} tests would ask PostgreSQL nothing new")


def pytest_sessionfinish(session, exitstatus):
    """A skipped test is a failed run: what cannot be checked is not known to work."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def engine_name(request):
    return request.config.getoption("--engine")


@pytest.fixture(scope="session")
def world(engine_name):
    world = World(engine_name)
    yield world
    world.close()


@pytest.fixture
def app(request, world):
    """The application on a fresh database; its context is pushed for the test."""
    world.renew(TOWN if "town" in request.fixturenames else MIGRATED)
    if not OUT_OF_HAND & set(request.fixturenames):
        world.set_scene()
    with world.app.app_context():
        yield world.app
        db.session.rollback()
    world.end_scene()


@pytest.fixture
def db_session(app):
    return db.session


@pytest.fixture
def town(app, world):
    return world.town


@pytest.fixture
def owner(app, world):
    engine = world.owner()
    yield engine
    engine.dispose()


@pytest.fixture
def another_client(app):
    return app.test_client


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def page(app, client):
    return Page(app, client)


@pytest.fixture
def sign_in(client):
    return lambda person: signing.sign_in(client, person)


@pytest.fixture
def sign_out(client):
    return lambda: signing.sign_out(client)


@pytest.fixture
def clock(world):
    yield world.clock
    world.clock.stop()


@pytest.fixture
def at_most():
    return counting.at_most


@pytest.fixture
def queries():
    return counting.recorded


@pytest.fixture
def tick(app):
    """Run the due sweeps now: all of them, or those named."""

    def run(*names):
        return {name: SWEEPS[name]() for name in names} if names else tick_all()

    return run


@pytest.fixture
def race(world):
    return Race(settings(world.store.url, world.folder))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data beside the checkout; for tests marked real_data only."""
    return REAL_DATA
