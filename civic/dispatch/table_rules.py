"""Which rule of the dispatch table applies. Pure: no Flask, no database.

What a matter is about says more about who is in charge than where it is: the finest category wins
first, then the nearest place. So a street's "private locks → enforcement" stands above a community's
"everything else → property company", and a community's own "private locks" stands above both.
"""

from civic.issues.category_tree import upwards


def is_valid(rule, day) -> bool:
    """Whether the rule holds on that day: from its first day until the day before its last."""
    return rule.valid_from <= day and (rule.valid_to is None or day < rule.valid_to)


def winner(rules, category, places, day):
    """The most specific rule that fits, or None: finer category, then nearer place, then set later.

    Args: category — a code or None; places — ids from the root down to where it is.
    """
    said, near = {"", *upwards(category)}, {number: depth for depth, number in enumerate(places)}
    fitting = [r for r in rules if r.category in said and r.place_id in near and is_valid(r, day)]
    return max(fitting, key=lambda r: (_levels(r), near[r.place_id], r.valid_from, r.id), default=None)


def _levels(rule):
    return rule.category.count(".") + 1 if rule.category else 0
