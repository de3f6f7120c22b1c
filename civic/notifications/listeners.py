"""Writes a message to everybody an act concerns, in the transaction of the act."""

from civic.database import is_dated
from civic.ledger.signals import recorded
from civic.notifications import outbox
from civic.notifications.council_recipients import TO_OTHERS
from civic.notifications.households_beside import households_beside
from civic.notifications.inbox import tell
from civic.notifications.recipients import RECIPIENTS

NOBODY = (None, None)
OWN_FACTS = {"topic.promoted": households_beside}  # verb → (subject, persons) → {person: their own numbers}


@recorded.connect
def tell_whom_it_concerns(verb, entry, subject, thread=None, by=None, public=None, **rest):
    """Only writes rows."""
    for told, find in ((verb.name, RECIPIENTS.get(verb.name)), TO_OTHERS.get(verb.name, NOBODY)):
        persons = find(subject, public=public or {}) - {by.id if by is not None else None} if find else ()
        if persons:
            own = OWN_FACTS[told](subject, persons) if told in OWN_FACTS else None
            tell(persons, verb=told, entry=entry, thread=thread, params=public or {}, own=own)


@recorded.connect
def post_what_leaves_the_house(verb, entry, subject, thread=None, by=None, public=None, **rest):
    """Only writes rows. The past of the demo town rings no telephone."""
    if not is_dated():
        outbox.post(verb, entry=entry, subject=subject, thread=thread, by=by, public=public)
