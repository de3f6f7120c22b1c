"""The administrator gives and ends roles, and shuts people out or in."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import queries, second_factor, workflow
from civic.accounts.finding import find_person
from civic.accounts.forms import ActForm
from civic.accounts.models import Membership, Person
from civic.accounts.policies import is_administrator, may_end_membership
from civic.accounts.roles import Role
from civic.accounts.staff_forms import RoleForm
from civic.accounts.views import bp as accounts
from civic.authorization import requires
from civic.database import end_of, locked, writing
from civic.places.queries import above, community, doors_of
from civic.rendering import render
from civic.submissions import once


@accounts.get("/memberships")
@requires(is_administrator)
def memberships():
    """Every role in force, and a form to give one."""
    return _memberships_page(_role_form(formdata=None))


def _role_form(**options):
    here = community()
    places = [(each.id, each.label) for each in (here, *above(here), *doors_of(here))] if here else []
    return RoleForm(**options).offer([(0, _("Whole site")), *places])


def _memberships_page(form, status=200, persons=()):
    page = queries.roles_in_force(request.args.get("after"))
    return render(
        "accounts/memberships.html",
        status,
        page=page,
        form=form,
        persons=persons,
        act_form=ActForm(formdata=None),
    )


@accounts.post("/memberships")
@requires(is_administrator)
def create_role():
    """Give a role to whoever has that number; asks which name when several share it."""
    form = _role_form()
    if not form.validate_on_submit():
        return _memberships_page(form, 422)
    chosen, persons = find_person(form)
    if chosen is None:
        return _memberships_page(form, 422, persons)
    _give(chosen.id, form)
    flash(_("%(name)s holds that role from now on.", name=chosen.nickname), "good")
    return redirect(url_for(".memberships"), 303)


def _give(person_id, form):
    role, until = Role(form.role.data), end_of(form.until.data)
    with writing(), once(form) as submission:
        person = locked(Person, person_id)
        workflow.grant_role(person, role, by=current_user, place_id=form.where, until=until)
        submission.leads_to(url_for(".memberships"))


@accounts.post("/memberships/<int:membership_id>/ending")
@requires(may_end_membership, on=queries.membership_or_404)
def end_membership(membership):
    """From now on it counts no more, on every device at once."""
    with writing(), once(ActForm()) as submission:
        workflow.end_membership(locked(Membership, membership.id), by=current_user, reason="ended")
        submission.leads_to(url_for(".memberships"))
    flash(_("That role has ended."), "good")
    return redirect(url_for(".memberships"), 303)


@accounts.get("/persons/<int:person_id>")
@requires(is_administrator, on=queries.person_or_404)
def person(somebody):
    """One person's roles, and shutting them out or in."""
    factor = second_factor.factor_of(somebody.id)
    return render("accounts/person.html", person=somebody, factor=factor, form=ActForm(formdata=None))


@accounts.post("/persons/<int:person_id>/suspension")
@requires(is_administrator, on=queries.person_or_404)
def suspend(somebody):
    """Shut out; every sign-in of theirs ends."""
    with writing(), once(ActForm()) as submission:
        submission.leads_to(url_for(".person", person_id=somebody.id))
        workflow.disable(locked(Person, somebody.id), by=current_user)
    flash(_("%(name)s is shut out and signed out everywhere.", name=somebody.nickname), "good")
    return redirect(url_for(".person", person_id=somebody.id), 303)


@accounts.post("/persons/<int:person_id>/return")
@requires(is_administrator, on=queries.person_or_404)
def readmit(somebody):
    """Let in again."""
    with writing(), once(ActForm()) as submission:
        submission.leads_to(url_for(".person", person_id=somebody.id))
        workflow.enable(locked(Person, somebody.id), by=current_user)
    flash(_("%(name)s may sign in again.", name=somebody.nickname), "good")
    return redirect(url_for(".person", person_id=somebody.id), 303)


@accounts.post("/persons/<int:person_id>/second-factor")
@requires(is_administrator, on=queries.person_or_404)
def reset_factor(somebody):
    """Telephone and paper codes lost: they set up the second factor anew at the next sign-in."""
    with writing():
        second_factor.restart(somebody)
        workflow.end_sign_ins(somebody.id)
    flash(_("They set up a new authenticator when they next sign in."), "good")
    return redirect(url_for(".person", person_id=somebody.id), 303)
