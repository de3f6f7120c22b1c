"""The kinds of councils: everybody reads them, the administrator sets them."""

import secrets

from flask import redirect, url_for
from flask_login import current_user

from civic.accounts.policies import is_administrator
from civic.authorization import anyone, requires
from civic.councils import queries, table_workflow
from civic.councils.models import CouncilKind
from civic.councils.table_forms import KindForm, NewKindForm
from civic.councils.views import bp as councils
from civic.councils.workflow import AREAS
from civic.database import locked, writing
from civic.places.models import PlaceKind
from civic.rendering import render
from civic.submissions import once

TYPED = ("name", "name_en", "note", "seats_min", "seats_max", "has_residents")


@councils.get("/kinds")
@requires(anyone)
def kinds():
    """What kinds there are, for which places, with how many seats."""
    return render("councils/kinds.html", kinds=queries.kinds(), is_administrator=is_administrator)


@councils.get("/kinds/new")
@requires(is_administrator)
def new_kind():
    """A kind nobody thought of."""
    return _page(None, NewKindForm(formdata=None).offer(AREAS))


def _page(kind, form, status=200):
    return render("councils/kind.html", status, kind=kind, form=form)


@councils.post("/kinds")
@requires(is_administrator)
def create_kind():
    """It can be chosen from now on."""
    form = NewKindForm().offer(AREAS)
    if not form.validate_on_submit():
        return _page(None, form, 422)
    facts = {name: form[name].data for name in TYPED} | {"area": PlaceKind(form.area.data)}
    with writing(), once(form) as first:
        table_workflow.set_kind(None, by=current_user, key=secrets.token_hex(8), **facts)
        first.leads_to(url_for("councils.kinds"))
    return redirect(first.url, 303)


@councils.get("/kinds/<int:kind_id>")
@requires(is_administrator, on=queries.kind_or_404)
def kind(kind):
    """What it is called and how large its table is."""
    return _page(kind, KindForm(formdata=None, obj=kind))


@councils.post("/kinds/<int:kind_id>")
@requires(is_administrator, on=queries.kind_or_404)
def change_kind(kind):
    """So from now on; tables that work already stay as they are."""
    form, number = KindForm(), kind.id
    if not form.validate_on_submit():
        return _page(kind, form, 422)
    facts = {name: form[name].data for name in TYPED}
    with writing(), once(form) as first:
        table_workflow.set_kind(locked(CouncilKind, number), by=current_user, **facts)
        first.leads_to(url_for("councils.kinds"))
    return redirect(first.url, 303)
