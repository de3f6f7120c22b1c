"""What follows for action items when their issue moves in its own room."""

from flask_babel import gettext as _

from civic.action_items import backlog, workflow
from civic.action_items.models import ItemState
from civic.action_items.queries import items_of_issue, unconfirmed_promises
from civic.issues import workflow as issues
from civic.ledger.signals import recorded
from civic.meetings import minutes_workflow as minutes

OFF_THE_LIST = {
    issues.PROMOTED.name,
    issues.PUT_IN_ACTION.name,
    issues.ANSWERED.name,
    "issue.merged",
    "issue.declined",
    "issue.redirected",
}


# An issue's verb: which of its items go along, and how.
ALONG = {
    issues.CONFIRMED: ((ItemState.DONE,), workflow.confirm),
    issues.TAKEN_BACK: ((ItemState.CONFIRMED,), workflow.take_back),
    issues.REOPENED: ((ItemState.DONE, ItemState.CONFIRMED), workflow.reopen),
}


@recorded.connect
def follow_issue(verb, subject, by=None, **rest):
    """Inside the issue's own transaction: its items go along, and it is taken off the list."""
    if verb in ALONG:
        states, move = ALONG[verb]
        for item in items_of_issue(subject.id):
            if item.state in states:
                move(item, by=by)
    elif verb in (minutes.REFUSED, minutes.LAPSED):
        for item in unconfirmed_promises(subject.id):  # begun on the spot, and it was not so
            workflow.release(item, by=by, reason=_("The minutes of the meeting were not confirmed."))
    if verb.name in OFF_THE_LIST:
        backlog.take_off(subject, by=by)
