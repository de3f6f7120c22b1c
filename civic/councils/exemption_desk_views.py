"""情况说明 at two desks: the secretary issues, an officer of the enforcement body decides."""

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.roles import Role
from civic.authorization import requires
from civic.councils import exemption_queries as statements
from civic.councils import exemption_workflow, queries
from civic.councils.exemption_models import Arrangement, CircumstancesStatement, StatementView
from civic.councils.exemption_policies import (
    may_arrange,
    may_decide,
    may_end_arrangement,
    may_issue,
    may_see_desk,
    may_see_statement,
    secretary_of,
)
from civic.councils.models import Body, BodyKind
from civic.councils.resident_forms import ArrangementForm, DecideForm, RefuseForm
from civic.councils.views import bp as councils
from civic.database import local_today, locked, utcnow, writing
from civic.extensions import db
from civic.places.queries import community
from civic.rendering import render
from civic.submissions import OnceForm, once

SHOWN_FOR = timedelta(minutes=10)


@councils.get("/statements/desk")
@requires(may_see_desk)
def statements_desk():
    """What waits: to be issued, or to be decided."""
    home_ids = secretary_of(current_user)
    page = statements.desk(home_ids, current_user.body_ids, request.args.get("after"))
    return render("councils/statements_desk.html", page=page, today=local_today(), may_arrange=may_arrange,
                  arrangements=[one for home in sorted(home_ids) for one in statements.arrangements(home)],
                  form=OnceForm(formdata=None))  # fmt: skip


@councils.get("/statements/<int:statement_id>")
@requires(may_see_statement, on=statements.statement_or_404)
def statement(statement):
    """What is stated; who it is only after one has said that one looks."""
    return _page(statement)


def _page(statement, status=200, refuse_form=None, decide_form=None):
    view = db.session.get(StatementView, request.args.get("view", 0, type=int))
    mine = view is not None and (view.viewer_id, view.statement_id) == (current_user.id, statement.id)
    return render(
        "councils/statement.html", status, statement=statement, today=local_today(),
        shows_person=mine and utcnow() < view.viewed_at + SHOWN_FOR, form=OnceForm(formdata=None),
        refuse_form=refuse_form or RefuseForm(formdata=None), may_issue=may_issue, may_decide=may_decide,
        decide_form=decide_form or DecideForm(formdata=None), count=_count(statement),
    )  # fmt: skip


def _count(statement):
    if statement.person_id is None:
        return 0
    return exemption_workflow.count_of(statement.arrangement_id, statement.person_id)


@councils.post("/statements/<int:statement_id>/views")
@requires(may_see_statement, on=statements.statement_or_404)
def view_statement(statement):
    """Note the look, then show who asked for ten minutes."""
    form, number = OnceForm(), statement.id
    role = Role.SECRETARY if may_issue(current_user, statement) else Role.OFFICER
    with writing(), once(form) as first:
        view = exemption_workflow.note_view(
            locked(CircumstancesStatement, number), by=current_user, role=role
        )
        first.leads_to(url_for("councils.statement", statement_id=number, view=view.id))
    return redirect(first.url, 303)


@councils.post("/statements/<int:statement_id>/issue")
@requires(may_issue, on=statements.statement_or_404)
def issue_statement(statement):
    """The committee states it."""
    form, number = OnceForm(), statement.id
    here = url_for("councils.statements_desk")
    with writing(), once(form) as first:
        exemption_workflow.issue(locked(CircumstancesStatement, number), by=current_user)
        first.leads_to(here)
    flash(_("Issued. Whether there is a penalty, the enforcement body decides."), "good")
    return redirect(here, 303)


@councils.post("/statements/<int:statement_id>/refusal")
@requires(may_issue, on=statements.statement_or_404)
def refuse_statement(statement):
    """Not stated, with a reason."""
    form, number, here = RefuseForm(), statement.id, url_for("councils.statements_desk")
    if not form.validate_on_submit():
        return _page(statement, 422, refuse_form=form)
    with writing(), once(form) as first:
        exemption_workflow.refuse(locked(CircumstancesStatement, number), form.why.data, by=current_user)
        first.leads_to(here)
    flash(_("Answered; they read it on their page."), "good")
    return redirect(here, 303)


@councils.post("/statements/<int:statement_id>/decision")
@requires(may_decide, on=statements.statement_or_404)
def decide_statement(statement):
    """What the enforcement body decided."""
    form, number, here = DecideForm(), statement.id, url_for("councils.statements_desk")
    if not form.validate_on_submit():
        return _page(statement, 422, decide_form=form)
    exempted, decision_no = form.exempted.data == "yes", form.decision_no.data or ""
    with writing(), once(form) as first:
        row = locked(CircumstancesStatement, number)
        exemption_workflow.decide(row, exempted, decision_no, by=current_user)
        first.leads_to(here)
    flash(_("Written down."), "good")
    return redirect(here, 303)


def _arrangement_form(**options):
    bodies = [one for one in queries.bodies(_home_id()) if one.kind == BodyKind.DEPARTMENT]
    return ArrangementForm(**options).offer(bodies)


def _home_id():
    return min(secretary_of(current_user), default=None) or community().id


@councils.get("/statements/arrangements/new")
@requires(may_arrange)
def new_arrangement():
    """What was signed."""
    return render("councils/new_arrangement.html", form=_arrangement_form(formdata=None))


@councils.post("/statements/arrangements")
@requires(may_arrange)
def create_arrangement():
    """Statements can be issued under it."""
    form = _arrangement_form()
    if not form.validate_on_submit():
        return render("councils/new_arrangement.html", 422, form=form)
    names = ("document", "matters", "valid_from", "valid_to", "per_half_year", "days_good")
    said, home_id = {name: form[name].data for name in names}, _home_id()
    with writing(), once(form) as first:
        body = db.session.get(Body, form.body.data)
        exemption_workflow.arrange(home_id, body, by=current_user, **said)
        first.leads_to(url_for("councils.statements_desk"))
    return redirect(first.url, 303)


@councils.post("/statements/arrangements/<int:arrangement_id>/ending")
@requires(may_end_arrangement, on=statements.arrangement_or_404)
def end_arrangement(arrangement):
    """Nothing more is issued under it."""
    form, number, here = OnceForm(), arrangement.id, url_for("councils.statements_desk")
    with writing(), once(form) as first:
        exemption_workflow.end_arrangement(locked(Arrangement, number), by=current_user)
        first.leads_to(here)
    flash(_("Ended. What was issued stays valid until its own last day."), "good")
    return redirect(here, 303)
