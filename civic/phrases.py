"""What templates call `_` and `ngettext`: the words of a language, found once and not for each phrase.

flask-babel looks for the visitor's language and its catalogue at every call, 15 µs each time; a
list page has a hundred and thirty phrases.
"""

from functools import cache

from flask_babel import get_locale, get_translations
from markupsafe import Markup


@cache
def words_in(locale) -> dict:
    """The functions for one language; values are escaped and filled in. Inside a request in that language."""
    catalogue = get_translations()

    def phrase(text, **values) -> Markup:
        told = Markup(catalogue.ugettext(text))  # noqa: S704 - our own words
        return told % values if values or "%" in told else told

    def phrases(singular, plural, num, **values) -> Markup:
        told = Markup(catalogue.ungettext(singular, plural, num))  # noqa: S704 - our own words
        return told % ({"num": num} | values)

    return {"_": phrase, "gettext": phrase, "ngettext": phrases}


def _in_the_visitors(name):
    return lambda *args, **values: words_in(get_locale())[name](*args, **values)


# For macros and templates drawn outside `rendering.render`, which names the language itself.
FOR_TEMPLATES = {name: _in_the_visitors(name) for name in ("_", "gettext", "ngettext")}
