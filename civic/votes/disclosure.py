"""Which figures by building may be shown, so that nobody learns of a few homes who voted. Pure.

A building is shown when at least five of its homes voted and at least five did not. What is hidden
must not come out by subtraction from the published total: the hidden ones are at least two, and
together hold at least five of either kind; until then the smallest shown one is hidden as well.
"""

LEAST = 5


def may_be_shown(turnout: dict) -> dict:
    """Of {building: (voted, entitled)} those that may be published."""
    rest = {place: (voted, entitled - voted) for place, (voted, entitled) in turnout.items()}
    hidden = {place: cells for place, cells in rest.items() if min(cells) < LEAST}
    shown = sorted((min(cells), place) for place, cells in rest.items() if place not in hidden)
    while shown and hidden and not _lost_in_the_crowd(hidden):
        _, place = shown.pop(0)
        hidden[place] = rest[place]
    return {place: turnout[place] for _, place in sorted(shown, key=lambda one: one[1])} if shown else {}


def _lost_in_the_crowd(hidden):
    voted, stayed = (sum(column) for column in zip(*hidden.values(), strict=True))
    return len(hidden) > 1 and min(voted, stayed) >= LEAST
