"""Civic 街坊议事: the application factory is the table of contents of the house."""

import importlib
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from civic import (
    assets,
    authorization,
    backup,
    commands,
    compiled_templates,
    compression,
    errors,
    frame,
    locale,
    migrating,
    observability,
    printing,
    rendering,
    security,
    startup,
)  # fmt: skip
from civic.config import refuse_unsafe, settings
from civic.extensions import babel, csrf, db, htmx, login_manager
from civic.rate_limits import limiter
from civic.site import Site

ROOMS = (
    "ledger",
    "threads",
    "places",
    "accounts",
    "councils",
    "issues",
    "dispatch",
    "topics",
    "meetings",
    "votes",
    "decisions",
    "action_items",
    "reviews",
    "moderation",
    "notifications",
    "transparency",
    "desk",
)
HERE = Path(__file__).parent
PARTS = ("settings", "models", "views", "commands", "tasks", "listeners")


def create_app(**overrides) -> Flask:
    """Build the site; `overrides` replace settings by name (tests use it)."""
    app = Site(__name__)
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
    for foundation in (
        compression, security, rendering, compiled_templates, locale, assets, frame, printing, authorization,
        errors, observability, commands, migrating, backup, startup,
    ):  # fmt: skip
        foundation.register(app)

    _open_rooms(app)
    authorization.refuse_unguarded(app)
    return app


def _open_rooms(app):
    """Every room has the same files; whatever of PARTS it has is opened here, in room order."""
    for room in ROOMS:
        for part in _parts(room):
            module = importlib.import_module(f"civic.{room}.{part}")
            if hasattr(module, "bp"):
                app.register_blueprint(module.bp)
            if hasattr(module, "register"):
                module.register(app)


def _parts(room):
    names = sorted(path.stem for path in (HERE / room).glob("*.py"))
    return [name for name in names if name in PARTS or name.endswith(("_views", "_models", "_tasks"))]
