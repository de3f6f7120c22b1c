"""The themes that arguments are grouped by: three presets kept as codes, others as staff wrote them. Pure."""

from flask_babel import lazy_gettext as _l

PRESET = ("hands", "ease", "money")  # 人手 · 方便 · 钱: the three doubts of the seed's story
MOST = 8
LABELS = {"hands": _l("Hands"), "ease": _l("Ease"), "money": _l("Money")}
OTHER = _l("Other reasons")


def named(theme: str) -> str:
    """A theme as it is read: a preset in the reader's language, any other as written."""
    return str(LABELS.get(theme, theme))


def at(themes, place: int) -> str:
    """The name of the theme at `place`; what is beyond the list is other."""
    return named(themes[place]) if 0 <= place < len(themes) else str(OTHER)


def read(typed: list[str]) -> list[str]:
    """Typed lines as stored: a preset's name becomes its code, the same is kept once, at most MOST."""
    codes = {str(label): code for code, label in LABELS.items()}
    found = [codes.get(line, line)[:20] for line in typed]
    return list(dict.fromkeys(found))[:MOST]


def moved(before, after) -> dict[int, int | None]:
    """Where each theme's place went: old place → new place, or None for a theme that is gone."""
    return {old: after.index(theme) if theme in after else None for old, theme in enumerate(before)}
