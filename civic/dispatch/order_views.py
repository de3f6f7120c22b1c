"""An order for the street: taking it in, sorting and dispatching it, and its page for all who act."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils import queries as councils
from civic.database import locked, writing
from civic.dispatch import inbox, policies, queries, workflow
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.blueprint import again, done, fresh, refused, work_orders
from civic.dispatch.classifying_views import classifying
from civic.dispatch.forms import DispatchForm, SendUpForm, SortAndDispatchForm
from civic.dispatch.hotline_queries import came_with
from civic.dispatch.plans import plans_for
from civic.dispatch.sorting import sort_from_form
from civic.dispatch.states import UNFINISHED, OrderState
from civic.dispatch.urgent_views import calling_form
from civic.dispatch.whistle_acting import named
from civic.errors import NotFound, Refused
from civic.issues import policies as issue_policies
from civic.issues.models import Issue
from civic.issues.outlines import outline
from civic.issues.queries import issue_or_404
from civic.issues.suggestions import suggest
from civic.issues.triage_forms import grouped
from civic.places import queries as places
from civic.rendering import render
from civic.submissions import once


def issue_asked():
    """The issue a form wants handed up. Raises NotFound."""
    asked = SendUpForm().issue.data or ""
    if not asked.isdigit():
        raise NotFound(None)
    return issue_or_404(int(asked))


@work_orders.post("")
@requires(policies.may_send_up, on=issue_asked)
def create(issue):
    """The street office is to see to it."""
    with writing(), once(SendUpForm()) as submission:
        order = workflow.receive(locked(Issue, issue.id), by=current_user)
        here = url_for(".show", no=order.id)
        submission.leads_to(here)
    return done(_("The street office has it on its desk now."), here)


@work_orders.get("/<int:no>")
@requires(policies.may_read_order, on=queries.order_in_full)
def show(order):
    """One order: the resident's words, who has which part, and the next act."""
    more, beside = {}, came_with(order)
    if order.state is OrderState.RECEIVED and policies.may_dispatch(current_user, order):
        plan = beside.parts or plans_for(inbox.orders_by_id([order.id]))[order.id]
        more = {"form": dispatch_form(order).suggest(plan), **classifying(order)}
    if policies.may_dispatch(current_user, order):
        more |= calling(order)
    return render(
        "dispatch/show.html", order=order, beside=beside, rules=policies, policies=issue_policies, **more
    )


def calling(order) -> dict:
    """急单: the way to what is going on there, or the form that rings them."""
    incident = urgent.last_incident(order.issue_id)
    if (incident is not None and incident.is_open) or order.state not in UNFINISHED:
        return {"incident": incident}
    spot = order.issue.place or order.community
    return {
        "incident": incident,
        "call_form": named(calling_form(order.issue, order.street_id, spot, formdata=None), "call"),
    }


def dispatch_form(order, **given):
    """The form that fits how far the issue is: sorted already or not; preset from its words."""
    issue = order.issue
    if not issue.is_untriaged:
        form = DispatchForm(**({"version": order.version} | given))
    else:
        hint = suggest(issue.body_raw)
        preset = {"kind": hint.kind, "urgency": order.urgency or hint.urgency, "category": hint.category}
        preset |= {"place": issue.place_id or issue.community_id, "version": order.version}
        form = SortAndDispatchForm(**(preset | outline(hint, issue) | given))
        form.place.choices = grouped(places.place_options(issue.community_id))
    return form.offer(councils.bodies(order.community_id))


@work_orders.post("/<int:no>/dispatch")
@requires(policies.may_dispatch, on=queries.order_in_full)
def create_dispatch(order):
    """Sort it where nobody has, and send it to everybody who must act."""
    form, here = dispatch_form(order), url_for(".show", no=order.id)
    if not form.validate():
        return again(form, _("Dispatch it"), _("Dispatch it"), here)
    parts = form.parts(councils.bodies(order.community_id))
    try:
        with writing():
            now = fresh(order, form, url_for(".desk"))
            sort_from_form(locked(Issue, order.issue_id), form, by=current_user)
            workflow.dispatch(now, by=current_user, bodies=parts)
    except Refused as refusal:
        return again(refused(form, "lead", refusal), _("Dispatch it"), _("Dispatch it"), here)
    return done(_("Dispatched. Each body sees its part and how long it has."), url_for(".desk"))
