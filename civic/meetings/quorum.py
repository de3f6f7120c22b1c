"""Whether enough have come to decide. Exact fractions, no database: reads the meeting's own counters."""

from math import ceil, floor

from flask_babel import gettext as _

from civic.errors import Conflict
from civic.meetings.kinds import QUORUMS, Quorum


def needed(rule: Quorum, seats: int, recused: int = 0) -> int:
    """How many of `seats` must be there; at least one. Args: recused — seats that may not decide this."""
    counted = seats - recused if rule.recusal_reduces else seats
    share = rule.part * counted
    return max(1, floor(share) + 1 if rule.over else ceil(share))


def has_quorum(present: int, needed: int) -> bool:
    """Enough are there; always so where no number is asked for."""
    return present >= needed


def of_council(rule_name: str, seats: int) -> int:
    """The number a meeting of a council with so many seats is called with; 0 without a rule."""
    return needed(QUORUMS[rule_name], seats) if rule_name else 0


def counts_seats(meeting) -> bool:
    """Seats are counted where a council meets, persons elsewhere."""
    return meeting.council_id is not None


def present_for(meeting) -> int:
    """Those there now who count."""
    return meeting.seats_present if counts_seats(meeting) else meeting.present


def missing(meeting) -> int:
    """How many more are needed; 0 when there are enough or none are asked for."""
    return max(0, meeting.quorum - present_for(meeting))


def is_met(meeting) -> bool:
    """Whether the meeting may decide now."""
    return has_quorum(present_for(meeting), meeting.quorum)


def sentence(meeting) -> str:
    """For the page: how many are there, how many more it takes to decide."""
    there, more = present_for(meeting), missing(meeting)
    if not meeting.quorum:
        return _("Nobody has to be there in numbers: this meeting talks and proposes.")
    if counts_seats(meeting):
        if more:
            return _("%(there)s seats are here; %(more)s more are needed to decide.", there=there, more=more)
        return _("%(there)s seats are here: enough to decide.", there=there)
    if more:
        return _("%(there)s persons are here; %(more)s more are needed to decide.", there=there, more=more)
    return _("%(there)s persons are here: enough to decide.", there=there)


def guard(meeting) -> None:
    """Raises Conflict where the meeting would decide without enough being there."""
    if not is_met(meeting):
        raise Conflict(
            sentence(meeting),
            _("Talk on and note what is proposed; decide when they have come, or call another meeting."),
        )
