"""Which statement is asked next: by weight, not in order. Pure.

Source: polismath conversation.clj (importance-metric, priority-metric), systems.md §5.3 no. 8. A
statement weighs more when it sets people apart, is agreed with, is rarely passed on, and is new.
"""

from random import Random


def weight(agrees: int, passes: int, answers: int, reach: float) -> float:
    """The weight of a statement. `answers` counts passes too; `reach` is the length of its projection."""
    passed, agreed = (passes + 1) / (answers + 2), (agrees + 1) / (answers + 2)
    return ((1 - passed) * (reach + 1) * agreed * (1 + 8 * 2 ** (-answers / 5))) ** 2


def choose(weights: dict, draw: str):
    """One of the keys, drawn in proportion to its weight; the same for the same `draw`. None of none."""
    if not weights:
        return None
    keys = sorted(weights)
    return Random(draw).choices(keys, [weights[key] for key in keys])[0]  # noqa: S311 - nothing secret
