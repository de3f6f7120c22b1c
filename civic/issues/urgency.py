"""What is being handled can turn urgent: the shortest clock from then on, and no deliberation (I4)."""

from flask_babel import gettext as _

from civic.database import utcnow
from civic.errors import Conflict
from civic.issues.answer_clock import answer_due
from civic.issues.kinds import Urgency
from civic.issues.queries import thread_of
from civic.issues.states import IssueState
from civic.issues.workflow import hand_back
from civic.ledger.workflow import act, record

MADE_URGENT = act("issue.made_urgent", public={"due"})

HANDLED = (IssueState.ACCEPTED, IssueState.ACTING, IssueState.REOPENED, IssueState.DELIBERATING)


def make_urgent(issue, *, by):
    """It turns out to be urgent: the shortest clock from now on, and out of any deliberation (I4)."""
    if issue.state not in HANDLED:
        raise Conflict(
            _("This has moved on in the meantime: it is now “%(state)s”.", state=issue.state.label),
            _("Raise it anew if it happens again."),
        )
    if issue.state is IssueState.DELIBERATING:
        hand_back(issue, by=by)
    due = answer_due(Urgency.URGENT, utcnow())
    issue.urgency, issue.due_at = Urgency.URGENT, min(due, issue.due_at or due)
    issue.version += 1
    public = {"due": issue.due_at.isoformat()}
    record(MADE_URGENT, subject=issue, thread=thread_of(issue), by=by, public=public)
