"""What the verbs of every exception share: the move by the table, and two different persons.

Only `*_workflow.py` files assign a state.
"""

from flask_babel import gettext as _

from civic.database import utcnow
from civic.dispatch.exception_states import can_become
from civic.errors import Conflict, NotAllowed, Refused


def settle_as(row, state) -> None:
    """Set the state the table of its kind allows; else 409."""
    if not can_become(row.state, state):
        raise Conflict(
            _("Somebody was here before you: it is now “%(state)s”.", state=row.state.label),
            _("Look at it once more before you act; what you typed is below."),
        )
    row.state = state


def rule(row, state, *, by, words) -> None:
    """Another person than the one who asked rules, with words. Raises NotAllowed, Refused or Conflict."""
    refuse_same_person(by, row.asked_by)
    if not words.strip():
        raise Refused(_("Say in a sentence why."))
    settle_as(row, state)
    row.ruled_by, row.ruled_at, row.ruling_words = by.id, utcnow(), words.strip()


def refuse_same_person(by, *others) -> None:
    """Raises NotAllowed when the one who rules asked for it, or sent it."""
    if by.id in others:
        raise NotAllowed(
            _("Somebody else than you has to look at this."), _("Ask a colleague of your office to do it.")
        )
