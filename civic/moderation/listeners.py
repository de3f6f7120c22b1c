"""While 先审后发 is on, new comments and short sentences wait, in the transaction that wrote them."""

from civic.issues.voices import COMMENTED
from civic.ledger.signals import recorded
from civic.moderation.models import SubjectType
from civic.moderation.queries import first_look_of
from civic.moderation.subjects import find
from civic.moderation.workflow import hold
from civic.topics.arguments import SAID
from civic.topics.statements import PROPOSED

KINDS = {COMMENTED: SubjectType.COMMENT, PROPOSED: SubjectType.STATEMENT, SAID: SubjectType.ARGUMENT}


@recorded.connect
def hold_new_words(verb, subject, entry, **rest):
    """Only writes rows."""
    if verb not in KINDS:
        return
    switch = first_look_of(entry.community_id)
    if switch is not None and switch.is_on:
        hold(find(KINDS[verb], subject.id))
