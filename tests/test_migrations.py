"""Migrations, on both engines: one head, each up and down, models equal to the head, triggers there."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from civic import create_app, migrating
from civic.database import APPEND_ONLY, missing_triggers
from civic.extensions import db
from tests.harness.folders import ROOT, session_folder
from tests.harness.schemas import differences, engine_of, schema, tables
from tests.harness.stores import STORES
from tests.harness.world import settings

SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))
CHAIN = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


class Bench:
    """An empty database that migrations are run on, as its owner."""

    def __init__(self, engine_name):
        folder = session_folder()
        self.store = STORES[engine_name](folder)
        self.app = create_app(**settings(self.store.owner_url, folder))
        self.engine = engine_of(self.store)

    def to(self, revision):
        current = self.revision()
        forward = revision != "base" and (current is None or CHAIN.index(revision) > CHAIN.index(current))
        with self.app.app_context():
            (migrating.upgrade if forward else migrating.downgrade)(revision=revision)
            db.session.remove()
            db.engine.dispose()

    def revision(self):
        with self.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()


@pytest.fixture(scope="module", params=sorted(STORES))
def bench(request):
    bench = Bench(request.param)
    yield bench
    bench.engine.dispose()
    bench.store.stop()


def test_one_head():
    assert len(SCRIPTS.get_heads()) == 1, SCRIPTS.get_heads()
    assert len(SCRIPTS.get_bases()) == 1


def test_names_tell_the_order():
    names = [script.path.rsplit("/", 1)[1] for script in SCRIPTS.walk_revisions()]
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", name) for name in names), names
    assert names == sorted(names, reverse=True), "the chain is not in the order of the file names"


def test_each_goes_up_and_down_and_keeps_the_triggers(bench):
    """All the way up, all the way down again, and up once more; each step is compared with its mirror."""
    bench.to("base")
    known = {}
    stood = [schema(bench.engine, known)]
    for revision in CHAIN:
        bench.to(revision)
        stood.append(schema(bench.engine, known))
        assert not missing_of(bench), f"after {revision}"
    for revision, before in list(zip(["base", *CHAIN], stood, strict=True))[-2::-1]:
        bench.to(revision)
        assert not differences(before, schema(bench.engine, known)), f"down to {revision}"
    bench.to(CHAIN[-1])
    assert not differences(stood[-1], schema(bench.engine, known)), "up again"
    assert not missing_of(bench), "up again"


def missing_of(bench):
    """Append-only triggers that tables there now should carry: rebuilding a table drops them."""
    there = tables(bench.engine)
    with Session(bench.engine) as session:
        return [name for name in missing_triggers(session) if _table_of(name) in there]


def _table_of(trigger):
    return next(
        table for table in APPEND_ONLY if trigger.startswith(f"{table}_no_") or trigger in APPEND_ONLY[table]
    )


def test_models_equal_the_head(bench):
    bench.to(CHAIN[-1])
    options = {"include_object": _ours, "render_as_batch": True, "compare_type": True}
    with bench.app.app_context(), bench.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, db.metadata)
    assert not found, "\n".join(map(str, found))


def _ours(item, name, kind, reflected, compare_to):
    """As migrations/env.py: search tables belong to the engine."""
    return not (kind == "table" and name.startswith(("issue_search", "topic_search")))


def test_the_newest_is_known_without_the_library():
    assert migrating.head() == ScriptDirectory(str(ROOT / "migrations")).get_current_head() == CHAIN[-1]
