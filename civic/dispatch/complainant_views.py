"""The caller's number from the hotline's file: say why, and it stands there for ten minutes."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.forms import ReasonForm
from civic.authorization import requires
from civic.database import writing
from civic.dispatch import complainants, policies, queries
from civic.dispatch.blueprint import done, work_orders
from civic.rendering import render
from civic.submissions import once


def _page(order, form, status=200):
    view = request.args.get("view", 0, type=int)
    return render(
        "dispatch/complainant.html", status, order=order, form=form,
        action=url_for(".view_complainant", no=order.id), looks=complainants.looks_at(order.id),
        kept=complainants.complainant_of(order.id),
        contact=complainants.shown_to(current_user, order.id, view),
    )  # fmt: skip


@work_orders.get("/<int:no>/complainant")
@requires(policies.may_see_complainant, on=queries.order_in_full)
def complainant(order):
    """Asks for a reason; shows name and number for ten minutes after one was given."""
    return _page(order, ReasonForm(formdata=None))


@work_orders.post("/<int:no>/complainant")
@requires(policies.may_see_complainant, on=queries.order_in_full)
def view_complainant(order):
    """Note who looks and why, then show it."""
    form, no = ReasonForm(), order.id
    if not form.validate():
        return _page(order, form, 422)
    with writing(), once(form) as submission:
        now = queries.order_in_full(no)
        view = complainants.look(now, current_user, form.reason.data)
        here = url_for(".complainant", no=no, view=view.id)
        submission.leads_to(here)
    return done(_("Noted with your reason."), here)
