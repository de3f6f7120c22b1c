"""The dispatch table of a street: read by staff, edited by the street, with what held before."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.councils.models import Body
from civic.database import locked, writing
from civic.dispatch import policies, table_places, table_workflow
from civic.dispatch import table as rules
from civic.dispatch.blueprint import work_orders
from civic.dispatch.table_forms import EndForm, RuleForm
from civic.dispatch.table_models import DispatchRule
from civic.errors import CivicError
from civic.extensions import db
from civic.issues.categories import path_label
from civic.places.models import Place
from civic.rendering import render
from civic.submissions import once


@work_orders.get("/table")
@requires(policies.may_read_table)
def table():
    """Who leads and who assists, by category and place; broken rules first."""
    return _page(table_places.street_for(current_user, request.args.get("street", type=int)))


def _page(street, form=None, status=200):
    may_edit, lines = policies.may_edit_table(current_user, street), rules.lines(street.id)
    bodies = table_places.bodies_serving(street) if may_edit else []
    if may_edit:
        form = (form or RuleForm(formdata=None)).offer(street, bodies)
    return render(
        "dispatch/table.html", status, street=street, streets=table_places.streets(), lines=lines, form=form,
        broken=[line for line in lines if line.faults], history=rules.history(street.id),
        path_label=path_label, may_edit=may_edit,
    )  # fmt: skip


@work_orders.post("/table/<int:street_id>/rules")
@requires(policies.may_edit_table, on=table_places.street_or_404)
def create_rule(street):
    """Set a rule: it takes over from the one for the same place and category."""
    form = RuleForm().offer(street, table_places.bodies_serving(street))
    if not form.validate():
        return _page(street, form, 422)
    number = street.id
    try:
        with writing(), once(form) as first:
            table_workflow.set_rule(db.session.get(Place, number), by=current_user, **_said(form))
            first.leads_to(url_for("work_orders.table", street=number))
    except CivicError as refusal:
        return _refused(number, form, refusal)
    flash(_("Set. From that day on new orders are suggested that way."), "success")
    return redirect(url_for("work_orders.table", street=number), 303)


def _said(form):
    chosen = [form.lead.data, *(number for number in form.assists.data if number != form.lead.data)]
    lead, *assists = (locked(Body, number) for number in chosen)
    return {
        "place": db.session.get(Place, form.place.data), "category": form.category.data, "lead": lead,
        "assists": assists, "reason": form.reason.data, "valid_from": form.valid_from.data,
    }  # fmt: skip


def _refused(number, form, refusal):
    """The page once more, with the refusal beside the body that leads and everything that was typed."""
    if refusal.message is None:
        raise refusal
    form.lead.errors = [f"{refusal.message} {refusal.next_step or ''}".strip()]
    return _page(table_places.street_or_404(number), form, 422)


@work_orders.get("/table/rules/<int:no>")
@requires(policies.may_edit_rule, on=rules.rule_or_404)
def rule(row):
    """One rule, to be ended with a reason."""
    return _rule_page(row, EndForm(formdata=None))


def _rule_page(row, form, status=200):
    return render("dispatch/rule.html", status, row=row, form=form, path_label=path_label)


@work_orders.post("/table/rules/<int:no>/end")
@requires(policies.may_edit_rule, on=rules.rule_or_404)
def create_rule_end(row):
    """End a rule."""
    form, street = EndForm(), row.street_id
    if not form.validate():
        return _rule_page(row, form, 422)
    with writing(), once(form):
        table_workflow.end_rule(locked(DispatchRule, row.id), by=current_user, reason=form.reason.data)
    flash(_("Ended. What it said stays in the history."), "success")
    return redirect(url_for("work_orders.table", street=street), 303)
