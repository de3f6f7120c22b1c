"""What a vote states, as plain values of JSON: its terms, options and roll; and the mark over them.

The bundle gives them out; the mark stands in the ledger's entry of the count, so that nobody can
put another question, other options or another line under the same figures later.
"""

import hashlib

from sqlalchemy import select

from civic.canonical import canonical
from civic.extensions import db
from civic.votes.holding import key_of
from civic.votes.models import RollEntry, VoteOption
from civic.votes.regimes import Unit
from civic.votes.states import BallotKind

PLAIN = (
    "number", "question", "about", "fact_names", "convened_by", "matter", "cannot_accept", "draw_source",
    "draw_value", "silence_follows", "points_most", "budget_fen", "proxies", "holders_needed",
    "holders_total", "box_key", "opening_place",
)  # fmt: skip
CODES = ("regime", "unit", "conduct", "method", "ballot_kind", "tie_rule", "budget_rule")
TIMES = ("opening_at", "opens_at", "closes_at")
OPTION = ("letter", "title", "body", "facts", "marks", "cost_fen")


def stated(vote) -> dict:
    """{"vote": terms, "options": […], "roll": {…}} as in docs/verifying.md."""
    return {"vote": _terms(vote), "options": _options(vote), "roll": _roll(vote)}


def mark_of(vote) -> str:
    """SHA-256 over the canonical JSON of it, without what the public draw gave, which comes later."""
    words = stated(vote)
    words["vote"]["draw_value"] = None
    return hashlib.sha256(canonical(words)).hexdigest()


def _terms(vote):
    words = {name: getattr(vote, name) for name in PLAIN}
    words |= {name: code.value if (code := getattr(vote, name)) else None for name in CODES}
    words |= {name: at.isoformat() if (at := getattr(vote, name)) else None for name in TIMES}
    return words | {
        "community": vote.community_id,
        "holders": list(key_of(vote).holders) if vote.holders_total else [],
        "quorum": _line(vote.quorum),
        "threshold": _line(vote.threshold),
    }


def _line(line):
    if line is None:
        return None
    return {"num": line.share.numerator, "den": line.share.denominator, "strict": line.strict}


def _options(vote):
    rows = select(VoteOption).where(VoteOption.vote_id == vote.id).order_by(VoteOption.position)
    return [{name: getattr(one, name) for name in OPTION} for one in db.session.scalars(rows)]


def _roll(vote):
    """Count, area and root; of a named vote its lines as well, homes without their numbers."""
    drawn = vote.roll_drawn_on.isoformat() if vote.roll_drawn_on else None
    words = {"size": vote.roll_size, "area": vote.roll_area, "root": vote.roll_root, "drawn_on": drawn}
    return words | {"lines": _lines(vote) if vote.ballot_kind == BallotKind.NAMED else None}


def _lines(vote):
    lines = select(RollEntry).where(RollEntry.vote_id == vote.id).order_by(RollEntry.id)
    return [
        {
            "kind": one.unit_kind.value,
            "id": one.unit_id if one.unit_kind == Unit.SEAT else None,
            "unit": one.label,
            "area": one.area_centi,
        }
        for one in db.session.scalars(lines)
    ]
