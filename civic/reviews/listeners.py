"""What follows for a callback when its order or its issue moves."""

from civic.database import locked
from civic.dispatch import workflow as dispatch
from civic.issues import workflow as issues
from civic.ledger.signals import recorded
from civic.reviews import queries, workflow
from civic.reviews.models import Callback
from civic.reviews.states import AnswerChannel, CallbackState, Solved
from civic.reviews.text_answer import Said


@recorded.connect
def follow_order(verb, subject, public=None, **rest):
    """A round begins, is answered, starts anew or has nobody left to lead it."""
    if verb is dispatch.DISPATCHED:
        queries.callback_of(subject.id, subject.round) or workflow.expect(subject)
    elif verb is dispatch.REPLIED or (verb is dispatch.SETTLED and public["as"] == "answered"):
        workflow.offer(_of_round(subject), subject)
    elif verb is dispatch.REOPENED:
        _begin_anew(subject)
    elif verb is dispatch.UNLED:
        before = queries.callback_of(subject.id, subject.round - 1)
        if before is not None and before.can_become(CallbackState.REPLACED):
            workflow.replace(before)


def _of_round(order):
    return queries.callback_of(order.id, order.round) or workflow.expect(order)


def _begin_anew(order):
    before = queries.callback_of(order.id, order.round - 1)
    if before is not None and before.fell_due_entry is None:
        workflow.fall_due(before, order)  # its answer came early; the round counts all the same
    if order.due_at is not None and queries.callback_of(order.id, order.round) is None:
        workflow.expect(order)


@recorded.connect
def follow_issue(verb, subject, by=None, public=None, **rest):
    """The reporter said on the issue's own page whether it is solved: that is an answer, too."""
    if verb not in (issues.CONFIRMED, issues.REOPENED) or public["channel"] != AnswerChannel.OWN:
        return
    if subject.work_order_id is None or by is None or by.id != subject.reporter_id:
        return
    callback = queries.open_callback_of(subject.work_order_id)
    if callback is not None and not callback.is_expired:
        solved = Solved.YES if verb is issues.CONFIRMED else Solved.NO
        said = Said(None, solved, None)
        workflow.answer(locked(Callback, callback.id), said, channel=AnswerChannel.OWN, by=by)
