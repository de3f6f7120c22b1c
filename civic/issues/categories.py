"""The category tree: simple data. A code is `top` or `top.leaf`; issues store both parts."""

from flask_babel import lazy_gettext as _l

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


def exists(code):
    """Whether `code` names a top category or a leaf below one."""
    top, _dot, leaf = code.partition(".")
    return top in CATEGORIES and (not leaf or leaf in CATEGORIES[top][1])


def label(top, leaf=None):
    """The words for a category, the finest known; an unknown code answers itself."""
    if top not in CATEGORIES:
        return top
    name, leaves = CATEGORIES[top]
    return leaves.get(leaf, name) if leaf else name


def choices():
    """The tree for a select with groups: {top label: [(code, leaf label), …]}."""
    return {
        str(name): [(f"{top}.{leaf}", words) for leaf, words in leaves.items()]
        for top, (name, leaves) in CATEGORIES.items()
    }
