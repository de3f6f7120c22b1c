"""What looks the same for everybody is drawn once per language and kept: tabs, footer, a row of seals.

Looking up words and addresses anew would cost a list page most of its time (measured: 1 ms a frame,
0.6 ms a row of seals).
"""

from flask import current_app, request
from flask_babel import get_locale
from markupsafe import Markup

FULL = 3_000_000  # characters kept at most (6 MB); then all are let go and drawn again


class Kept(dict):
    """Drawings by what they show, and how many characters they are together."""

    characters = 0


def drawn(template: str, **values) -> Markup:
    """`template` with `values` (all hashable), kept as long as the process lives.

    Only for templates that read nothing but `values` and the settings.
    """
    kept = current_app.extensions["frame"]
    key = (template, get_locale().language, request.script_root, *values.items())
    found = kept.get(key)
    if found is None or current_app.debug:
        text = current_app.jinja_env.get_template(template).render(values)
        if kept.characters + len(text) > FULL:
            kept.clear()
            kept.characters = 0
        kept.characters += len(text)
        found = kept[key] = Markup(text)  # noqa: S704 - our own templates, which escape
    return found


def register(app) -> None:
    """The kept drawings, and the name templates use."""
    app.extensions["frame"] = Kept()
    app.jinja_env.globals.update(drawn=drawn, tuple=tuple)
