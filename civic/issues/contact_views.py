"""The number of whoever raised an issue, for the body that handles it: with a reason, seen by its owner."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.looking import Door, note_of, number_shown
from civic.accounts.queries import person_or_404
from civic.authorization import requires
from civic.issues.blueprint import issues
from civic.issues.policies import may_reveal_as_handler
from civic.issues.queries import issue_or_404


def _door(issue):
    person, no = person_or_404(issue.reporter_id), issue.id
    return Door(
        "issues/contact.html", url_for(".view_contact", no=no),
        lambda view: url_for(".contact", no=no, view=view),
        note_of(person, current_user.roles_in_body(issue.handler_body_id)),
        {"issue": issue, "number": number_shown(person), "name": _("the resident who raised it")},
    )  # fmt: skip


@issues.get("/<int:no>/contact")
@requires(may_reveal_as_handler, on=issue_or_404)
def contact(issue):
    """Asks for a reason; shows the number for ten minutes after one was given."""
    return _door(issue).asked()


@issues.post("/<int:no>/contact")
@requires(may_reveal_as_handler, on=issue_or_404)
def view_contact(issue):
    """Note who looks and why, then show it."""
    return _door(issue).looked()
