"""The category tree: built in, and what the street's rows make of it (category_models.py).

A code is `top`, `top.leaf` or `top.mid.leaf`; issues store `top` and the rest apart. The tree is
kept in the process and read anew when the version row says so: one small look a request that asks.
"""

from flask import current_app, g
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from civic.extensions import db
from civic.issues.category_models import Category, CategoryVersion
from civic.issues.category_prompts import PROMPTS
from civic.issues.category_tree import Node, Prompt, Tree, built_in, grow, upwards
from civic.prepared import Prepared

CATEGORIES = {
    "waste": (
        _l("Rubbish and cleaning"),
        {
            "bins": _l("Bins and sorting"),
            "collection": _l("Collection times and noise"),
            "bulky": _l("Bulky waste, things in stairwells"),
            "cleaning": _l("Dirty corridors and yards"),
        },
    ),
    "parking": (
        _l("Cars and parking"),
        {
            "spaces": _l("Parking spaces"),
            "locks": _l("Private locks on shared spaces"),
            "traffic": _l("Traffic inside the estate"),
            "charging": _l("Charging and bicycle sheds"),
        },
    ),
    "water": (
        _l("Water, power, heating"),
        {
            "pipes": _l("Pipes, leaks, blocked drains"),
            "power": _l("Power and lamps"),
            "heating": _l("Heating"),
            "gas": _l("Gas"),
        },
    ),
    "building": (
        _l("House and lift"),
        {
            "lift": _l("Lifts"),
            "doors": _l("Doors and entry systems"),
            "roof": _l("Roofs, walls, leaks"),
            "access": _l("Steps, ramps, handrails"),
        },
    ),
    "safety": (
        _l("Safety and fire"),
        {
            "fire": _l("Fire lanes and fire equipment"),
            "cameras": _l("Cameras and gates"),
            "falling": _l("Things that may fall"),
            "ebikes": _l("Electric bicycles indoors"),
        },
    ),
    "noise": (
        _l("Noise and neighbours"),
        {
            "noise": _l("Noise"),
            "animals": _l("Dogs and animals"),
            "smoke": _l("Smoke and smells"),
            "disputes": _l("Disputes between neighbours"),
        },
    ),
    "green": (
        _l("Green and shared spaces"),
        {
            "plants": _l("Trees and lawns"),
            "play": _l("Playground and exercise"),
            "ground": _l("Roads, paving, puddles"),
            "idle": _l("Unused land"),
        },
    ),
    "building_law": (
        _l("Unlawful building and trading"),
        {
            "extensions": _l("Unlawful building"),
            "stalls": _l("Stalls and trading outside"),
        },
    ),
    "service": (
        _l("Management and fees"),
        {
            "fees": _l("Fees and accounts"),
            "manners": _l("How staff treat people"),
            "repairs": _l("Repairs that do not come"),
        },
    ),
    "care": (
        _l("People and care"),
        {
            "elders": _l("Elders and disabled people"),
            "children": _l("Children and school"),
            "errands": _l("Papers and errands"),
        },
    ),
    "other": (_l("Something else"), {"other": _l("Something else")}),
}

BUILT_IN = built_in(CATEGORIES, PROMPTS)
PLAIN = grow(BUILT_IN, ())  # what a site without a row has
_TOKEN = Prepared(lambda engine: select(CategoryVersion.token).where(CategoryVersion.id == 1))


def tree() -> Tree:
    """The tree as it is now. One statement the first time a request asks, two when it has changed."""
    if "category_tree" not in g:
        token = next((row[0] for row in _TOKEN.run(db.session.connection())), None)
        kept = current_app.extensions.get("categories", PLAIN)
        if (token or "") != kept.stamp:
            kept = grow(BUILT_IN, db.session.scalars(select(Category)), token) if token else PLAIN
            current_app.extensions["categories"] = kept
        g.category_tree = kept
    return g.category_tree


def forget() -> None:
    """The rest of this request looks again; the verbs that edit the tree call it."""
    g.pop("category_tree", None)


def exists(code) -> bool:
    """Whether `code` names a category, shown or hidden."""
    return code in tree().nodes


def label(top, rest=None):
    """The words for a category, the finest known; an unknown code answers itself.

    Args: top, rest — as an issue stores them; `top` may also be a whole code.
    """
    node = tree().known(f"{top}.{rest}" if rest else top or "")
    return node.label if node else top


def path_label(code) -> str:
    """All words on the way down: "Water › Pipes"."""
    found = tree()
    return " › ".join(str(found.nodes[each].label) for each in reversed(upwards(code)) if each in found.nodes)


def tops() -> list[Node]:
    """The top categories on offer."""
    return list(tree().children())


def prompt(code) -> Prompt:
    """What to ask and to say first to somebody who raises something of this category."""
    return tree().prompt(code or "")


def emergency_number(name) -> str:
    """The telephone number that the settings give for a name, "" for one they do not know."""
    return dict(current_app.config["EMERGENCY"]).get(name, "")


def choices() -> dict:
    """The tree for a select with groups: {top label: [(code, label), …]}; the third level with its second."""
    found = tree()
    return {str(top.label): [(node.code, _within(found, node)) for node in _finer(found, top)]
            for top in found.children()}  # fmt: skip


def _finer(found, top):
    return found.below(top.code) or [top]


def _within(found, node):
    above = found.nodes.get(node.parent)
    return f"{above.label} › {node.label}" if node.level == 3 else node.label
