"""What must be true before a topic moves on: everybody is answered (I12), nobody is shut out (I18)."""

from flask_babel import gettext as _

from civic.councils.other_way import is_missing
from civic.errors import Conflict, Refused
from civic.topics.argument_queries import unanswered_arguments
from civic.topics.queries import rounds_of, unanswered_opinions


def demand_answers(topic) -> None:
    """I12: an opinion round is closed, and every opinion and every argument has its answer."""
    rounds = rounds_of(topic)
    if not rounds:
        raise Conflict(
            _("This burdens some neighbours, and nobody has asked them yet."),
            _("Open an opinion round first, answer everybody, then it can begin."),
        )
    if unanswered_opinions(topic.id) or any(one.closed_at is None for one in rounds):
        raise Conflict(
            _("The opinion round is not closed, or somebody has no answer yet."),
            _("Answer every opinion and close the round, then it can begin."),
        )
    if left := unanswered_arguments(topic.id):
        raise Conflict(
            _("%(left)s reasons for or against have no answer yet.", left=left),
            _("Answer them, with a reason each; one answer may serve many."),
        )


def demand_other_way(options) -> None:
    """I18: an option that asks for a face or a telephone says what everybody else does."""
    for one in options:
        if is_missing(one.other_way, one.title, one.body, *one.facts):
            raise Refused(
                _("“%(title)s” asks for a face or a telephone and names no other way.", title=one.title),
                _("Write beside it how somebody without either gets the same: a card, a key, the desk."),
            )
