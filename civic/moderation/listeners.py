"""While 先审后发 is on, a new comment waits for a first look, in the transaction that wrote it."""

from civic.issues.voices import COMMENTED
from civic.ledger.signals import recorded
from civic.moderation.models import SubjectType
from civic.moderation.queries import first_look_of
from civic.moderation.subjects import find
from civic.moderation.workflow import hold


@recorded.connect
def hold_new_words(verb, subject, entry, **rest):
    """Only writes rows."""
    if verb is not COMMENTED:
        return
    switch = first_look_of(entry.community_id)
    if switch is not None and switch.is_on:
        hold(find(SubjectType.COMMENT, subject.id))
