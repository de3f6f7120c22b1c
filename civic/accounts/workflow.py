"""Persons and their roles: registering, naming, giving and ending a role, leaving the site.

Homes have their own verbs in households.py; signing in has its own in signing_in.py.
"""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from civic.accounts.models import Consent, Contact, ContactView, Draft, Membership, Person, Representative
from civic.accounts.roles import (
    BODY_ROLES,
    HOME_ROLES,
    PLACE_ROLES,
    TRANSITIONS,
    PersonState,
    Role,
    Standing,
)
from civic.accounts.session_models import RecoveryCode, SecondFactor, SignInCode, SignInSession
from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Household, Place

NOTICE, NOTICE_VERSION = "privacy_notice", 1

REGISTERED = act("person.registered")
RENAMED = act("person.renamed")
PHONE_CHANGED = act("person.phone_changed")
PASSWORD_SET = act("person.password_set")
ROLE_GIVEN = act("role.given", public={"role"}, sealed={"person", "place", "body", "household"})
ROLE_ENDED = act("role.ended", public={"role"}, sealed={"person", "place", "body", "household"})
CONTACT_VIEWED = act("contact.viewed", sealed={"person"})
DISABLED = act("person.disabled")
ENABLED = act("person.enabled")
LEFT = act("person.left")


def register(*, phone_lookup, phone_sealed, nickname) -> Person:
    """A new name on a proven number. The contact is shared when the number is known."""
    contact = _contact(phone_lookup, phone_sealed)
    _refuse_taken_name(contact.id, nickname)
    person = Person(contact_id=contact.id, nickname=nickname)
    db.session.add(person)
    db.session.flush()
    db.session.add(Consent(person_id=person.id, kind=NOTICE, version=NOTICE_VERSION))
    record(REGISTERED, subject=person, by=person)
    return person


def rename(person, nickname) -> None:
    """Change the name in front; the history of it is not kept."""
    _refuse_taken_name(person.contact_id, nickname, but=person.id)
    person.nickname = nickname
    record(RENAMED, subject=person, by=person)


def change_phone(person, *, phone_lookup, phone_sealed) -> None:
    """Another number, proven by a code sent to it. Other names of the old number keep theirs."""
    contact = _contact(phone_lookup, phone_sealed)
    if contact.id == person.contact_id:
        return
    _refuse_taken_name(contact.id, person.nickname)
    old, person.contact_id = person.contact_id, contact.id
    db.session.flush()
    _drop_unshared(old)
    record(PHONE_CHANGED, subject=person, by=person)


def _contact(phone_lookup, phone_sealed) -> Contact:
    contact = db.session.scalar(select(Contact).where(Contact.phone_lookup == phone_lookup))
    if contact is None:
        contact = Contact(phone_lookup=phone_lookup, phone_sealed=phone_sealed)
        db.session.add(contact)
        db.session.flush()
    return contact


def set_password(person, password_hash) -> None:
    """Another way to sign in beside the code; None takes it away."""
    person.password_hash = password_hash
    record(PASSWORD_SET, subject=person, by=person)


def _refuse_taken_name(contact_id, nickname, but=None):
    same = select(Person.id).where(
        Person.contact_id == contact_id, Person.nickname == nickname, Person.id != (but or 0)
    )
    if db.session.scalar(same) is not None:
        raise Conflict(
            _("This phone already has that name."), _("Choose it from the list, or take another name.")
        )


def grant_role(
    person, role, *, by, place_id=None, body_id=None, household_id=None, community_id=None, until=None
) -> Membership:
    """Give a checked role from now, `until` (exclusive) or open. The community is found if left out.

    Raises Refused when the role and where it is held do not go together, Conflict when it is held.
    """
    _refuse_misplaced(role, place_id or community_id, body_id, household_id)
    now = utcnow()
    if until is not None and until <= now:
        raise Refused(_("That day is past."), _("Choose a later day, or leave it open."))
    where = {"place_id": place_id, "body_id": body_id, "household_id": household_id}
    if db.session.scalar(_held(person, role, where, now)) is not None:
        raise Conflict(_("This person has that role already."), _("End the old one first."))
    membership = Membership(
        person_id=person.id,
        role=role,
        community_id=community_id or _community_of(place_id, household_id),
        standing=Standing.VERIFIED,
        valid_from=now,
        valid_to=until,
        verified_at=now,
        verified_by_id=by.id if by else None,
        **where,
    )
    db.session.add(membership)
    _record_role(ROLE_GIVEN, membership, by)
    return membership


def _refuse_misplaced(role, place, body, household):
    fits = (
        (role not in HOME_ROLES or household)
        and (role not in PLACE_ROLES or place)
        and (role not in BODY_ROLES or body)
    )
    if not fits:
        raise Refused(_("This role needs to know where."), _("Choose the place, the body or the home."))


def _held(person, role, where, now):
    return select(Membership.id).where(
        Membership.person_id == person.id,
        Membership.role == role,
        (Membership.valid_to.is_(None)) | (Membership.valid_to > now),
        *(getattr(Membership, name).is_not_distinct_from(value) for name, value in where.items()),
    )


def _community_of(place_id, household_id):
    if household_id:
        return db.session.scalar(select(Household.community_id).where(Household.id == household_id))
    return place_id and db.session.scalar(select(Place.community_id).where(Place.id == place_id))


def end_membership(membership, *, by, reason=None) -> None:
    """From now on it counts no more; the row stays. Ends speaking for the household with it.

    Raises Conflict when it has ended already.
    """
    now = utcnow()
    if membership.valid_to is not None and membership.valid_to <= now:
        raise Conflict(_("This has ended already."), _("Nothing more to do."))
    membership.valid_to = max(now, membership.valid_from)
    membership.end_reason = reason
    if membership.household_id:
        db.session.execute(
            update(Representative)
            .where(
                Representative.person_id == membership.person_id,
                Representative.household_id == membership.household_id,
                Representative.valid_to.is_(None),
            )
            .values(valid_to=now)
        )
    _record_role(ROLE_ENDED, membership, by)


def _record_role(verb, membership, by):
    record(
        verb,
        subject=membership,
        by=by,
        community_id=membership.community_id,
        public={"role": membership.role.value},
        sealed={
            "person": membership.person_id,
            "place": membership.place_id,
            "body": membership.body_id,
            "household": membership.household_id,
        },
    )


def view_contact(person, *, by, role, reason) -> ContactView:
    """Note that `by`, as `role`, looks at this person's number; its owner sees the note."""
    if person.contact_id is None:
        raise Conflict(_("This person has left; there is no number any more."), _("Nothing more to do."))
    view = ContactView(person_id=person.id, viewer_id=by.id, viewer_role=role, reason=reason)
    db.session.add(view)
    community_id = min(by.community_ids, default=None)
    record(CONTACT_VIEWED, subject=view, by=by, community_id=community_id, sealed={"person": person.id})
    return view


def disable(person, *, by) -> None:
    """Shut somebody out: every sign-in of theirs ends now."""
    _move(person, PersonState.DISABLED)
    end_sign_ins(person.id)
    record(DISABLED, subject=person, by=by)


def enable(person, *, by) -> None:
    """Let them in again."""
    _move(person, PersonState.ACTIVE)
    record(ENABLED, subject=person, by=by)


def _move(person, state):
    if state not in TRANSITIONS[person.state]:
        raise Conflict(_("Somebody else has changed this already."), _("Reload the page to see it."))
    person.state = state


def end_sign_ins(person_id, but=None) -> None:
    """End every sign-in of a person, except the one with the id `but`."""
    db.session.execute(
        update(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
            SignInSession.id != (but or 0),
        )
        .values(ended_at=utcnow())
    )


def leave(person) -> None:
    """Delete oneself: number, password and drafts go at once, roles end, words stay nameless.

    The row stays with a tombstone for a name, so that nothing that refers to it breaks. Raises
    Conflict for the last administrator: the site would have nobody to give roles.
    """
    _refuse_last_administrator(person)
    _move(person, PersonState.DELETED)
    for membership in db.session.scalars(_memberships_now(person.id)):
        end_membership(membership, by=person, reason="left")
    end_sign_ins(person.id)
    contact_id, person.contact_id = person.contact_id, None
    person.nickname = _tombstone()
    person.password_hash = None
    for table in (SecondFactor, RecoveryCode, Draft):
        db.session.execute(delete(table).where(table.person_id == person.id))
    db.session.execute(
        update(Consent)
        .where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=utcnow())
    )
    db.session.flush()
    _drop_unshared(contact_id)
    record(LEFT, subject=person, by=person)


def _tombstone() -> str:
    """The name of whoever has left, in the language of the site, not of their own last page."""
    with force_locale(current_app.config["LOCALE"]):
        return _("A neighbour who has left")


def _refuse_last_administrator(person):
    others = select(func.count()).where(
        Membership.role == Role.ADMINISTRATOR,
        Membership.person_id != person.id,
        (Membership.valid_to.is_(None)) | (Membership.valid_to > utcnow()),
    )
    if person.has_role(Role.ADMINISTRATOR) and not db.session.scalar(others):
        raise Conflict(
            _("You are the only administrator."), _("Make somebody else administrator first, then leave.")
        )


def _memberships_now(person_id):
    return select(Membership).where(
        Membership.person_id == person_id,
        (Membership.valid_to.is_(None)) | (Membership.valid_to > utcnow()),
    )


def _drop_unshared(contact_id):
    """Erase the number, unless another name of the same phone still uses it."""
    if contact_id is None or db.session.scalar(select(func.count()).where(Person.contact_id == contact_id)):
        return
    contact = locked(Contact, contact_id)
    db.session.execute(delete(SignInCode).where(SignInCode.phone_lookup == contact.phone_lookup))
    db.session.delete(contact)
