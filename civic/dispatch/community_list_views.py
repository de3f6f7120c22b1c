"""The community's list of duties (条例 Art. 17): everybody reads it, the street edits it."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import locked, writing
from civic.dispatch import community_list as duties
from civic.dispatch import policies, table, table_places
from civic.dispatch.blueprint import work_orders
from civic.dispatch.models import CommunityDuty
from civic.dispatch.states import LegRole
from civic.dispatch.table_forms import DutyForm, EndForm
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.categories import path_label
from civic.places.models import Place
from civic.rendering import render
from civic.submissions import once


@work_orders.get("/community-list")
@requires(anyone)
def community_list():
    """What the community leads, what it only assists with, and what may not be given to it."""
    return _page(table_places.street_for(current_user, request.args.get("street", type=int)))


def _page(street, form=None, status=200):
    may_edit = policies.may_edit_table(current_user, street)
    rows = duties.rows_of(street.id)
    if may_edit:
        form = (form or DutyForm(formdata=None)).offer()
    return render(
        "dispatch/community_list.html", status, street=street, streets=table_places.streets(), form=form,
        leads=[row for row in rows if row.role is LegRole.LEAD],
        assists=[row for row in rows if row.role is LegRole.ASSIST],
        off=duties.off_the_list(row.category for row in rows), changes=table.duty_changes(street.id),
        path_label=path_label, may_edit=may_edit,
    )  # fmt: skip


@work_orders.post("/community-list/<int:street_id>/duties")
@requires(policies.may_edit_table, on=table_places.street_or_404)
def create_duty(street):
    """Put a category on the list, or change what it says."""
    form, number = DutyForm().offer(), street.id
    if not form.validate():
        return _page(street, form, 422)
    with writing(), once(form):
        duties.set_duty(
            db.session.get(Place, number), form.category.data, form.role.data,
            by=current_user, reason=form.reason.data,
        )  # fmt: skip
    flash(_("The list says so from now on."), "success")
    return redirect(url_for("work_orders.community_list", street=number), 303)


def duty_or_404(no):
    """A line of the list. Raises NotFound."""
    row = db.session.get(CommunityDuty, no)
    if row is None:
        raise NotFound(None)
    return row


@work_orders.get("/community-list/duties/<int:no>")
@requires(policies.may_edit_rule, on=duty_or_404)
def duty(row):
    """One line of the list, to be taken off with a reason."""
    return _duty_page(row, EndForm(formdata=None))


def _duty_page(row, form, status=200):
    return render("dispatch/duty.html", status, row=row, form=form, path_label=path_label)


@work_orders.post("/community-list/duties/<int:no>/end")
@requires(policies.may_edit_rule, on=duty_or_404)
def create_duty_end(row):
    """Take a category off the list."""
    form, no, street = EndForm(), row.id, row.street_id
    if not form.validate():
        return _duty_page(row, form, 422)
    with writing(), once(form):
        if (now := locked(CommunityDuty, no)) is None:
            raise NotFound(_("This is off the list already."))
        duties.end_duty(now, by=current_user, reason=form.reason.data)
    flash(_("Taken off. It may not be given to the community any more."), "success")
    return redirect(url_for("work_orders.community_list", street=street), 303)
