"""By whose right a decision stands, said without claiming more than it is. Pure.

I19: a vote held on this site is never a decision of the owners' meeting (业主大会决定); owners
vote on paper or in the city's own system, and this site only files their result.
"""

from flask_babel import lazy_gettext as _l

from civic.decisions.models import Basis
from civic.votes.regimes import Regime

OWNERS_WORDS = ("业主大会决定", "业主大会决议", "业主大会通过", "业主共同决定")

ON_SITE = {
    Regime.ADVISORY: _l("After hearing the neighbours: advice, not a decision of the owners' meeting"),
    Regime.COUNCIL: _l("Agreed by the bodies at the council table, one voice each"),
}

BY_BASIS = {
    Basis.VOTE: _l("By a vote held on paper, outside this site; its result is filed here"),
    Basis.CONSENT: _l("Talked over until nobody objected"),
    Basis.ORDER: _l("By order of an authority"),
    Basis.LAWFUL_DUTY: _l("Because the law says who must do it"),
}


def authority(basis, regime=None):
    """The sentence shown as ground; `regime` is that of the vote held on this site, if any."""
    if basis == Basis.VOTE and regime is not None:
        return ON_SITE.get(Regime(regime), ON_SITE[Regime.ADVISORY])
    return BY_BASIS[basis]


def claims_owners(*texts) -> bool:
    """Do the words call it a decision of the owners' meeting?"""
    joined = "".join("".join(text.split()) for text in texts)
    return any(words in joined for words in OWNERS_WORDS)
