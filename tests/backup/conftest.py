"""A backup of a lived-in town, and another machine to put it back on."""

import contextvars

import pytest
from flask.cli import FlaskGroup

from civic import create_app
from civic.extensions import db
from civic.ledger import signing
from tests.factories.votes import cast_for, make_vote
from tests.harness.world import settings

PHOTO = b"RIFF0000WEBP" + bytes(range(256)) * 9


@pytest.fixture(autouse=True)
def fresh_keys():
    """The signing key is made anew in this test's own folder, not remembered from the test before."""
    signing.private_key.cache_clear()


@pytest.fixture
def elsewhere(app, world, tmp_path):
    """Another machine with an empty database and no photos; the keys were brought there by hand."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = create_app(**settings(world.store.empty(folder), folder) | {"KEYS": app.config["KEYS"]})
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run():
    """`run(app, "backup", path)`: (exit code, what it said)."""

    def call(app, *words):
        runner, flask = app.test_cli_runner(), FlaskGroup(create_app=lambda: app)
        # From a context of its own, as a shell would.
        done = contextvars.Context().run(runner.invoke, flask, args=[str(word) for word in words])
        crash = "" if isinstance(done.exception, SystemExit | None) else repr(done.exception)
        return done.exit_code, done.output + crash

    return call


@pytest.fixture
def made(app, town, sign_in, run, tick, tmp_path):
    """A backup of a lived-in town: an open secret vote with a ballot, a photo, somebody signed in."""
    sign_in(town.resident)
    cast_for(make_vote(town.secretary), town.household, "甲")
    (app.config["MEDIA"] / "public").mkdir()
    (app.config["MEDIA"] / "public" / "a.webp").write_bytes(PHOTO)
    tick("ledger")
    db.session.remove()
    path = tmp_path / "made.civic"
    code, said = run(app, "backup", path)
    assert code == 0, said
    assert "1 photo" in said and "keys are not in it" in said
    return path
