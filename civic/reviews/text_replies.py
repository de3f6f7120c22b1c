"""A text message that came in, matched to the callback it answers; what its sender is told."""

from flask_babel import gettext as _

from civic.database import writing
from civic.errors import Refused
from civic.reviews import queries, text_answer, workflow
from civic.reviews.states import AnswerChannel


def take(number: str, message: str) -> str:
    """Count the answer for the matter this number was asked about last; returns the thanks.

    Taken once: a gateway that hands the same message over again gets the same thanks. Raises Refused,
    with what to send instead, when the words are not three numbers or it is not clear what they answer.
    """
    said = text_answer.parse(message)
    if said is None:
        raise Refused(_("Please answer with three numbers, for example 1 1 2."))
    found = queries.asked_of_number(number)
    if not found:
        raise Refused(_("Nothing is waiting for an answer from this number."))
    with writing():
        latest = queries.locked_callback(found[0].id)
        if latest.is_answerable:
            workflow.answer(latest, said, channel=AnswerChannel.TEXT)
        elif not _is_the_same(queries.answers_of(latest)[-1], said):
            raise Refused(
                _("The matter we asked about last is answered already."),
                _("To change that answer, or to answer for another one, use the link in its message."),
            )
        return _("Thank you. Your answer about no. %(no)s counts.", no=queries.order_of(latest).issue_id)


def _is_the_same(given, said) -> bool:
    """It came by text and says what was said."""
    codes = (given.contacted, given.solved, given.satisfied, given.channel)
    return codes == (said.contacted, said.solved, said.satisfied, AnswerChannel.TEXT)
