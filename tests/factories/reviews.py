"""Callbacks through the room's own verbs, and somebody of the street who had no part in an order."""

from civic.database import locked, writing
from civic.dispatch.models import WorkOrder
from civic.issues.models import Issue
from civic.reviews import queries, workflow
from civic.reviews.models import Callback
from civic.reviews.states import AnswerChannel, Satisfied, Solved
from civic.reviews.text_answer import Said
from civic.ticking import SWEEPS
from tests.factories.dispatch import make_replied
from tests.harness.scenes import followed, staged

PLEASED = Said(True, Solved.YES, Satisfied.YES)
NOT_YET = Said(True, Solved.NO, Satisfied.NO)


def callback_of(order, round=None):
    """The callback of a round (the present one), fresh."""
    return queries.callback_of(order.id, round or queries.db.session.get(WorkOrder, order.id).round)


@staged
def make_offered(town, **given):
    """Both bodies have replied in time; the deadline is not over."""
    return callback_of(make_replied(town, **given))


@staged
def make_asked(town, clock, **given):
    """The deadline is over and the resident was asked."""
    callback = make_offered(town, **given)
    clock.forward(days=8)
    SWEEPS["reviews.callbacks"]()
    return queries.db.session.get(Callback, callback.id, populate_existing=True)


@followed
def make_answer(callback, said=PLEASED, channel=AnswerChannel.LINK, by=None, verb=workflow.answer):
    """Through the verb, in a transaction of its own."""
    with writing():
        locked(Issue, queries.issue_of(callback).id)
        locked(WorkOrder, callback.order_id)
        row = queries.with_handlers(locked(Callback, callback.id))
        return verb(row, said, channel=channel, by=by)
