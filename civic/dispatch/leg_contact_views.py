"""The number of whoever raised it, for the body of one part: with a reason, and seen by its owner."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import looking
from civic.accounts.forms import ReasonForm
from civic.accounts.queries import person_or_404
from civic.authorization import requires
from civic.dispatch import policies, queries
from civic.dispatch.blueprint import done, work_orders
from civic.rendering import render


@work_orders.get("/legs/<int:no>/number")
@requires(policies.may_call_resident, on=queries.leg_or_404)
def number(leg):
    """Asks for a reason; shows the number for ten minutes after one was given."""
    return _page(leg, ReasonForm(formdata=None))


def _page(leg, form, status=200):
    issue = leg.order.issue
    person = person_or_404(issue.reporter_id)
    return render(
        "dispatch/number.html", status, leg=leg, issue=issue, form=form,
        name=_("the resident who raised it"), number=looking.number_shown(person),
        action=url_for(".view_number", no=leg.id),
    )  # fmt: skip


@work_orders.post("/legs/<int:no>/number")
@requires(policies.may_call_resident, on=queries.leg_or_404)
def view_number(leg):
    """Note who looks and why, then show it."""
    form, no = ReasonForm(), leg.id
    if not form.validate_on_submit():
        return _page(leg, form, 422)
    person = person_or_404(leg.order.issue.reporter_id)
    roles = current_user.roles_in_body(leg.body_id)
    here = looking.look(person, form, roles, lambda view: url_for(".number", no=no, view=view))
    return done(_("Noted with your reason."), here)
