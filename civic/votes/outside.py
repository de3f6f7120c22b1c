"""Bringing in the result of a vote that was held elsewhere, checked by the same arithmetic.

An owners' meeting, a residents' meeting, a committee: they decide by their own right and announce it
themselves. Here stands what they found, with its evidence; it is never a decision of this site (I19).
"""

from dataclasses import dataclass
from datetime import datetime, time

from flask_babel import gettext as _

from civic.database import SHANGHAI
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger import merkle
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, SealState, Status, Thread
from civic.topics.stamping import stamp_topic
from civic.votes.models import Vote, VoteResult
from civic.votes.outcomes import outcome_of
from civic.votes.outside_models import OutsideResult
from civic.votes.regimes import Measure
from civic.votes.states import BallotKind, Method, VoteState
from civic.votes.terms import Conduct

IMPORTED = act("vote.imported", public={"matter", "regime", "outcome", "heads", "areas", "held_on"})
NOTHING = merkle.root([]).hex()


@dataclass(frozen=True)
class Figures:
    """Heads, or areas in 0.01 m²: on the roll, taking part, in favour, against."""

    whole: int
    part: int
    yes: int
    no: int

    def check(self) -> None:
        """Raises Refused where the figures contradict each other."""
        if self.whole <= 0 or min(self.part, self.yes, self.no) < 0:
            raise Refused(_("A figure is missing or below nothing."), _("Fill in all figures of the notice."))
        if self.part > self.whole or self.yes + self.no > self.part:
            raise Refused(
                _("The figures contradict each other: more agreed or took part than there are."),
                _("Compare them with the notice once more."),
            )


def enter_result(topic, matter, heads, areas=None, *, by, question, convened_by, held_on, evidence,
                 announcement="", announced_on=None) -> Vote:  # fmt: skip
    """Write down what was voted elsewhere. `areas` is needed where areas count beside heads.

    Raises Refused for figures that contradict each other, missing evidence or a matter held here.
    """
    _guard(matter, heads, areas, convened_by, evidence)
    areas = areas or Figures(0, 0, 0, 0)
    day = datetime.combine(held_on, time(0), SHANGHAI)
    rule = matter.rule
    vote = Vote(
        thread_id=topic.thread_id, topic_id=topic.id, community_id=topic.community_id,
        place_id=topic.place_id, council_id=None, regime=matter.regime, unit=rule.unit,
        method=Method.YES_NO, ballot_kind=BallotKind.NAMED, state=VoteState.CLOSED,
        conduct=Conduct.EXTERNAL, convened_by=convened_by, matter=matter.code, question=question,
        opens_at=day, closes_at=day.replace(hour=23, minute=59), roll_size=heads.whole,
        roll_area=areas.whole, prepared_by=by.id if by else None, cannot_accept=False,
    )  # fmt: skip
    vote.quorum, vote.threshold = rule.quorum, rule.threshold
    db.session.add(vote)
    db.session.flush()
    result = _result(vote, heads, areas, held_on)
    db.session.add_all([result, OutsideResult(
        vote_id=vote.id, held_on=held_on, evidence=evidence, announcement=announcement,
        announced_on=announced_on, entered_by=by.id if by else None,
    )])  # fmt: skip
    stamp_topic(topic, Seal.DECIDE, SealState.NOW, status=Status.DELIBERATING)
    record(IMPORTED, subject=vote, thread=db.session.get(Thread, vote.thread_id), by=by, public={
        "matter": matter.code, "regime": matter.regime.value, "outcome": result.outcome.value,
        "heads": vars(heads), "areas": vars(areas), "held_on": held_on.isoformat(),
    })  # fmt: skip
    return vote


def _guard(matter, heads, areas, convened_by, evidence):
    if matter.is_held_here and not matter.rule.on_paper:
        raise Conflict(_("This is voted on here, not brought in."), _("Prepare the vote instead."))
    if not convened_by.strip() or not evidence.strip():
        raise Refused(
            _("A result needs the body that held the vote and where its papers can be seen."),
            _("Write both, for example where the notice hangs and its number."),
        )
    heads.check()
    if Measure.AREA in matter.rule.measures:
        if areas is None:
            raise Refused(_("Here the floor area counts as well."), _("Fill in the areas, too."))
        areas.check()


def _result(vote, heads, areas, held_on):
    counts = {
        "yes": {"heads": heads.yes, "area": areas.yes},
        "no": {"heads": heads.no, "area": areas.no},
        "abstain": {"heads": heads.part - heads.yes - heads.no, "area": areas.part - areas.yes - areas.no},
    }
    figures = {"counts": counts, "returned": heads.part, "returned_area": areas.part}
    return VoteResult(
        vote_id=vote.id, outcome=outcome_of(vote, figures), roll_size=heads.whole, returned=heads.part,
        roll_area=areas.whole, returned_area=areas.part, counts=counts, by_channel={},
        envelopes_root=NOTHING, ballots_root=NOTHING, counted_on=held_on,
    )  # fmt: skip
