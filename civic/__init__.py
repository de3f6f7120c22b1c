"""Civic 街坊议事: the application factory is the table of contents of the house."""

import importlib
import importlib.util
import os
import sys
import traceback

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from civic import (
    assets, authorization, commands, compression, errors, frame, locale, observability, printing, rendering,
    security, startup,
)  # fmt: skip
from civic.config import refuse_unsafe, settings
from civic.extensions import babel, csrf, db, htmx, limiter, login_manager, migrate

ROOMS = (
    "ledger", "threads", "places", "accounts", "councils", "issues", "topics", "votes",
    "decisions", "action_items", "moderation", "notifications", "transparency", "desk",
)
PARTS = ("models", "views", "commands", "tasks", "listeners")


def create_app(**overrides) -> Flask:
    """Build the site; `overrides` replace settings by name (tests use it)."""
    app = Flask(__name__)
    app.config.update(settings() | overrides)
    refuse_unsafe(app.config)
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)

    observability.configure_logging()
    for extension in (db, login_manager, csrf, htmx, limiter):
        extension.init_app(app)
    babel.init_app(app, locale_selector=locale.select_locale)
    migrate.init_app(app, db, directory=str(app.config.get("MIGRATIONS", "migrations")))
    for foundation in (
        compression, security, rendering, locale, assets, frame, printing, authorization, errors,
        observability, commands, startup,
    ):  # fmt: skip
        foundation.register(app)

    _open_rooms(app)
    authorization.refuse_unguarded(app)
    return app


def _open_rooms(app):
    for room in ROOMS:
        for part in _parts(room):
            try:
                module = importlib.import_module(f"civic.{room}.{part}")
            except Exception:
                if os.environ.get("CIVIC_STRICT"):
                    raise
                print(f"civic.{room}.{part} does not import", file=sys.stderr)
                traceback.print_exc(limit=-2)
                continue
            if hasattr(module, "bp"):
                app.register_blueprint(module.bp)
            if hasattr(module, "register"):
                module.register(app)


def _parts(room):
    folder = os.path.join(os.path.dirname(__file__), room)
    if not os.path.isdir(folder):
        return
    names = sorted(n[:-3] for n in os.listdir(folder) if n.endswith(".py"))
    for name in names:
        if name in PARTS or name.endswith(("_views", "_models")):
            yield name
