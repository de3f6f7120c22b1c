"""The terms of a vote that are fixed before it opens: who holds it, what a tie means, how money is given.

Pure: no Flask request, no database.
"""

from enum import StrEnum


class Conduct(StrEnum):
    """Who holds the vote, so what its result may be called; never mixed (issue 3 §1).

    HERE: run on this site. PAPER: convened by the owners' body or the residents' meeting, this site
    prints, keys and adds up (计票结果). EXTERNAL: held elsewhere and imported with evidence; it
    cannot be recounted here.
    """

    HERE = "here"
    PAPER = "paper"
    EXTERNAL = "external"


class TieRule(StrEnum):
    """What happens when two options lead alike: nothing is carried, or a public draw named beforehand."""

    NOT_CARRIED = "not_carried"
    LOT = "lot"


class BudgetRule(StrEnum):
    """How projects are chosen within a sum: by most support down the list, or by equal shares."""

    GREEDY = "greedy"
    EQUAL_SHARES = "equal_shares"
