"""What a right code proves besides signing in: that it is still you, or that a new number is yours."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts import asking
from civic.accounts.models import Person
from civic.accounts.sealing import unseal
from civic.accounts.session_models import Purpose
from civic.accounts.sessions import carry_on, renew
from civic.accounts.signing_in import PHONE
from civic.accounts.workflow import change_phone, end_sign_ins
from civic.database import locked, utcnow, writing
from civic.errors import NotAllowed

CONFIRMED_FOR = timedelta(minutes=10)


def use_proof(row) -> str:
    """Apply the code `row` to the person signed in; returns where to go. Raises NotAllowed."""
    sign_in = getattr(current_user, "sign_in", None)
    if sign_in is None:
        raise NotAllowed(_("You are not signed in any more."), _("Please sign in and try again."))
    target = asking.arrive_at()
    if row.person_id != current_user.id:
        raise NotAllowed(_("This code was for somebody else."), _("Please ask for a new one."))
    with writing():
        if row.purpose == Purpose.PHONE:
            person = locked(Person, current_user.id)
            change_phone(person, phone_lookup=row.phone_lookup, phone_sealed=row.phone_sealed)
            end_sign_ins(person.id, but=sign_in.id)
        token = renew(sign_in.id, confirmed=True)
    asking.drop()
    carry_on(token)
    return target


def number_of(person) -> str | None:
    """The person's own number, E.164. Needs the contact loaded."""
    return unseal(PHONE, person.contact.phone_sealed) if person.contact else None


def is_confirmed() -> bool:
    """Has the person signed in proved themselves within ten minutes?"""
    sign_in = getattr(current_user, "sign_in", None)
    return sign_in is not None and utcnow() < sign_in.confirmed_at + CONFIRMED_FOR


def confirm_first():
    """Lead to a fresh code, and back to this page."""
    return redirect(url_for("accounts.confirmation", next=request.path), 303)
