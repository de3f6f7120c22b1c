"""The categories: a list for everybody, and a page of each for the street's staff."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.errors import NotFound
from civic.issues import category_queries, category_workflow, policies
from civic.issues.blueprint import issues
from civic.issues.categories import emergency_number, path_label, tree
from civic.issues.category_forms import CategoryChangeForm, CategoryForm, filled
from civic.rendering import render
from civic.submissions import once


@issues.get("/categories")
@requires(anyone)
def categories():
    """Every category with what is asked and said first; staff find the forms here."""
    return _list(CategoryForm(formdata=None))


def _list(form, status=200):
    may_edit = policies.may_edit_categories(current_user)
    return render(
        "issues/categories.html", status, tree=tree(), may_edit=may_edit, number_of=emergency_number,
        form=form.offer() if may_edit else None,
    )  # fmt: skip


@issues.post("/categories")
@requires(policies.may_edit_categories)
def create_category():
    """Add one."""
    form = CategoryForm().offer()
    if not form.validate():
        return _list(form, 422)
    with writing(), once(form) as first:
        row = category_workflow.add(form.parent.data, form.label.data, by=current_user)
        first.leads_to(url_for("issues.category", code=row.code))
        address = first.url
    flash(_("Added. Here you can say what is asked and said first."), "success")
    return redirect(address, 303)


def node_or_404(code):
    """A category by its code. Raises NotFound."""
    node = tree().nodes.get(code)
    if node is None:
        raise NotFound(None)
    return node


@issues.get("/categories/<code>")
@requires(policies.may_edit_categories, on=node_or_404)
def category(node):
    """One category: its form and what was changed before."""
    return _show(node, filled(node))


def _show(node, form, status=200):
    return render(
        "issues/category.html", status, node=node, form=form, path=path_label(node.code),
        children=tree().children(node.code, hidden=True), history=category_queries.history(node),
    )  # fmt: skip


@issues.post("/categories/<code>")
@requires(policies.may_edit_categories, on=node_or_404)
def create_category_change(node):
    """Change it."""
    form = CategoryChangeForm().offer()
    if not form.validate():
        return _show(node, form, 422)
    seen = int(form.version.data) if (form.version.data or "").isdigit() else 0
    with writing(), once(form):
        category_workflow.change(
            node.code, by=current_user, version=seen, label=form.label.data.strip(),
            position=form.position.data, is_active=form.is_active.data, questions=form.lines(),
            divert_text=form.divert_text.data.strip(), divert_phone=form.divert_phone.data,
        )  # fmt: skip
    flash(_("Changed. Everybody sees it from now on."), "success")
    return redirect(url_for("issues.category", code=node.code), 303)
