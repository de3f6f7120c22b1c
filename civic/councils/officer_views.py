"""The administrator lets somebody handle what is sent to a department."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.finding import find_person
from civic.accounts.models import Person
from civic.accounts.policies import is_administrator
from civic.accounts.roles import Role
from civic.accounts.workflow import grant_role
from civic.authorization import requires
from civic.councils import queries
from civic.councils.forms import OfficerForm
from civic.councils.views import bp as councils
from civic.database import end_of, locked, writing
from civic.places.queries import community
from civic.rendering import render
from civic.submissions import once


@councils.get("/officers/new")
@requires(is_administrator)
def new_officer():
    """Who, of which body, until when."""
    return _page(_form(formdata=None))


def _form(**options):
    """Officers are named for bodies of every street."""
    return OfficerForm(**options).offer([(body.id, body.short_name) for body in queries.bodies_at_work()])


def _page(form, status=200, persons=()):
    return render("councils/officer.html", status, form=form, persons=persons)


@councils.post("/officers")
@requires(is_administrator)
def create_officer():
    """From now on they see what is sent to that body and answer it."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form, 422)
    person, persons = find_person(form)
    if person is None:
        return _page(form, 422, persons)
    home, number, name = community().id, person.id, person.nickname
    where = {"body_id": form.body.data, "community_id": home, "until": end_of(form.until.data)}
    with writing(), once(form) as first:
        grant_role(locked(Person, number), Role.OFFICER, by=current_user, **where)
        first.leads_to(url_for("accounts.memberships"))
    flash(_("%(name)s holds that role from now on.", name=name), "good")
    return redirect(url_for("accounts.memberships"), 303)
