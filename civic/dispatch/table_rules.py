"""Which rule of the dispatch table applies. Pure: no Flask, no database.

What a matter is about says more about who is in charge than where it is: the finest category wins
first, then the nearest place. So a street's "private locks → enforcement" stands above a community's
"everything else → property company", and a community's own "private locks" stands above both.
"""

from civic.issues.category_tree import upwards


def is_valid(rule, day) -> bool:
    """Whether the rule holds on that day: from its first day until the day before its last."""
    return rule.valid_from <= day and (rule.valid_to is None or day < rule.valid_to)


def fits(rule, category, places, day) -> bool:
    """Whether the rule says anything about a matter. Args: places — ids from the root down to where it is."""
    return (
        is_valid(rule, day)
        and rule.place_id in places
        and (rule.category == "" or rule.category in upwards(category))
    )


def specificity(rule, places) -> tuple:
    """What is compared: finer category, nearer place, set later. Args: places — ids from the root down."""
    levels = rule.category.count(".") + 1 if rule.category else 0
    return levels, list(places).index(rule.place_id), rule.valid_from, rule.id


def winner(rules, category, places, day):
    """The most specific rule that fits, or None. Args: category — a code or None; places — root first."""
    fitting = [rule for rule in rules if fits(rule, category, places, day)]
    return max(fitting, key=lambda rule: specificity(rule, places), default=None)
