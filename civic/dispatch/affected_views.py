"""被反映方 on pages: notice before a removal, the private page by its token, the visit afterwards."""

from flask import make_response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import limits
from civic.authorization import anyone, requires
from civic.database import locked, writing
from civic.dispatch import affected_queries, exception_policies, queries
from civic.dispatch import affected_workflow as workflow
from civic.dispatch.affected_models import AffectedNotice
from civic.dispatch.blueprint import done, work_orders
from civic.dispatch.exception_forms import NoticeForm, SayingForm, VisitForm
from civic.dispatch.exception_pages import acting, back_to, form_page, takes
from civic.dispatch.exception_states import HowGiven
from civic.locale import day
from civic.rendering import render
from civic.submissions import once

ANSWERS_FROM_RANGE = (
    limits.Limit("affected_answer_from_range", 20, limits.HOUR, limits.MANY_MISSES),
)  # fmt: skip


def _notice_page(leg, form):
    return form_page(
        form, _("Tell whoever it concerns"), url_for(".create_notice", no=leg.id), _("It was told"),
        leg.order_id,
        lead=_("Before anything is taken down: why, and what else you offer. They can answer in private."),
    )  # fmt: skip


@work_orders.get("/legs/<int:no>/notices/new")
@requires(exception_policies.may_object, on=queries.leg_or_404)
def new_notice(leg):
    """Whom, what, why, what else."""
    return _notice_page(leg, NoticeForm())


@work_orders.post("/legs/<int:no>/notices")
@requires(exception_policies.may_object, on=queries.leg_or_404)
@takes(queries.leg_or_404, lambda row: NoticeForm(), _notice_page)
def create_notice(leg, form):
    """Note that they were told; their page exists from now on."""
    number, order_no = leg.id, leg.order_id
    with acting(form, order_no, number) as (order, part):
        workflow.give_notice(
            order, part, by=current_user, whom=form.whom.data, what=form.what.data, why=form.why.data,
            offer=form.offer.data, given_on=form.given_on.data, given_how=HowGiven(form.given_how.data),
            not_before=form.not_before.data,
        )  # fmt: skip
    return back_to(order_no, _("Written down. Print their page, or send them its address."))


def _private(page):
    """Whoever holds the address reads it: nobody keeps a copy, no search finds it."""
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _affected_page(notice, form, status=200):
    token = request.view_args["token"]
    shown = render("dispatch/notice.html", status, notice=notice, token=token, form=form)
    return _private(shown)


@work_orders.get("/notices/<token>")
@requires(anyone, on=affected_queries.notice_by_token)
def notice(notice):
    """For whoever it concerns: why, what else is offered, and a private answer."""
    return _affected_page(notice, SayingForm(formdata=None))


@work_orders.post("/notices/<token>/answer")
@requires(anyone, on=affected_queries.notice_by_token)
def create_private_answer(notice):
    """Their answer, to the handling bodies and the street alone."""
    form, number, here = SayingForm(), notice.id, url_for(".notice", **request.view_args)
    if not form.validate_on_submit():
        return _affected_page(notice, form, 422)
    with writing(), once(form) as first:
        limits.refuse_beyond(ANSWERS_FROM_RANGE, limits.address_range())
        limits.note(ANSWERS_FROM_RANGE, limits.address_range())
        workflow.hear(locked(AffectedNotice, number), words=form.words.data)
        first.leads_to(here)
    return done(_("Your answer has arrived. Only those who handle this read it."), here)


def _visit_page(notice, form):
    return form_page(
        form, _("Somebody was there again"), url_for(".create_visit", no=notice.id), _("Write it down"),
        notice.order_id,
        facts=[(_("Whom it concerns"), notice.whom), (_("What had to go"), notice.what),
               (_("Told on"), day(notice.given_on)), (_("Offered instead"), notice.offer)],
    )  # fmt: skip


@work_orders.get("/affected/<int:no>/visits/new")
@requires(exception_policies.may_note_visit, on=affected_queries.notice_or_404)
def new_visit(notice):
    """When, and what was found."""
    return _visit_page(notice, VisitForm())


@work_orders.post("/affected/<int:no>/visits")
@requires(exception_policies.may_note_visit, on=affected_queries.notice_or_404)
@takes(affected_queries.notice_or_404, lambda row: VisitForm(), _visit_page)
def create_visit(notice, form):
    """Write the visit down."""
    number, order_no = notice.id, notice.order_id
    with acting(form, order_no):
        workflow.note_visit(
            locked(AffectedNotice, number), by=current_user, visited_on=form.visited_on.data,
            finding=form.finding.data,
        )  # fmt: skip
    return back_to(order_no, _("Written down."))
