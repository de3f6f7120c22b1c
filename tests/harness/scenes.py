"""Scenes built once per process and copied: `@staged` on a factory.

A test starts on a template whose state is known. A staged factory called there is, together with its
arguments, the name of the state it leads to: called a second time in the same state, the database (and
photos and keys) of the first time is put back, its result looked up by key, and the clock set on to
where the first building ended. Whatever else writes makes the state unknown, and from there on factories
simply build, as they do without this file. The store tells by a mark whether anything was written, by
whomever; so a test cannot be given a state it did not ask for.

`@followed` is for cheap factories: always run, they keep the state known.
"""

import os
import shutil
from functools import wraps
from typing import NamedTuple

from flask import has_app_context, has_request_context

from civic.database import is_dated
from civic.extensions import db
from civic.ledger.signals import recorded
from tests import factories
from tests.harness.queries import inside_test
from tests.harness.town import Unkeyable, key_of, revived

FOLDERS = ("media", "keys")


class Scene(NamedTuple):
    template: str
    value: object  # what the factory returned, by key
    files: dict  # path: bytes of photos and keys
    ended: object  # the moment at which it was ready
    number: int  # the next of tests.factories.number()


class Scenes:
    """What the process has built so far, and in which state the present test's database is."""

    def __init__(self, world):
        self.world = world
        self.kept, self.seen = {}, set()
        self.state = None  # nested tuples from the template on; None: unknown
        self.mark = None
        self.usual, self.listeners = dict(world.app.config), len(recorded.receivers)

    def begin(self, template: str, clock_set: tuple) -> None:
        """A test begins on a template."""
        factories.count_from(FIRST_NUMBER)
        self.state = (template, clock_set)
        self.mark = self._mark()
        Scenes.present = self

    def end(self) -> None:
        """Nothing is known any more: the test is over, or wants no scenes."""
        self.state = None
        Scenes.present = None

    def forget(self) -> None:
        """What was kept went with the database."""
        self.kept.clear()
        self.seen.clear()

    def is_known(self) -> bool:
        return self.state is not None and self.mark == self._mark()

    def step(self, key) -> None:
        """From a known state a known step was taken."""
        self.state, self.mark = (self.state, key), self._mark()

    def play(self, build, arguments, more, keep):
        """The result of the factory: built, or put back as it was built before."""
        key = self._key(build, arguments, more)
        if key is None:
            return build(*arguments, **more)
        if key in self.kept:
            return self._put_back(key)
        before = self.state
        value = build(*arguments, **more)
        self.state, self.mark = key, self._mark()
        if keep and (key in self.seen or not isinstance(before[0], tuple)):
            self._keep(key, value)
        self.seen.add(key)
        return value

    def _key(self, build, arguments, more):
        if has_request_context() or not has_app_context() or is_dated() or inside_test.get():
            return None
        if db.session().info.get("civic_writing") or not (self._is_usual() and self.is_known()):
            return None
        try:
            said = key_of([build, list(arguments), dict(sorted(more.items()))])
        except Unkeyable:
            return None
        return (self.state, said)

    def _is_usual(self):
        """What a factory's outcome could depend on besides: settings, and who listens."""
        return self.world.app.config == self.usual and len(recorded.receivers) == self.listeners

    def _keep(self, key, value):
        try:
            value = key_of(value)
        except Unkeyable:
            return
        template = f"scene{len(self.kept)}"
        db.session.rollback()
        if not self.world.store.keeps_connections:
            db.engine.dispose()
        self.world.store.keep_scene(template)
        ended, number = self.world.clock.now(), factories.next_number()
        self.kept[key] = Scene(template, value, self._files(), ended, number)
        self.mark = self._mark()

    def _put_back(self, key):
        scene = self.kept[key]
        db.session.rollback()
        if not self.world.store.keeps_connections:
            db.engine.dispose()
        self.world.store.restore(scene.template, False)
        self._put_files(scene.files)
        factories.count_from(scene.number)
        self.world.clock.not_before(scene.ended)
        self.state, self.mark = key, self._mark()
        return revived(scene.value)

    def _mark(self):
        files = [(path, os.stat(path).st_mtime_ns) for path in self._paths()]
        return self.world.store.mark(), tuple(files)

    def _paths(self):
        for name in FOLDERS:
            for folder, _, files in os.walk(self.world.folder / name):
                for file in files:
                    yield os.path.join(folder, file)

    def _files(self):
        found = {}
        for path in self._paths():
            with open(path, "rb") as file:
                found[path] = file.read(), os.stat(path).st_mode
        return found

    def _put_files(self, files):
        if not files and not any(self._paths()):
            return
        for name in FOLDERS:
            shutil.rmtree(self.world.folder / name, ignore_errors=True)
            (self.world.folder / name).mkdir()
        for path, (content, mode) in files.items():
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
            os.chmod(path, mode)


Scenes.present = None
FIRST_NUMBER = 1_000  # above what the town counted to


def staged(factory):
    """A costly factory: where its scene was built before, it is put back."""
    return _played(factory, keep=True)


def followed(factory):
    """A cheap factory: always run; afterwards the state is known as before."""
    return _played(factory, keep=False)


def _played(factory, keep):
    @wraps(factory)
    def play(*arguments, **more):
        if Scenes.present is None:
            return factory(*arguments, **more)
        return Scenes.present.play(factory, arguments, more, keep)

    return play
