"""What tests do with orders that came in the hotline's file."""

from civic.database import locked, writing
from civic.dispatch import workflow
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import LegRole
from civic.issues import workflow as issues
from civic.issues.kinds import IssueKind, Urgency
from civic.issues.models import Issue

SUMMARY = {"title": "电梯停在半层", "summary": "电梯停在两层之间。"}
FACTS = {"kind": IssueKind.COMPLAINT, "category": "building.lift", "urgency": Urgency.NORMAL}


def dispatched(town, order, *bodies):
    """Sorted and sent to the department, or to these bodies, each leading; returns its number."""
    no, issue = order.id, order.issue_id
    with writing():
        issues.accept(locked(Issue, issue), by=town.street, **SUMMARY, **FACTS)
        parts = [(body, LegRole.LEAD) for body in bodies or (town.department,)]
        workflow.dispatch(locked(WorkOrder, no), by=town.street, bodies=parts)
    return no
