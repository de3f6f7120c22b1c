"""One application and one database per test process; the database is swapped for every test."""

import contextvars
import importlib
import importlib.util
import os
import shutil
from datetime import datetime
from pathlib import Path

import time_machine
from flask import has_app_context
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine

from civic import ROOMS, create_app, migrating
from civic.database import SHANGHAI
from civic.extensions import db
from civic.locale import refresh_words
from civic.rate_limits import limiter
from tests import factories
from tests.harness import spared  # noqa: F401 - listens from now on
from tests.harness.clock import Clock
from tests.harness.folders import INSTANCE, ROOT, made, program, session_folder
from tests.harness.postgres import binary
from tests.harness.scenes import FOLDERS, Scenes
from tests.harness.stores import STORES
from tests.harness.town import Town

FURNISHED_AT = datetime(2025, 1, 6, 9, 0, tzinfo=SHANGHAI)
MIGRATED, TOWN = "migrated", "town"


class StrangerClient(FlaskClient):
    """Sends each request from a context of its own, as another process would.

    Otherwise the request would share the test's session and Flask-Login's idea of who is looking.
    The test's session forgets what it read before and after, so objects show what the request did.
    """

    def open(self, *args, **kwargs):
        _forget()
        response = contextvars.Context().run(super().open, *args, **kwargs)
        _forget()
        return response


def _forget():
    if has_app_context():
        db.session.rollback()


def settings(url: str, folder: Path) -> dict:
    """Safe, small and cheap; what is limited in production is limited here too."""
    return {
        "TESTING": True,
        "PROPAGATE_EXCEPTIONS": True,  # a fault shows its traceback; a test of the 500 page turns it off
        "ENVIRONMENT": "test",
        "SECRET_KEY": "test-" + "0" * 40,
        "SQLALCHEMY_DATABASE_URI": url,
        "REDIS_URL": None,
        "RATELIMIT_STORAGE_URI": "calm://",
        "INSTANCE": folder,
        "MEDIA": folder / "media",
        "KEYS": folder / "keys",
        "PG_BIN": str(binary("pg_dump").parent),  # the PATH may hold one older than the server
        "MIGRATIONS": ROOT / "migrations",
        "OPERATOR": "望榆街道办事处(测试)",
        "LOCALE": "zh_Hans_CN",
        "ARGON2_TIME_COST": 1,
        "ARGON2_MEMORY_KIB": 8,
    }


class World:
    """Everything a test process needs of the application; `app` is the one under test."""

    def __init__(self, engine: str, folder: Path | None = None):
        self.folder = folder or session_folder()
        os.environ["CIVIC_INSTANCE"] = str(self.folder)
        refresh_words()
        self.store = STORES[engine](self.folder)
        self.migrated = False
        self.town = None
        self.altered = False  # whether the test before may have changed the schema
        self.app = create_app(**settings(self.store.url, self.folder))
        self.app.test_client_class = StrangerClient
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(
            str(made(INSTANCE / "bytecode" / "jinja"))
        )
        self.clock = Clock(self.store)
        self.clock.scenes = self.scenes = Scenes(self)
        self.began = None

    def renew(self, template: str) -> None:
        """A fresh copy of the database, empty folders and counters at zero."""
        self.scenes.end()
        self._leave(close=self.altered or not self.store.keeps_connections)
        if self.altered:
            self.scenes.forget()
        if not self.migrated:
            self._migrate()
        if template == TOWN and self.town is None:
            self.store.restore(MIGRATED, self.altered)
            self.altered = False  # else the town would be kept without what a test took away
            self.town = self._furnish()
            self._leave()
            self.store.keep(TOWN)
        self.store.restore(template, self.altered)
        self.altered = False
        self.template = template
        for name in FOLDERS:
            if not _is_empty(self.folder / name):
                shutil.rmtree(self.folder / name, ignore_errors=True)
                (self.folder / name).mkdir()
        limiter.reset(self.app)

    def set_scene(self) -> None:
        """Every test begins at the same moment, so that scenes built by one are not of another day."""
        self.began = self.began or datetime.now(SHANGHAI)
        self.clock.begin(self.began)
        self.scenes.begin(self.template, self.clock.told)

    def end_scene(self) -> None:
        self.scenes.end()
        self.clock.stop()

    def owner(self):
        """An engine as the database's owner: may truncate and alter, as the app may not."""
        self.altered = True
        return create_engine(self.store.owner_url)

    def close(self) -> None:
        self._leave()
        self.store.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _migrate(self):
        self.migrated = True
        name = f"migrated-{program()}"
        if self.store.recall(MIGRATED, name):
            return
        owner = create_app(**settings(self.store.owner_url, self.folder))
        with owner.app_context():
            migrating.upgrade()
            db.engine.dispose()
        self.store.keep(MIGRATED)
        self.store.share(MIGRATED, name)

    def _furnish(self):
        town = Town()
        factories.count_from(1)
        real = datetime.now(SHANGHAI)
        with time_machine.travel(FURNISHED_AT), self.app.app_context():
            self.store.shift((FURNISHED_AT - real).total_seconds())
            for room in ROOMS:
                if importlib.util.find_spec(f"tests.factories.{room}"):
                    module = importlib.import_module(f"tests.factories.{room}")
                    getattr(module, "furnish", lambda town: None)(town)
            self.store.shift(0)
            town.remember()
        return town

    def _leave(self, close=True):
        with self.app.app_context():
            db.session.remove()
            if close:
                db.engine.dispose()


def _is_empty(folder):
    return folder.is_dir() and not any(folder.iterdir())
