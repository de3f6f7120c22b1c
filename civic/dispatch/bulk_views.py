"""Many at once: the orders ticked on the desk are sorted as suggested and dispatched by the table.

Each in a transaction of its own and only if it is as it was shown; what cannot go stays on the desk.
"""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import locked, writing
from civic.dispatch import inbox, policies, workflow
from civic.dispatch.blueprint import done, work_orders
from civic.dispatch.forms import BulkForm
from civic.dispatch.models import WorkOrder
from civic.dispatch.plans import plans_for
from civic.dispatch.sorting import sort_as_suggested
from civic.errors import CivicError
from civic.issues.models import Issue

MOST = 50


@work_orders.post("/dispatches")
@requires(policies.is_street_staff)
def create_dispatches():
    """Dispatch what was ticked, as suggested."""
    chosen = dict(BulkForm().pairs()[:MOST])
    rows = inbox.orders_by_id(chosen)
    plans, sent, left = plans_for(rows), 0, []
    for row in rows:
        try:
            dispatch_as_suggested(row, chosen[row.id], plans[row.id])
            sent += 1
        except CivicError as refusal:
            left.append(f"{row.id}: {refusal.message}")
    words = [_("%(n)s dispatched.", n=sent)]
    if left:
        words.append(_("Still here: %(which)s", which=" ".join(left)))
    return done(" ".join(words), url_for(".desk"))


def dispatch_as_suggested(row, version, parts):
    """Sort and dispatch one. Raises CivicError for one that moved on, is not ours or lacks a suggestion."""
    with writing():
        order = locked(WorkOrder, row.id)
        if order is None or not policies.may_dispatch(current_user, order) or order.version != version:
            raise CivicError(_("somebody was here before you."))
        issue = locked(Issue, order.issue_id)
        if issue.is_untriaged and not sort_as_suggested(issue, row.hint, by=current_user):
            raise CivicError(_("its words suggest no category: sort it by hand."))
        workflow.dispatch(order, by=current_user, bodies=parts)
