"""Several orders that are one matter: ticked on the desk, read side by side, joined to one of them.

Each is joined in a transaction of its own and only if it is as it was shown; its reporter is told as
with a single one, and the way back is the same: a second look that somebody else upholds.
"""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import locked, writing
from civic.dispatch import inbox, policies
from civic.dispatch.blueprint import done, work_orders
from civic.dispatch.bulk_views import MOST
from civic.dispatch.forms import JoiningForm
from civic.dispatch.models import WorkOrder
from civic.dispatch.sameness import likely_duplicates
from civic.dispatch.states import OrderState
from civic.errors import CivicError
from civic.issues import refusals
from civic.issues.models import Issue
from civic.rendering import render


def ticked(form):
    """({order: version} ticked, rows of these, rows they may be joined to), of one's own street alone."""
    chosen = dict(form.pairs()[:MOST])
    alike = likely_duplicates(chosen)
    rows = [row for row in inbox.orders_by_id({*chosen, *alike.values()})
            if policies.may_dispatch(current_user, row)]  # fmt: skip
    form.offer(rows, min(alike.values(), default=None))
    return chosen, [row for row in rows if row.id in chosen], rows


@work_orders.post("/comparison")
@requires(policies.is_street_staff)
def comparison():
    """What was ticked, side by side, and which of it goes on. Nothing is changed yet."""
    form = JoiningForm()
    _chosen, rows, known = ticked(form)
    return render("dispatch/comparison.html", form=form) if rows and len(known) > 1 else _too_few()


def _too_few():
    return done(_("Tick at least two orders that are one matter."), url_for(".desk"))


@work_orders.post("/mergers")
@requires(policies.is_street_staff)
def create_mergers():
    """Join what was ticked to the one that goes on."""
    form = JoiningForm()
    chosen, rows, known = ticked(form)
    if not rows or len(known) < 2:
        return _too_few()
    if not form.validate():
        return render("dispatch/comparison.html", 422, form=form)
    main, joined, left = next(row for row in known if row.id == form.onto.data), 0, []
    for row in rows:
        try:
            joined += row.id != main.id and join(row, chosen[row.id], main.issue_id)
        except CivicError as refusal:
            left.append(f"{row.id}: {refusal.message}")
    words = [_("%(n)s joined to order %(no)s. Everybody who raised one is told.", n=joined, no=main.id)]
    if left:
        words.append(_("Still here: %(which)s", which=" ".join(left)))
    return done(" ".join(words), url_for(".desk"))


def join(row, version, into) -> bool:
    """Join one to the issue `into`. Raises CivicError for one that moved on or cannot be joined to it."""
    with writing():
        held = {number: locked(Issue, number) for number in sorted({row.issue_id, into})}
        order = locked(WorkOrder, row.id)
        if order.state is not OrderState.RECEIVED or order.version != version:
            raise CivicError(_("somebody was here before you."))
        refusals.merge(held[row.issue_id], by=current_user, into=held[into])
    return True
