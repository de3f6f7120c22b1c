"""现在还办不成的事: the public list; and, for staff, proposing, approving, looking again, taking up."""

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.councils import queries as councils
from civic.database import locked
from civic.dispatch import exception_figures, exception_policies, exception_queries, queries
from civic.dispatch import long_term_workflow as workflow
from civic.dispatch.blueprint import work_orders
from civic.dispatch.exception_forms import LongTermForm, ReviewForm, RulingForm, SayingForm
from civic.dispatch.exception_models import LongTermEntry
from civic.dispatch.exception_pages import acting, back_to, form_page, takes
from civic.dispatch.exception_states import LongTermState
from civic.errors import Conflict, NotFound
from civic.locale import day
from civic.rendering import render


@work_orders.get("/long-term")
@requires(anyone)
def long_term():
    """What cannot be done now: why, what the plan is, who keeps it, when somebody looks again."""
    page = exception_figures.page_of_entries(request.args.get("after"))
    return render("dispatch/long_term.html", page=page)


def public_entry(no):
    """An entry that is or was on the list; a proposal is nobody's reading yet."""
    entry = exception_queries.entry_or_404(no)
    if entry.state in (LongTermState.PROPOSED, LongTermState.REFUSED):
        raise NotFound(None)
    return entry


@work_orders.get("/long-term/<int:no>")
@requires(anyone, on=public_entry)
def long_term_entry(entry):
    """One of them, with every look at it."""
    return render("dispatch/long_term_entry.html", entry=entry, policies=exception_policies)


def _proposal_page(order, form):
    return form_page(
        form, _("Put it on the long-term list"), url_for(".create_long_term", no=order.id), _("Propose"),
        order.id, facts=[(_("Number of the order"), order.number)],
        lead=_("Another person has to agree; then the clocks stand, and the resident is told."),
    )  # fmt: skip


def _proposal_form(order):
    return LongTermForm().offer(councils.bodies(order.community_id))


@work_orders.get("/<int:no>/long-term/new")
@requires(exception_policies.may_propose_long_term, on=queries.order_in_full)
def new_long_term(order):
    """Why, plan, owner, next look."""
    return _proposal_page(order, _proposal_form(order))


@work_orders.post("/<int:no>/long-term")
@requires(exception_policies.may_propose_long_term, on=queries.order_in_full)
@takes(queries.order_in_full, _proposal_form, _proposal_page)
def create_long_term(order, form):
    """Propose it."""
    bodies = {body.id: body for body in councils.bodies(order.community_id)}
    order_no = order.id
    with acting(form, order_no) as (row, _leg):
        workflow.propose(
            row, by=current_user, owner=bodies[form.owner.data], reason=form.reason.data,
            plan=form.plan.data, next_review_on=form.next_review_on.data,
        )  # fmt: skip
    return back_to(order_no, _("Proposed. Somebody else of the street office has to agree."))


def _facts(entry):
    return [
        (_("Stuck on"), entry.reason), (_("Plan"), entry.plan), (_("Keeps it"), entry.owner.short_name),
        (_("Next look"), day(entry.next_review_on)),
    ]  # fmt: skip


def _ruling_page(entry, form):
    return form_page(
        form, _("Long-term list: yes or no?"), url_for(".create_long_term_ruling", no=entry.id), _("Rule"),
        entry.order_id, facts=_facts(entry),
    )  # fmt: skip


@work_orders.get("/long-term/<int:no>/ruling/new")
@requires(exception_policies.may_approve, on=exception_queries.entry_or_404)
def new_long_term_ruling(entry):
    """What was proposed, yes or no."""
    return _ruling_page(entry, RulingForm())


@work_orders.post("/long-term/<int:no>/ruling")
@requires(exception_policies.may_approve, on=exception_queries.entry_or_404)
@takes(exception_queries.entry_or_404, lambda row: RulingForm(), _ruling_page)
def create_long_term_ruling(entry, form):
    """Rule."""
    number, order_no = entry.id, entry.order_id
    said = {"by": current_user, "words": form.words.data}
    with acting(form, order_no) as (order, _leg):
        row = locked(LongTermEntry, number)
        if form.outcome.data == "approved":
            workflow.approve(order, row, **said)
        else:
            workflow.refuse(row, **said)
    return back_to(order_no, _("Your ruling stands."))


def _review_page(entry, form):
    return form_page(
        form, _("Look again"), url_for(".create_review", no=entry.id), _("Write it down"), entry.order_id,
        facts=_facts(entry), lead=_("What you write here is public at once."),
    )  # fmt: skip


@work_orders.get("/long-term/<int:no>/reviews/new")
@requires(exception_policies.may_approve, on=exception_queries.entry_or_404)
def new_review(entry):
    """What was found, and the next look."""
    return _review_page(entry, ReviewForm(version=entry.version))


@work_orders.post("/long-term/<int:no>/reviews")
@requires(exception_policies.may_approve, on=exception_queries.entry_or_404)
@takes(exception_queries.entry_or_404, lambda row: ReviewForm(), _review_page)
def create_review(entry, form):
    """Write the look down."""
    number, order_no = entry.id, entry.order_id
    with acting(form, order_no) as (order, _leg):
        workflow.review(
            order, _unmoved(number, form), by=current_user, finding=form.finding.data,
            plan=form.plan.data or "", next_review_on=form.next_review_on.data,
        )  # fmt: skip
    return back_to(order_no, _("Written down; everybody can read it."))


def _unmoved(number, form):
    row = locked(LongTermEntry, number)
    if form.version.data and form.version.data != str(row.version):
        raise Conflict(_("Somebody else looked at it in the meantime."), _("Read what they wrote first."))
    return row


def _taking_up_page(entry, form):
    return form_page(
        form, _("It can be done now"), url_for(".create_taking_up", no=entry.id),
        _("Cross it off the long-term list"), entry.order_id, facts=_facts(entry),
        lead=_("The clocks go on with what was left; the body replies in the usual way."),
    )  # fmt: skip


@work_orders.get("/long-term/<int:no>/taking-up/new")
@requires(exception_policies.may_approve, on=exception_queries.entry_or_404)
def new_taking_up(entry):
    """What has changed."""
    return _taking_up_page(entry, SayingForm())


@work_orders.post("/long-term/<int:no>/taking-up")
@requires(exception_policies.may_approve, on=exception_queries.entry_or_404)
@takes(exception_queries.entry_or_404, lambda row: SayingForm(), _taking_up_page)
def create_taking_up(entry, form):
    """Off the list: it is worked on."""
    number, order_no = entry.id, entry.order_id
    with acting(form, order_no) as (order, _leg):
        workflow.take_up(order, locked(LongTermEntry, number), by=current_user, words=form.words.data)
    return back_to(order_no, _("Off the list; the clocks go on."))
