"""Who deletes their account leaves no name in a list of who came."""

from civic.accounts.workflow import LEFT
from civic.ledger.signals import recorded
from civic.meetings.forgetting import forget


@recorded.connect
def forget_who_came(verb, subject, **rest):
    """Only writes rows."""
    if verb is LEFT:
        forget(subject.id)
