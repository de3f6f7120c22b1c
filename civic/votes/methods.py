"""Which ways of filling in a ballot fit which question, said in a neighbour's words."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.errors import Refused
from civic.votes.regimes import RULES, Regime
from civic.votes.states import Method
from civic.votes.terms import TieRule

# What it is called, and how one fills it in.
METHOD_LABELS = {
    Method.SINGLE: (_l("Choose one option"), _l("Each household names the one it likes best.")),
    Method.APPROVAL: (_l("Tick all that would do"), _l("Each household ticks as many options as it likes.")),
    Method.RANKED: (
        _l("Put them in order"),
        _l("Each household says its first, second, third choice. When nobody has more than half, the last "
           "option leaves and its ballots go to the next choice."),
    ),
    Method.SCORE: (_l("Give points to each"), _l("Each option gets points; the sums are compared.")),
    Method.YES_NO: (_l("Yes, no or abstain"), _l("One proposal, three answers.")),
    Method.CONSENT: (
        _l("By consent of the seats"), _l("Each body says whether it agrees, stands aside or objects.")
    ),
    Method.PROJECTS: (
        _l("Choose projects for a sum"),
        _l("Each household ticks projects; the sum is given down the list."),
    ),
    Method.POINTS: (
        _l("Share out points among projects"),
        _l("Each household shares out its points; the sum is given down the list."),
    ),
}  # fmt: skip

OF_MONEY = (Method.PROJECTS, Method.POINTS)  # need a sum, and a cost beside each option
ADVICE = (Method.SINGLE, Method.APPROVAL, Method.RANKED, Method.SCORE, Method.YES_NO, *OF_MONEY)
DEFAULT_METHODS = {Regime.COUNCIL: Method.CONSENT}
DEFAULT_METHODS |= {
    regime: Method.YES_NO for regime, rule in RULES.items() if rule.binding and regime != Regime.COUNCIL
}
SCORE_MOST = 5


BY_OWNERS = (Regime.OWNERS_ORDINARY, Regime.OWNERS_SPECIAL)  # only their rules can let silence follow


def fitting(regime) -> tuple:
    """The methods a regime knows: advice any of its own, the council consent, the law yes or no."""
    if regime in (Regime.ADVISORY, Regime.CONSULTATION):
        return ADVICE
    return (DEFAULT_METHODS[regime],)


def refuse_unfit(regime, method, terms) -> None:
    """Raises Refused when method and terms do not go together; said before anything is kept."""
    if method not in fitting(regime):
        raise Refused(
            _("This way of voting does not fit who decides."), _("Choose one of those offered for it.")
        )
    if method in (Method.SCORE, Method.POINTS) and not 1 <= (terms.get("points_most") or 0) <= 100:
        raise Refused(_("Say how many points there are."), _("A number from 1 to 100."))
    if (method in OF_MONEY) != bool((terms.get("budget_fen") or 0) > 0):
        raise Refused(
            _("Say how much there is to give out."), _("A sum in yuan; only where projects are chosen.")
        )
    if terms.get("tie_rule") == TieRule.LOT and not (terms.get("draw_source") or "").strip():
        raise Refused(
            _("A draw needs a name before the vote opens."),
            _("Say which public draw of which day decides, for example a lottery and its number."),
        )
    if terms.get("silence_follows") and method != Method.YES_NO:
        raise Refused(
            _("Silence can follow the majority in a yes-or-no vote only."), _("Leave that line unticked.")
        )
    if terms.get("proxies") and regime not in BY_OWNERS:
        raise Refused(_("Only owners can send somebody with their ballot."), _("Leave that line unticked."))
    if terms.get("silence_follows") and regime not in BY_OWNERS:
        raise Refused(
            _("Silence can follow the majority only where owners decide and their own rules say so."),
            _("Leave that line unticked."),
        )


def refuse_unpriced(vote, options) -> None:
    """Where money is given out, every option has its cost, and none costs more than there is."""
    if vote.method not in OF_MONEY:
        return
    if unpriced := [one.title for one in options if not one.cost_fen]:
        raise Refused(
            _("“%(option)s” has no cost.", option=unpriced[0]),
            _("Write the costs into the table of facts before the notice begins."),
        )
    if dear := [one.title for one in options if one.cost_fen > vote.budget_fen]:
        raise Refused(
            _("“%(option)s” costs more than there is to give out.", option=dear[0]),
            _("Take it off, or say a larger sum."),
        )
