"""Votes stand still while the record is older than what this site has signed: ballots may be missing."""

from flask_babel import gettext as _

from civic.errors import Conflict
from civic.ledger import witness


class RecordBehind(Conflict):
    """The record does not hold what was signed; no vote may open, take ballots or be counted (409)."""


def stands_still(vote) -> bool:
    """Whether the record of the vote's community was found older than what was signed."""
    return witness.is_behind(vote.community_id)


def fits_what_was_signed(vote) -> None:
    """Raises RecordBehind while the vote stands still."""
    if stands_still(vote):
        raise RecordBehind(
            _("Votes are locked: this site was put back to an older state, and signed lines are missing."),
            _("The operator has to say in public what was lost before votes go on. Ask the committee."),
        )
