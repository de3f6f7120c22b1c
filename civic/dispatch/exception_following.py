"""What follows for exceptions when a part ends or an order moves on; writes rows only."""

from civic.dispatch import exception_queries, extension_workflow, long_term_workflow, objection_workflow
from civic.dispatch.exception_states import Ending
from civic.ledger.signals import recorded

ENDS_A_PART = {"leg.taken_back", "leg.replied"}
LEAVES_THE_LIST = {"work_order.replied": Ending.DONE, "work_order.unled": Ending.HANDED_ON}


@recorded.connect
def follow_leg(verb, subject, by=None, **rest):
    """A part that has ended: what still waited for a ruling on it lapses, nobody owes progress."""
    if verb.name not in ENDS_A_PART:
        return
    if (objection := exception_queries.open_objection_of(subject.id)) is not None:
        objection_workflow.lapse(objection, by=by)
    if (extension := exception_queries.asked_extension_of(subject.id)) is not None:
        extension_workflow.lapse(extension, by=by)
    for extension in exception_queries.approved_extensions_of(subject.id):
        extension.next_progress_on = None


@recorded.connect
def follow_order(verb, subject, by=None, **rest):
    """An order that was answered or lost its leaders is off the long-term list."""
    if verb.name in LEAVES_THE_LIST:
        entry = exception_queries.listed_entry_of(subject.id)
        if entry is not None:
            long_term_workflow.end(entry, by=by, ending=LEAVES_THE_LIST[verb.name])
