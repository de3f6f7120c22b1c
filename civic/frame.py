"""What looks the same for everybody is drawn once per language and kept: tabs, footer, a row of seals.

Looking up words and addresses anew would cost a list page most of its time (measured: 1 ms a frame,
0.6 ms a row of seals).
"""

from flask import current_app, request
from flask_babel import get_locale
from jinja2.runtime import Context
from markupsafe import Markup

from civic.phrases import words_in

FULL = 3_000_000  # characters kept at most (6 MB)


class Kept(dict):
    """Drawings by what they show, and a hand for each language.

    Two halves, so that pages nobody asks for again do not drive out what every page shows: when the
    newer half is full, the older one is let go, except what was asked for since.
    """

    def __init__(self):
        super().__init__()
        self.characters, self.older, self.hands = 0, {}, {}

    def __missing__(self, key):
        """From the older half, into the newer; None when it must be drawn."""
        text = self.older.get(key)
        return None if text is None else self.keep(key, text)

    def keep(self, key, text) -> Markup:
        """`text` under `key`, once there is room for it."""
        if self.characters + len(text) > FULL / 2:
            self.older = dict(self)
            self.clear()
            self.characters = 0
        self.characters += len(text)
        self[key] = Markup(text)  # noqa: S704 - our own templates, which escape
        return self[key]


def drawn(template: str, **values) -> Markup:
    """`template` with `values` (all hashable), kept as long as the process lives.

    Only for templates that read nothing but `values` and the settings.
    """
    return _hand().drawn(template, **values)


def drawn_each(template: str, names: tuple, rows) -> Markup:
    """`template` once for each of `rows`, joined; each is kept. A row: hashable values called `names`."""
    return _hand().drawn_each(template, names, rows)


def drawn_all(template: str, names: tuple, rows) -> list[Markup]:
    """As `drawn_each`, one by one: for rows with something among them that must not be kept."""
    return _hand().drawn_all(template, names, rows)


def _hand():
    kept = current_app.extensions["frame"]
    asked = get_locale(), request.script_root
    return kept.hands.get(asked) or kept.hands.setdefault(asked, Hand(kept, current_app, *asked))


class Hand:
    """Draws in one language below one address. Drawings within a drawing use its own hand."""

    def __init__(self, kept, app, locale, root):
        self.kept, self.config, self.environment = kept, app.config, app.jinja_env
        self.under = locale.language, root
        own = {"drawn": self.drawn, "drawn_each": self.drawn_each}
        self.names = app.jinja_env.globals | words_in(locale) | own

    def drawn(self, template, **values) -> Markup:
        """As `frame.drawn`."""
        return self.drawn_each(template, tuple(values), (tuple(values.values()),))

    def drawn_each(self, template, names, rows) -> Markup:
        """As `frame.drawn_each`."""
        found = self.drawn_all(template, names, rows)
        return found[0] if len(found) == 1 else Markup("".join(found))  # noqa: S704 - escaped when drawn

    def drawn_all(self, template, names, rows) -> list[Markup]:
        """As `frame.drawn_all`."""
        known, found = (template, self.under, names), []
        for row in rows:
            key = known, row
            one = self.kept[key]
            if one is None or self.config["DEBUG"]:
                one = self.kept.keep(key, self._draw(template, dict(zip(names, row, strict=True))))
            found.append(one)
        return found

    def _draw(self, name, values):
        """As `render_template`, with the names of the house copied at once.

        Jinja looks each of our sixty globals up anew for every drawing, which cost more than the drawing.
        """
        template = self.environment.get_template(name)
        context = Context(template.environment, self.names | values, name, template.blocks)
        return "".join(template.root_render_func(context))


def register(app) -> None:
    """The kept drawings, and the names templates use."""
    app.extensions["frame"] = Kept()
    app.jinja_env.globals.update(drawn=drawn, drawn_each=drawn_each, tuple=tuple)
