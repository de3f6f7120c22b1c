"""Reads of persons, homes, roles and sign-ins, each a fixed number of statements."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from civic.accounts.models import Contact, ContactView, HouseholdCode, Membership, Person, Representative
from civic.accounts.reveal_models import ContactRequest
from civic.accounts.roles import HOME_ROLES, PersonState, Standing
from civic.accounts.session_models import SignInSession
from civic.database import utcnow
from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset
from civic.places.models import Household, Place


@dataclass
class Home:
    """A home of somebody's, who lives there verifiably, and who casts its ballot."""

    membership: Membership
    household: Household
    mates: list[Person] = field(default_factory=list)
    representative: Person | None = None

    @property
    def is_verified(self):
        return self.membership.standing == Standing.VERIFIED


def in_force(now=None):
    """A condition on Membership: counts at `now`."""
    now = now or utcnow()
    return (Membership.valid_from <= now) & ((Membership.valid_to.is_(None)) | (Membership.valid_to > now))


def person_or_404(person_id) -> Person:
    """Somebody who has not left, with contact and roles, and where those are held."""
    person = db.session.scalar(
        select(Person)
        .where(Person.id == person_id, Person.state != PersonState.DELETED)
        .options(
            joinedload(Person.contact),
            joinedload(Person.memberships).joinedload(Membership.community),
        )
        .execution_options(populate_existing=True)
    )
    if person is None:
        raise NotFound(None)
    return person


def membership_or_404(membership_id) -> Membership:
    """One membership with its person."""
    found = db.session.scalar(
        select(Membership).where(Membership.id == membership_id).options(joinedload(Membership.person))
    )
    if found is None:
        raise NotFound(None)
    return found


def household_or_404(household_id) -> Household:
    """One home with its door."""
    found = db.session.get(Household, household_id, options=[joinedload(Household.door)])
    if found is None:
        raise NotFound(None)
    return found


def homes_of(person) -> list[Home]:
    """The homes somebody lives in or claims, with housemates and representative: 3 statements."""
    rows = db.session.execute(
        select(Membership, Household)
        .join(Household, Household.id == Membership.household_id)
        .where(Membership.person_id == person.id, in_force())
        .order_by(Membership.id)
        .options(joinedload(Household.door))
    )
    homes = [Home(membership, household) for membership, household in rows]
    verified = {home.household.id: home for home in homes if home.is_verified}
    for household_id, mate in _mates(verified):
        verified[household_id].mates.append(mate)
    for household_id, mate in _representatives(verified):
        verified[household_id].representative = mate
    return homes


def _mates(household_ids):
    return db.session.execute(
        select(Membership.household_id, Person)
        .join(Membership.person)
        .where(
            Membership.household_id.in_(household_ids), Membership.standing == Standing.VERIFIED, in_force()
        )
        .order_by(Membership.verified_at, Membership.id)
    )


def _representatives(household_ids):
    return db.session.execute(
        select(Representative.household_id, Person)
        .join(Person, Person.id == Representative.person_id)
        .where(Representative.household_id.in_(household_ids), Representative.valid_to.is_(None))
    )


def residents_of(household_id) -> list[Person]:
    """Who verifiably lives there now: whom to tell about the home's affairs."""
    return [person for _id, person in _mates([household_id])]


def representative_of(household_id) -> Person | None:
    """Who casts that home's ballot now."""
    return next((person for _id, person in _representatives([household_id])), None)


def represented_household_id(person_id) -> int | None:
    """The home whose ballot this person casts now."""
    return db.session.scalar(
        select(Representative.household_id).where(
            Representative.person_id == person_id, Representative.valid_to.is_(None)
        )
    )


def verified_households(community_id) -> int:
    """How many homes of a community have at least one verified resident."""
    return db.session.scalar(
        select(func.count(Membership.household_id.distinct())).where(
            Membership.community_id == community_id, Membership.standing == Standing.VERIFIED, in_force()
        )
    )


def open_claims(community_ids, cursor=None):
    """A page of claims waiting for the office, with person and home: rows (Membership, Household)."""
    statement = (
        select(Membership, Household, Membership.id.label("id"))
        .join(Household, Household.id == Membership.household_id)
        .where(
            Membership.standing == Standing.CLAIMED,
            Membership.valid_to.is_(None),
            Membership.community_id.in_(community_ids),
        )
        .options(joinedload(Membership.person), joinedload(Household.door))
    )
    return keyset(statement, [Membership.id], cursor, scalars=False)


def sign_ins_of(person_id) -> list[SignInSession]:
    """Where somebody is signed in, latest first."""
    return list(
        db.session.scalars(
            select(SignInSession)
            .where(
                SignInSession.person_id == person_id,
                SignInSession.ended_at.is_(None),
                SignInSession.expires_at > utcnow(),
            )
            .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
            .limit(50)
        )
    )


def views_of_contact(person_id) -> list[tuple]:
    """Who of the staff looked at somebody's number, latest first, and the role of who agreed to it."""
    agreed = ContactRequest.view_id == ContactView.id
    looks = select(ContactView, ContactRequest.settled_role).outerjoin(ContactRequest, agreed)
    looks = looks.where(ContactView.person_id == person_id)
    return list(db.session.execute(looks.order_by(ContactView.id.desc()).limit(100)))


def names_beside(person) -> list[Person]:
    """All active names on somebody's telephone, their own included."""
    if person.contact_id is None:
        return []
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.contact_id == person.contact_id, Person.state == PersonState.ACTIVE)
            .order_by(Person.nickname, Person.id)
        )
    )


def persons_with_phone(phone_lookup) -> list[Person]:
    """Everybody on a number, with roles: for the administrator."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Person.contact)
            .where(Contact.phone_lookup == phone_lookup)
            .order_by(Person.id)
            .options(joinedload(Person.memberships))
        ).unique()
    )


def roles_in_force(cursor=None):
    """A page of roles beyond living somewhere: rows (Membership, where it is held, its id)."""
    place = aliased(Place)
    body = next(iter(Membership.__table__.c.body_id.foreign_keys)).column.table  # of a later room
    where = func.coalesce(body.c.name, place.label).label("where")
    statement = (
        select(Membership, where, Membership.id.label("id"))
        .outerjoin(place, place.id == func.coalesce(Membership.place_id, Membership.community_id))
        .outerjoin(body, body.c.id == Membership.body_id)
        .where(Membership.role.not_in(HOME_ROLES), in_force())
        .options(joinedload(Membership.person))
    )
    return keyset(statement, [Membership.id], cursor, scalars=False)


def slips_by_door(doors) -> dict[int, tuple[int, int]]:
    """For each door id: homes with a live code on paper, homes with a verified resident."""
    ids = [door.id for door in doors]
    live = (HouseholdCode.used_at.is_(None)) & (HouseholdCode.revoked_at.is_(None))
    codes = _homes_by_door(ids, HouseholdCode.household_id, live & (HouseholdCode.expires_at > utcnow()))
    lived = _homes_by_door(
        ids, Membership.household_id, (Membership.standing == Standing.VERIFIED) & in_force()
    )
    return {each: (codes.get(each, 0), lived.get(each, 0)) for each in ids}


def _homes_by_door(door_ids, column, condition):
    statement = (
        select(Household.door_id, func.count(column.distinct()))
        .join(Household, Household.id == column)
        .where(Household.door_id.in_(door_ids), condition)
        .group_by(Household.door_id)
    )
    return dict(db.session.execute(statement).all())
