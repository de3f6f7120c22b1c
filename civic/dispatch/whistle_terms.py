"""How long a called body has and what a kind of whistle is called locally: configuration, not law.

CIVIC_WHISTLES is JSON: {"emergency": {"minutes": 30, "grace": 30, "aliases": ["快捷哨"]}, …}; what it
leaves out stays as below (domain.md §4). `grace` is how long after that a late body counts as not come.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app

from civic.dispatch.whistle_states import WhistleKind

DAY = 24 * 60


@dataclass(frozen=True)
class Terms:
    """Minutes to come, minutes of grace, local names."""

    minutes: int
    grace: int
    aliases: tuple[str, ...] = ()


USUAL = {
    WhistleKind.APPEAL: Terms(DAY, DAY),
    WhistleKind.PRIORITY: Terms(3 * DAY, DAY),
    WhistleKind.ENFORCEMENT: Terms(DAY, DAY),
    WhistleKind.EMERGENCY: Terms(30, 30),
}


@lru_cache(maxsize=8)
def read_terms(text: str) -> dict[WhistleKind, Terms]:
    """The terms of every kind. Raises RuntimeError naming the setting and what is wrong with it."""
    try:
        said = json.loads(text) if text else {}
        unknown = set(said) - {kind.value for kind in WhistleKind}
        if unknown:
            raise ValueError(f"unknown kinds {sorted(unknown)}")
        return {kind: _terms(USUAL[kind], said.get(kind.value, {})) for kind in WhistleKind}
    except (ValueError, TypeError, AttributeError) as fault:
        raise RuntimeError(f"CIVIC_WHISTLES cannot be read: {fault}") from fault


def _terms(usual, said):
    minutes, grace = said.get("minutes", usual.minutes), said.get("grace", usual.grace)
    if not all(isinstance(each, int) and 0 < each <= 400 * DAY for each in (minutes, grace)):
        raise ValueError("minutes and grace are whole numbers above 0")
    return Terms(minutes, grace, tuple(str(name)[:20] for name in said.get("aliases", ())))


def terms_of(kind) -> Terms:
    """The terms of this site for that kind."""
    return read_terms(current_app.config["WHISTLES"])[WhistleKind(kind)]
