"""The one way to somebody's number: say why, and it stands there for ten minutes. Its owner reads the note.

Pages of other rooms (a handler's, a callback agent's) open a `Door`; their routes bring the policy. What is
noted differs: `note_of` for a person with an account; the rooms of work orders have one for callers without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import workflow
from civic.accounts.forms import ReasonForm
from civic.accounts.models import ContactView, Person
from civic.accounts.phones import local
from civic.accounts.proofs import number_of
from civic.database import locked, utcnow, writing
from civic.extensions import db
from civic.rendering import render
from civic.submissions import once

SHOWN_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Door:
    """A page behind which a number stands.

    Args: action — where the reason is sent; shown_at — address that shows it, by number of the look; note —
    keeps who looked and why, in the open transaction, and returns that row; shows — what the page needs.
    """

    template: str
    action: str
    shown_at: Callable
    note: Callable
    shows: dict

    def asked(self, form=None, status=200):
        """The page: asks for a reason, and shows the number after one was given."""
        form = form or ReasonForm(formdata=None)
        return render(self.template, status, form=form, action=self.action, **self.shows)

    def looked(self):
        """Note who looks and why, then show it; without a reason the page again (422)."""
        form = ReasonForm()
        if not form.validate():
            return self.asked(form, 422)
        with writing(), once(form) as submission:
            target = self.shown_at(self.note(form.reason.data).id)
            submission.leads_to(target)
        flash(_("Noted with your reason."), "success")
        return redirect(target, 303)


def number_shown(somebody) -> str | None:
    """The number, while the look named by `?view=` is one's own, of this person and fresh; else None."""
    view = db.session.get(ContactView, request.args.get("view", 0, type=int))
    shown = (
        view is not None
        and (view.viewer_id, view.person_id) == (current_user.id, somebody.id)
        and utcnow() < view.viewed_at + SHOWN_FOR
    )
    return local(number_of(somebody)) if shown and somebody.contact else None


def note_of(somebody, roles) -> Callable:
    """For a `Door`: notes who looks at this person's number, as which of `roles`."""
    number = somebody.id

    def note(reason):
        role = next(role for role in sorted(roles) if current_user.has_role(role))
        return workflow.view_contact(locked(Person, number), by=current_user, role=role, reason=reason)

    return note
