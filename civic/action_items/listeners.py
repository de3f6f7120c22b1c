"""What follows for action items when their issue moves in its own room."""

from civic.action_items import backlog, workflow
from civic.action_items.models import ItemState
from civic.action_items.queries import items_of_issue
from civic.issues import workflow as issues
from civic.ledger.signals import recorded

OFF_THE_LIST = {
    issues.PROMOTED.name,
    issues.PUT_IN_ACTION.name,
    issues.ANSWERED.name,
    "issue.merged",
    "issue.declined",
    "issue.redirected",
}


@recorded.connect
def follow_issue(verb, subject, by=None, **rest):
    """Inside the issue's own transaction: confirm or reopen its items, take it off the list."""
    if verb is issues.CONFIRMED:
        for item in items_of_issue(subject.id):
            if item.state == ItemState.DONE:
                workflow.confirm(item, by=by)
    elif verb is issues.REOPENED:
        for item in items_of_issue(subject.id):
            if item.state in (ItemState.DONE, ItemState.CONFIRMED):
                workflow.reopen(item, by=by)
    if verb.name in OFF_THE_LIST:
        backlog.take_off(subject, by=by)
