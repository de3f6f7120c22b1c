"""What the figures of a count come to, under the rule fixed before the vote opened. Pure.

A lawful regime passes or does not; advice reaches its reference line or does not, and is never said
to have passed (I19). A missed quorum is void, not rejected.
"""

from civic.votes.regimes import RULES, Measure, Outcome, Regime, Sums, settle, settle_council
from civic.votes.states import Method
from civic.votes.tallies import best_of
from civic.votes.tally import Voice


def outcome_of(vote, figures: dict) -> Outcome:
    """The outcome of a result's figures (`counts`, `returned`, sizes and areas)."""
    counts = figures["counts"]
    if vote.regime == Regime.COUNCIL:
        objections = counts["voices"][Voice.OBJECT.value]
        return settle_council(vote.roll_size, figures["returned"], objections, vote.quorum)
    if vote.method == Method.YES_NO and RULES[vote.regime].binding:
        return settle(RULES[vote.regime], sums_of(vote, figures))
    if not vote.quorum.reached(figures["returned"], vote.roll_size):
        return Outcome.NOT_REACHED
    if vote.method in (Method.PROJECTS, Method.POINTS):
        return Outcome.REACHED if counts["selected"] else Outcome.NOT_REACHED
    part, whole = held_against(vote, figures)
    return Outcome.REACHED if part and vote.threshold.reached(part, whole) else Outcome.NOT_REACHED


def sums_of(vote, figures) -> dict:
    """Whole roll, taking part, in favour, by each measure; with silence counted where the vote says so."""
    silent = vote.silence_follows
    yes = (figures["counts"]["with_silence"] if silent else figures["counts"])["yes"]
    part = vote.roll_size if silent else figures["returned"]
    area = vote.roll_area if silent else figures["returned_area"]
    return {
        Measure.HEADS: Sums(vote.roll_size, part, yes["heads"]),
        Measure.AREA: Sums(vote.roll_area, area, yes["area"]),
    }


def held_against(vote, figures) -> tuple[int, int]:
    """(part, whole) of advice that are held against the reference line; (0, …) when nobody leads alone.

    Single and approval: households that named the leading option, of those that sent a ballot.
    Ranked: those that count for the winner in the last round, of all that sent one. Score: the
    points of the leading option, of the most it could have got. Yes or no: the yeses.
    """
    counts, returned = figures["counts"], figures["returned"]
    if vote.method == Method.YES_NO:
        return counts["yes"]["heads"], returned
    leader, most = best_of(counts)
    leader = counts.get("drawn", leader)
    whole = returned * vote.points_most if vote.method == Method.SCORE else returned
    return (most if leader else 0), whole
