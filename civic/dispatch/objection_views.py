"""派单异议 on pages: object, look on the spot together, rule."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils import queries as councils
from civic.database import locked, writing
from civic.dispatch import exception_policies, exception_queries, queries
from civic.dispatch import objection_workflow as workflow
from civic.dispatch.blueprint import work_orders
from civic.dispatch.exception_forms import ObjectionForm, ObjectionRulingForm, SiteCheckForm
from civic.dispatch.exception_models import LegObjection
from civic.dispatch.exception_pages import acting, back_to, exceptions_url, form_page, takes
from civic.dispatch.exception_states import ObjectionGround
from civic.issues.photos import photos_of
from civic.rendering import render
from civic.submissions import once


def _objection_page(leg, form):
    return form_page(
        form, _("Object: this is not ours"), url_for(".create_objection", no=leg.id), _("Send the objection"),
        leg.order_id,
        lead=_("Only a ground of the regulation counts. Nobody accepts it meanwhile; the clock goes on."),
        facts=[(_("Your part"), leg.body.short_name), (_("Objections so far"), leg.order.objections)],
    )  # fmt: skip


def _objection_form(leg):
    return ObjectionForm().offer(councils.bodies(leg.order.community_id))


@work_orders.get("/legs/<int:no>/objections/new")
@requires(exception_policies.may_object, on=queries.leg_or_404)
def new_objection(leg):
    """Say on what ground, and whose it is."""
    return _objection_page(leg, _objection_form(leg))


@work_orders.post("/legs/<int:no>/objections")
@requires(exception_policies.may_object, on=queries.leg_or_404)
@takes(queries.leg_or_404, _objection_form, _objection_page)
def create_objection(leg, form):
    """Object."""
    bodies = {body.id: body for body in councils.bodies(leg.order.community_id)}
    number, order_no = leg.id, leg.order_id
    with acting(form, order_no, number) as (order, part):
        workflow.object_to(
            order, part, by=current_user, ground=ObjectionGround(form.ground.data), words=form.words.data,
            names_body=bodies.get(form.names_body.data),
        )  # fmt: skip
    return back_to(order_no, _("Your objection is in. Until there is a ruling nobody accepts it."))


def _facts(objection):
    named = objection.names_body.short_name if objection.names_body else _("not said")
    return [
        (_("Objects"), objection.body.short_name), (_("Ground"), objection.ground.label),
        (_("In their words"), objection.words), (_("Says it belongs to"), named),
        (_("Rules"), objection.judge.label),
    ]  # fmt: skip


def _ruling_page(objection, form):
    return form_page(
        form, _("Rule on the objection"), url_for(".create_objection_ruling", no=objection.id),
        _("Rule"), objection.order_id, facts=_facts(objection),
        lead=_("Somebody else than whoever sent it rules. You can look at it on the spot first."),
    )  # fmt: skip


def _ruling_form(objection):
    return ObjectionRulingForm().offer(councils.bodies(objection.order.community_id))


@work_orders.get("/objections/<int:no>/ruling/new")
@requires(exception_policies.may_judge, on=exception_queries.objection_or_404)
def new_objection_ruling(objection):
    """The objection and the two ways to rule."""
    return _ruling_page(objection, _ruling_form(objection))


@work_orders.post("/objections/<int:no>/ruling")
@requires(exception_policies.may_judge, on=exception_queries.objection_or_404)
@takes(exception_queries.objection_or_404, _ruling_form, _ruling_page)
def create_objection_ruling(objection, form):
    """Rule."""
    bodies = {body.id: body for body in councils.bodies(objection.order.community_id)}
    number, order_no, leg_no = objection.id, objection.order_id, objection.leg_id
    with acting(form, order_no, leg_no) as (order, leg):
        said = {"by": current_user, "words": form.words.data}
        if form.outcome.data == "rejected":
            workflow.reject(order, leg, locked(LegObjection, number), **said)
        else:
            workflow.uphold(order, leg, locked(LegObjection, number), to=bodies.get(form.to.data), **said)
    return back_to(order_no, _("Your ruling stands; both sides read it."))


def _check_page(objection, form):
    return form_page(
        form, _("Look on the spot together"), url_for(".create_site_check", no=objection.id),
        _("Write it down"), objection.order_id, facts=_facts(objection),
        lead=_("Photos can be added afterwards on its page."),
    )  # fmt: skip


def _check_form(objection):
    return SiteCheckForm().offer(exception_queries.bodies_on_the_spot(objection))


@work_orders.get("/objections/<int:no>/site-checks/new")
@requires(exception_policies.may_note_check, on=exception_queries.objection_or_404)
def new_site_check(objection):
    """Who was there, and what they found."""
    return _check_page(objection, _check_form(objection))


@work_orders.post("/objections/<int:no>/site-checks")
@requires(exception_policies.may_note_check, on=exception_queries.objection_or_404)
@takes(exception_queries.objection_or_404, _check_form, _check_page)
def create_site_check(objection, form):
    """Write it down; its page takes photos."""
    number, order_no = objection.id, objection.order_id
    with writing(), once(form) as first:
        check = workflow.note_site_check(
            locked(LegObjection, number), by=current_user, held_on=form.held_on.data,
            body_ids=form.bodies.data, finding=form.finding.data, others=form.others.data or "",
        )  # fmt: skip
        first.leads_to(url_for(".site_check", no=check.id))
    return back_to(order_no, _("Written down. Add a photo if you have one."), first.url)


def check_with_order(no):
    """A joint look, with the order it belongs to for the policy."""
    check = exception_queries.site_check_or_404(no)
    check.loaded = order_for_exceptions(check.order_id)
    return check


def order_for_exceptions(no):
    """The order in full with the district it lies in."""
    order = queries.order_in_full(no)
    order.district_id = exception_queries.district_of(order.street_id)
    return order


def may_see_check(user, check):
    """Whoever may see the order's exceptions."""
    return exception_policies.may_see_order(user, check.loaded)


@work_orders.get("/site-checks/<int:no>")
@requires(may_see_check, on=check_with_order)
def site_check(check):
    """What was found on the spot, with photos."""
    bodies = councils.bodies_by_id(check.body_ids)
    return render(
        "dispatch/site_check.html", check=check, bodies=bodies, photos=photos_of(check),
        back=exceptions_url(check.order_id), may_add=exception_policies.may_note_check(current_user, check),
    )  # fmt: skip
