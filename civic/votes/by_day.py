"""Paper against phone or desk, settled by the day alone: the later day counts, on the same day paper.

Pure. No finer time is kept or asked for, so the order in which the office enters what it collected
cannot change which ballot counts (issue 3 §6).
"""

from datetime import date


def takes_place(new_is_paper: bool, new_day: date, old_is_paper: bool, old_day: date) -> bool:
    """Whether a ballot that arrives now counts instead of the one in the box.

    Args: the days on which each was cast or handed in. Of two by phone or desk the last one counts.
    """
    if new_is_paper:
        return new_day >= old_day
    return new_day > old_day if old_is_paper else True
