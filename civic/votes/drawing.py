"""Entering what the public draw gave, once, when options lead alike and a draw was named beforehand."""

from flask_babel import gettext as _

from civic.database import locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Thread
from civic.votes.models import Vote, VoteResult
from civic.votes.outcomes import outcome_of
from civic.votes.states import VoteState
from civic.votes.terms import TieRule
from civic.votes.ties import drawn

DRAWN = act("vote.drawn", public={"letters", "value", "drawn", "outcome"})
FIGURES = ("returned", "returned_area")


def awaits_draw(vote, result) -> bool:
    """Whether the count ended in a tie that the draw named beforehand has to decide."""
    return bool(
        result
        and vote.state == VoteState.CLOSED
        and vote.tie_rule == TieRule.LOT
        and vote.draw_value is None
        and result.counts.get("tie")
    )


def enter_draw(vote, value: str, *, by) -> VoteResult:
    """Write down what the draw gave; the rest follows from it and the sealed count (ties.drawn)."""
    value = value.strip()
    if not value or len(value) > 200:
        raise Refused(
            _("Write what the draw gave, as it was published."), _("At most 200 characters, please.")
        )
    vote, result = locked(Vote, vote.id), locked(VoteResult, vote.id)
    if not awaits_draw(vote, result):
        raise Conflict(_("No draw is waited for here."), _("Load the page again to see what changed."))
    letter = drawn(result.ballots_root, value, result.counts["tie"])
    vote.draw_value, result.counts = value, result.counts | {"drawn": letter}
    figures = {name: getattr(result, name) for name in FIGURES} | {"counts": result.counts}
    result.outcome = outcome_of(vote, figures)
    record(DRAWN, subject=vote, thread=db.session.get(Thread, vote.thread_id), by=by, public={
        "letters": result.counts["tie"], "value": value, "drawn": letter, "outcome": result.outcome.value,
    })  # fmt: skip
    return result
