"""情况说明 for residents and for whoever holds a slip: asking, reading the answer, checking a number."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.models import Person
from civic.accounts.roles import Role
from civic.authorization import anyone, requires, signed_in
from civic.councils import exemption_queries as statements
from civic.councils import exemption_workflow
from civic.councils.exemption_models import EVER_ISSUED, Arrangement, Circumstance, Matter
from civic.councils.resident_forms import StatementForm
from civic.councils.views import bp as councils
from civic.database import local_today, locked, writing
from civic.errors import NotFound
from civic.places.queries import community
from civic.rate_limits import limiter
from civic.rendering import render
from civic.submissions import once


def may_ask(user, subject=None):
    """Checked residents."""
    return user.is_authenticated and user.is_verified_resident


@councils.get("/statements")
@requires(anyone)
def about_statements():
    """What a statement is and is not, under which arrangements, and how many there were."""
    home = community()
    return render(
        "councils/about_statements.html", arrangements=statements.arrangements(home.id) if home else [],
        months=statements.by_month(home.id) if home else {}, circumstances=Circumstance, matters=Matter,
        today=local_today(), may_ask=may_ask, fewest=statements.FEWEST,
    )  # fmt: skip


def _form(**options):
    home_ids, today = current_user.community_ids, local_today()
    rows = [one for home in sorted(home_ids) for one in statements.arrangements(home, today)]
    return StatementForm(**options).offer(rows), rows


@councils.get("/statements/new")
@requires(may_ask)
def new_statement():
    """What happened, when, and why."""
    form, rows = _form(formdata=None, happened_on=local_today())
    return render("councils/new_statement.html", form=form, arrangements=rows)


@councils.post("/statements")
@requires(may_ask)
def ask_statement():
    """The secretary answers."""
    form, rows = _form()
    if not form.validate_on_submit():
        return render("councils/new_statement.html", 422, form=form, arrangements=rows)
    here, said = url_for("councils.my_statements"), form.data
    with writing(), once(form) as first:
        exemption_workflow.ask(
            locked(Arrangement, said["arrangement"]), locked(Person, current_user.id),
            matter=Matter(said["matter"]), circumstance=Circumstance(said["circumstance"]),
            happened_on=said["happened_on"], by=current_user,
        )  # fmt: skip
        first.leads_to(here)
    flash(_("Asked. You will read the answer here."), "good")
    return redirect(here, 303)


@councils.get("/statements/mine")
@requires(signed_in)
def my_statements():
    """What one asked for and the answers."""
    return render("councils/my_statements.html", rows=statements.own(current_user.id), today=local_today(),
                  may_ask=may_ask, issued=EVER_ISSUED)  # fmt: skip


def own_or_404(statement_id):
    """One's own; anybody else's does not exist."""
    statement = statements.statement_or_404(statement_id)
    if statement.person_id is None or statement.person_id != getattr(current_user, "id", None):
        raise NotFound(None)
    return statement


@councils.get("/statements/mine/<int:statement_id>")
@requires(signed_in, on=own_or_404)
def my_statement(statement):
    """The slip to print or show, and who looked at it."""
    views = [(view, Role(view.viewer_role)) for view in statements.views_of(statement.id)]
    return render("councils/my_statement.html", statement=statement, views=views, today=local_today(),
                  issued=EVER_ISSUED)  # fmt: skip


@councils.get("/statements/check")
@limiter.limit("60 per hour")
@requires(anyone)
def check_statement():
    """Is this number a valid statement? Without saying whose."""
    code = request.args.get("code", "")
    statement = statements.by_code(code) if code.strip() else None
    return render("councils/check_statement.html", code=code[:40], statement=statement, today=local_today())
