"""Bringing the database to a shape of ours; Alembic is loaded when somebody does.

A web process has no need of it: it would weigh ten megabytes there (measured).
"""

import importlib
import os
import re
from functools import cache

from flask import current_app
from sqlalchemy import inspect, text

from civic.config import ROOT
from civic.extensions import db

NAMED = re.compile(r'^revision = "(\w+)"', re.MULTILINE)
PRECEDES = re.compile(r"^down_revision = (.+)$", re.MULTILINE)


def register(app) -> None:
    """On the command line `flask db …` is offered."""
    if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        _ready(app)


def _ready(app):
    library = importlib.import_module("flask_migrate")
    if "migrate" not in app.extensions:
        folder = str(app.config.get("MIGRATIONS", "migrations"))
        library.Migrate(app, db, directory=folder, render_as_batch=True)
    return library


def upgrade(revision="head") -> None:
    """Forward to this revision."""
    _ready(current_app._get_current_object()).upgrade(revision=revision)


def downgrade(revision) -> None:
    """Back to this revision."""
    _ready(current_app._get_current_object()).downgrade(revision=revision)


def revision_of(connection) -> str | None:
    """The revision the database stands at; None for one without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


@cache
def head() -> str:
    """The newest revision of this program: the one no other follows, read off the files."""
    words = [path.read_text("utf-8") for path in (ROOT / "migrations" / "versions").glob("*.py")]
    followed = " ".join(line for one in words for line in PRECEDES.findall(one))
    (newest,) = (name for one in words for name in NAMED.findall(one) if f'"{name}"' not in followed)
    return newest


def is_known(revision: str) -> bool:
    """Whether this program has the revision."""
    _ready(current_app._get_current_object())
    script, util = importlib.import_module("alembic.script"), importlib.import_module("alembic.util")
    try:
        script.ScriptDirectory(str(current_app.extensions["migrate"].directory)).get_revision(revision)
    except util.CommandError:
        return False
    return True
