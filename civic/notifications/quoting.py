"""How a message quotes: short, between marks, and never so that it looks like somebody else's message."""

import re

from flask_babel import gettext as _

TITLE = 14  # characters of a public title that a message quotes
# A title may not look like a sender's signature or carry an address of its own.
UNQUOTABLE = re.compile(r"[【】\[\]\x00-\x1f]|https?:\S*|www\.\S*")


def short(words, most=TITLE) -> str:
    """Harmless, and no longer than `most` characters; empty for nothing."""
    plain = UNQUOTABLE.sub("", words or "").strip()
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def quoted(words) -> str:
    """Between marks; empty for nothing."""
    plain = short(words)
    return _("“%(title)s”", title=plain) if plain else ""


def called(title) -> str:
    """The public title between marks; without one: what you raised."""
    return quoted(title) or _("what you raised")
