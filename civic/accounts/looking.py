"""The one way to somebody's number: say why, and it stands there for ten minutes. Its owner reads the note.

Pages of other rooms (a handler's, a callback agent's) use these two and nothing else; their routes
bring the policy.
"""

from datetime import timedelta

from flask import request
from flask_login import current_user

from civic.accounts import workflow
from civic.accounts.models import ContactView, Person
from civic.accounts.phones import local
from civic.accounts.proofs import number_of
from civic.database import locked, utcnow, writing
from civic.extensions import db
from civic.submissions import once

SHOWN_FOR = timedelta(minutes=10)


def number_shown(somebody) -> str | None:
    """The number, while the look named by `?view=` is one's own, of this person and fresh; else None."""
    view = db.session.get(ContactView, request.args.get("view", 0, type=int))
    shown = (
        view is not None
        and (view.viewer_id, view.person_id) == (current_user.id, somebody.id)
        and utcnow() < view.viewed_at + SHOWN_FOR
    )
    return local(number_of(somebody)) if shown and somebody.contact else None


def look(somebody, form, roles, address) -> str:
    """Note who looks, as which of `roles`, and why; returns `address(view id)`, which shows it."""
    role = next(role for role in sorted(roles) if current_user.has_role(role))
    with writing(), once(form) as submission:
        subject = locked(Person, somebody.id)
        view = workflow.view_contact(subject, by=current_user, role=role, reason=form.reason.data)
        target = address(view.id)
        submission.leads_to(target)
    return target
