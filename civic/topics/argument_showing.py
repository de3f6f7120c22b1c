"""What the page of arguments shows: the columns asked for, their counts, who is touched, who answered."""

from dataclasses import dataclass

from civic.errors import NotFound
from civic.topics import affected_queries, queries, themes
from civic.topics import argument_queries as reads
from civic.topics.argument_models import OTHER_THEME, Side


def arguments_context(topic, asked) -> dict:
    """Args: asked — of the address: `side` for one column alone, `theme`, `after`."""
    found, theme = reads.counts(topic.id), _theme(topic, asked.get("theme", type=int))
    side = asked.get("side") if asked.get("side") in set(Side) else None
    wanted, size = ([Side(side)], reads.MANY) if side else (list(Side), reads.FEW)
    after = asked.get("after") if side else None
    return {
        "columns": [(one, reads.column(topic, one, after, theme, size)) for one in wanted],
        "sums": _sums(found, theme), "side": side, "theme": theme, "after": after,
        "chips": _chips(topic, found), "theme_of": lambda one: themes.at(topic.themes, one.theme),
        "bottom_lines": queries.bottom_lines_of(topic),
        "interests": affected_queries.interests_of(topic),
        "replies": affected_queries.replies_of(topic),
    }  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """The stored counts as a table: a row a theme, a number a column."""

    sides: list
    rows: list
    total: int
    unanswered: int


def table(topic) -> Counted:
    """Reasons by theme and column, one statement."""
    found = reads.counts(topic.id)
    rows = [
        (name, [found[side, place].said if (side, place) in found else 0 for side in Side])
        for place, name, said in _chips(topic, found)
        if said
    ]
    total = sum(row.said for row in found.values())
    return Counted(list(Side), rows, total, sum(row.unanswered for row in found.values()))


def _theme(topic, place):
    if place is None or place == OTHER_THEME or 0 <= place < len(topic.themes):
        return place
    raise NotFound(None)


def _sums(found, theme):
    """Side → how many, under the theme chosen or in all."""
    shown = {key: row for key, row in found.items() if theme is None or key[1] == theme}
    return reads.by_side(shown)


def _chips(topic, found):
    """(place, name, how many) of each theme, those without any reason too; other only where it has some."""
    places = [*range(len(topic.themes)), OTHER_THEME]
    said = {place: sum(row.said for (_s, of), row in found.items() if of == place) for place in places}
    return [
        (place, themes.at(topic.themes, place), said[place])
        for place in places
        if place != OTHER_THEME or said[place]
    ]
