"""What looks the same for everybody is drawn once per language and kept: tabs, footer, a row of seals.

Looking up words and addresses anew would cost a list page most of its time (measured: 1 ms a frame,
0.6 ms a row of seals).
"""

from flask import current_app, request
from flask_babel import get_locale
from jinja2.runtime import Context
from markupsafe import Markup

from civic.phrases import words_in

FULL = 3_000_000  # characters kept at most (6 MB); then all are let go and drawn again


class Kept(dict):
    """Drawings by what they show, how many characters they are together, and the names of each language."""

    def __init__(self):
        super().__init__()
        self.characters, self.names = 0, {}

    def keep(self, key, text) -> Markup:
        """`text` under `key`, once there is room for it."""
        if self.characters + len(text) > FULL:
            self.clear()
            self.characters = 0
        self.characters += len(text)
        self[key] = Markup(text)  # noqa: S704 - our own templates, which escape
        return self[key]


def drawn(template: str, **values) -> Markup:
    """`template` with `values` (all hashable), kept as long as the process lives.

    Only for templates that read nothing but `values` and the settings.
    """
    return drawn_each(template, tuple(values), (tuple(values.values()),))


def drawn_each(template: str, names: tuple, rows) -> Markup:
    """`template` once for each of `rows`, joined; each is kept. A row: hashable values called `names`."""
    kept, locale = current_app.extensions["frame"], get_locale()
    known = template, locale.language, request.script_root, names
    found = []
    for row in rows:
        key = (known, row)
        one = kept.get(key)
        if one is None or current_app.debug:
            one = kept.keep(key, _draw(template, kept, locale, dict(zip(names, row, strict=True))))
        found.append(one)
    return found[0] if len(found) == 1 else Markup("".join(found))  # noqa: S704 - escaped when drawn


def _draw(name, kept, locale, values):
    """As `render_template`, with the names of the house copied at once.

    Jinja looks each of our sixty globals up anew for every drawing, which cost more than the drawing.
    """
    names = kept.names.get(locale)
    if names is None or current_app.debug:
        names = kept.names[locale] = current_app.jinja_env.globals | words_in(locale)
    template = current_app.jinja_env.get_template(name)
    context = Context(template.environment, names | values, name, template.blocks)
    return "".join(template.root_render_func(context))


def register(app) -> None:
    """The kept drawings, and the names templates use."""
    app.extensions["frame"] = Kept()
    app.jinja_env.globals.update(drawn=drawn, drawn_each=drawn_each, tuple=tuple)
