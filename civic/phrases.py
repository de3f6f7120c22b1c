"""What templates call `_` and `ngettext`: the words of a language, found once and not for each phrase.

`told` is the label of a member of an enum, for rows that name several.

flask-babel looks for the visitor's language and its catalogue at every call, 15 µs each time; a
list page has a hundred and thirty phrases.
"""

from functools import cache, lru_cache

from flask_babel import get_locale, get_translations
from markupsafe import Markup, escape


@cache
def words_in(locale) -> dict:
    """The functions for one language; values are escaped and filled in. Inside a request in that language."""
    catalogue = get_translations()

    def phrase(text, **values) -> Markup:
        told = catalogue.ugettext(text)
        if values or "%" in told:
            return _filled(told, values)
        return Markup(told)  # noqa: S704 - our own words

    @lru_cache(maxsize=4096)
    def counted(singular, plural, num) -> Markup:
        return _filled(catalogue.ungettext(singular, plural, num), {"num": num})

    def phrases(singular, plural, num, **values) -> Markup:
        if not values:
            return counted(singular, plural, num)
        return _filled(catalogue.ungettext(singular, plural, num), {"num": num} | values)

    @lru_cache(maxsize=1024)
    def told(member) -> Markup:
        return escape(str(member.label))

    return {"_": phrase, "gettext": phrase, "ngettext": phrases, "told": told}


def _filled(told: str, values: dict) -> Markup:
    """The words with their values, escaped unless numbers; Markup does it in three times the time."""
    safe = {name: one if type(one) in (int, float) else escape(one) for name, one in values.items()}
    return Markup(told % safe)  # noqa: S704 - our own words, and values escaped here


def _in_the_visitors(name):
    return lambda *args, **values: words_in(get_locale())[name](*args, **values)


# For macros and templates drawn outside `rendering.render`, which names the language itself.
FOR_TEMPLATES = {name: _in_the_visitors(name) for name in ("_", "gettext", "ngettext", "told")}
