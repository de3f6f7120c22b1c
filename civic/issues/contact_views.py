"""The number of whoever raised an issue, for the body that handles it: with a reason, seen by its owner."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import looking
from civic.accounts.forms import ReasonForm
from civic.accounts.queries import person_or_404
from civic.authorization import requires
from civic.issues.blueprint import issues
from civic.issues.policies import may_reveal_as_handler
from civic.issues.queries import issue_or_404
from civic.rendering import render


@issues.get("/<int:no>/contact")
@requires(may_reveal_as_handler, on=issue_or_404)
def contact(issue):
    """Asks for a reason; shows the number for ten minutes after one was given."""
    return _contact_page(issue, ReasonForm(formdata=None))


def _contact_page(issue, form, status=200):
    person = person_or_404(issue.reporter_id)
    return render(
        "issues/contact.html",
        status,
        issue=issue,
        person=person,
        name=_("the resident who raised it"),
        form=form,
        number=looking.number_shown(person),
        action=url_for(".view_contact", no=issue.id),
    )


@issues.post("/<int:no>/contact")
@requires(may_reveal_as_handler, on=issue_or_404)
def view_contact(issue):
    """Note who looks and why, then show it."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _contact_page(issue, form, 422)
    person = person_or_404(issue.reporter_id)
    roles = current_user.roles_in_body(issue.handler_body_id)
    target = looking.look(person, form, roles, lambda view: url_for(".contact", no=issue.id, view=view))
    return redirect(target, 303)
