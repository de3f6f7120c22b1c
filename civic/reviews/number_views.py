"""The number of whoever is to be called back: with a reason, noted, for ten minutes.

Of whoever called the hotline it came with the file; a resident with an account reads who looked.
"""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import looking
from civic.accounts.forms import ReasonForm
from civic.accounts.queries import person_or_404
from civic.authorization import requires
from civic.database import writing
from civic.dispatch import complainants
from civic.dispatch.blueprint import done
from civic.dispatch.queries import order_in_full
from civic.rendering import render
from civic.reviews import policies, queries
from civic.reviews.blueprint import reviews
from civic.submissions import once


def _page(callback, form, status=200):
    order = order_in_full(callback.order_id)
    view = request.args.get("view", 0, type=int)
    return render(
        "reviews/number.html", status, callback=callback, order=order, form=form,
        action=url_for(".view_number", no=callback.id), looks=complainants.looks_at(order.id),
        kept=complainants.complainant_of(order.id),
        contact=complainants.shown_to(current_user, order.id, view),
    )  # fmt: skip


@reviews.get("/reviews/callbacks/<int:no>/number")
@requires(policies.may_write_down, on=queries.callback_for_caller)
def number(callback):
    """Asks for a reason; shows name and number for ten minutes after one was given."""
    return _page(callback, ReasonForm(formdata=None))


@reviews.post("/reviews/callbacks/<int:no>/number")
@requires(policies.may_write_down, on=queries.callback_for_caller)
def view_number(callback):
    """Note who looks and why, then show it."""
    form, no, order_id = ReasonForm(), callback.id, callback.order_id
    if not form.validate():
        return _page(callback, form, 422)
    with writing(), once(form) as submission:
        agents = frozenset({current_user.id})
        view = complainants.look(order_in_full(order_id), current_user, form.reason.data, agents)
        here = url_for(".number", no=no, view=view.id)
        submission.leads_to(here)
    return done(_("Noted with your reason."), here)


@reviews.get("/reviews/callbacks/<int:no>/resident")
@requires(policies.may_ring_resident, on=queries.callback_for_caller)
def resident(callback):
    """The same for a resident with an account."""
    return _resident(callback, ReasonForm(formdata=None))


def _resident(callback, form, status=200):
    issue = callback.order.issue
    person = person_or_404(issue.reporter_id)
    return render(
        "reviews/resident.html", status, callback=callback, issue=issue, form=form,
        name=_("the resident who raised it"), number=looking.number_shown(person),
        action=url_for(".view_resident", no=callback.id),
    )  # fmt: skip


@reviews.post("/reviews/callbacks/<int:no>/resident")
@requires(policies.may_ring_resident, on=queries.callback_for_caller)
def view_resident(callback):
    """Note who looks and why, then show it."""
    form, no = ReasonForm(), callback.id
    if not form.validate():
        return _resident(callback, form, 422)
    person = person_or_404(callback.order.issue.reporter_id)
    here = looking.look(person, form, policies.CALLERS, lambda view: url_for(".resident", no=no, view=view))
    return done(_("Noted with your reason."), here)
