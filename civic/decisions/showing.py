"""What a decision's page says at its top and what goes into the group."""

from flask import url_for
from flask_babel import gettext as _

from civic.database import SHANGHAI
from civic.decisions.authority import authority
from civic.decisions.models import DecisionState
from civic.locale import day
from civic.printing import full_address
from civic.topics.rules import last_day
from civic.votes.regimes import Regime

SHARE_LENGTH = 120


def ground(decision):
    """By whose right it stands; never more than it is (I19)."""
    return authority(decision.basis, decision.vote.regime if decision.vote else None)


def where_it_is(decision) -> str:
    """How far it is, in one sentence."""
    if decision.state == DecisionState.NOTICED:
        until = day(last_day(decision.notice_until))
        return _("On public notice until %(day)s. Anybody can object, each objection is answered.", day=until)
    if decision.state == DecisionState.CONFIRMED:
        words = _("In force since %(day)s.", day=day(decision.confirmed_at))
        if decision.trial_until:
            words += " " + _("On trial until %(day)s.", day=day(decision.trial_until))
        return words
    if decision.state == DecisionState.WITHDRAWN:
        return _("Taken back: %(reason)s", reason=decision.withdrawn_reason)
    return _("A draft; only community staff see it.")


OWNERS = (Regime.OWNERS_ORDINARY, Regime.OWNERS_SPECIAL)


def way_to_disagree(decision) -> str:
    """What somebody who does not agree can do, and until when.

    Owners may ask a court to annul within a year (Civil Code art. 280 and the judicial
    interpretation on condominium ownership, art. 12; domain.md §3.1).
    """
    if decision.notice_from is None:
        return ""
    until = day(last_day(decision.notice_until))
    if decision.vote and decision.vote.regime in OWNERS:
        noticed = decision.notice_from.astimezone(SHANGHAI).date()
        words = _("An owner whose rights it harms can ask the court to annul it, at the latest on %(day)s.",
                  day=day(a_year_after(noticed)))  # fmt: skip
        return _("Object here until %(day)s.", day=until) + " " + words
    if decision.state == DecisionState.NOTICED:
        return _("Object here until %(day)s; each objection is answered in public.", day=until)
    return _("The notice ended on %(day)s. If something new comes up, raise it as a new topic.", day=until)


def a_year_after(noticed):
    """The same day a year later; of a leap day, the last of February."""
    try:
        return noticed.replace(year=noticed.year + 1)
    except ValueError:
        return noticed.replace(year=noticed.year + 1, day=28)


def row_line(decision) -> str:
    """The same for a list row, shorter."""
    if decision.state == DecisionState.NOTICED:
        return _("On notice until %(day)s", day=day(last_day(decision.notice_until)))
    if decision.review_on and decision.state == DecisionState.CONFIRMED:
        return _("In force; looked at again on %(day)s", day=day(decision.review_on))
    return str(decision.state.label)


def share_text(decision) -> str:
    """Ready words for the group, address included, at most 120 characters."""
    address = full_address(url_for("decisions.show", no=decision.id))
    if decision.state == DecisionState.NOTICED:
        words = _(
            "Decision on notice: “%(title)s”. Speak up by %(day)s:",
            title=decision.title,
            day=day(last_day(decision.notice_until)),
        )
    else:
        words = _("Decided: “%(title)s”. Who does what, and by when:", title=decision.title)
    room = SHARE_LENGTH - len(address) - 1
    return f"{words if len(words) <= room else words[: room - 1] + '…'} {address}"


def context(decision) -> dict:
    """What page and poster need beside the decision itself."""
    return {
        "ground": ground(decision),
        "where": where_it_is(decision),
        "disagree": way_to_disagree(decision),
        "share_text": share_text(decision),
        "notice_last_day": last_day(decision.notice_until) if decision.notice_until else None,
        "address": full_address(url_for("decisions.show", no=decision.id)),
    }
