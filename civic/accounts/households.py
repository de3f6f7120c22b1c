"""Verbs about homes: slips with codes, joining, claims and their check, who casts the ballot.

A code from the slip, or a check by the office, makes a resident verified; nothing else does.
"""

from datetime import timedelta
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, insert, select, update

from civic.accounts.household_codes import is_well_formed, new_code
from civic.accounts.models import HouseholdCode, Membership, Person, Representative
from civic.accounts.roles import Role, Standing
from civic.accounts.sealing import lookup, lookups
from civic.accounts.workflow import end_membership
from civic.database import locked, utcnow
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import Household

SLIP_LIFE = timedelta(days=60)
FAMILY_LIFE = timedelta(days=7)
MOST_CLAIMS = 2
PURPOSE = "household code"

CODES_ISSUED = act("household.codes_issued", public={"homes"})
JOINED = act("household.joined", public={"how"}, sealed={"household", "person"})
CLAIMED = act("household.claimed", sealed={"household", "person"})
VERIFIED = act("household.verified", sealed={"household", "person"})
DECLINED = act("household.declined", sealed={"household", "person"})
REPRESENTED = act("representative.chosen", sealed={"household", "person"})


class SlipFault(StrEnum):
    """Why a code opens nothing."""

    WRONG = "wrong"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"

    @property
    def sentence(self):
        """What the person reads: what is the matter and what to do."""
        return FAULTS[self]


FAULTS = {
    SlipFault.WRONG: _l("This code does not fit. Compare it with the slip, letter by letter."),
    SlipFault.EXPIRED: _l("This code is too old. Ask your community office for a new slip."),
    SlipFault.USED: _l(
        "Somebody of your home has used this code already. "
        "They can make one for you under Me, or ask the office."
    ),
    SlipFault.REPLACED: _l("A newer slip was made for your home; this one no longer counts."),
}


def draw_codes(household_ids) -> dict[int, str]:
    """A fresh code for each home; nothing is stored yet. About 20 µs each."""
    return {household_id: new_code() for household_id in household_ids}


def issue_codes(place, codes, *, by, life=SLIP_LIFE) -> None:
    """Make `codes` (household id → code) the only ones that count. `place` names them in the ledger.

    One bulk statement a table, so all 1,032 homes of a neighbourhood take a moment.
    """
    now = utcnow()
    db.session.execute(
        update(HouseholdCode)
        .where(
            HouseholdCode.household_id.in_(codes),
            HouseholdCode.used_at.is_(None),
            HouseholdCode.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    rows = [
        {
            "household_id": household_id,
            "code_lookup": found,
            "issued_at": now,
            "issued_by_id": by.id if by else None,
            "expires_at": now + life,
        }
        for household_id, found in zip(codes, lookups(PURPOSE, codes.values()), strict=True)
    ]
    db.session.execute(insert(HouseholdCode), rows)
    record(CODES_ISSUED, subject=place, community_id=place.community_id, by=by, public={"homes": len(rows)})


def issue_family_code(household, code, *, by) -> None:
    """A verified member makes a code for another adult of the same home, good for a week."""
    if household.id not in by.household_ids:
        raise NotAllowed(_("Only somebody of this home can do that."), _("Join the home first."))
    issue_codes(household, {household.id: code}, by=by, life=FAMILY_LIFE)


def join_by_code(code: str, *, by) -> Membership | SlipFault:
    """Make `by` a verified resident of the code's home, or say what is wrong with the code.

    A second click gets the same membership. The fault is returned, not raised, so that the caller
    can count the try and commit.
    """
    row = is_well_formed(code) and db.session.scalar(
        select(HouseholdCode).where(HouseholdCode.code_lookup == lookup(PURPOSE, code)).with_for_update()
    )
    if not row:
        return SlipFault.WRONG
    if row.used_by_id == by.id:
        return _membership(by.id, row.household_id) or SlipFault.USED
    if fault := _fault_of(row):
        return fault
    row.used_at, row.used_by_id = utcnow(), by.id
    return _admit(by, db.session.get(Household, row.household_id), how="code")


def _fault_of(row) -> SlipFault | None:
    if row.used_at is not None:
        return SlipFault.USED
    if row.revoked_at is not None:
        return SlipFault.REPLACED
    return SlipFault.EXPIRED if utcnow() >= row.expires_at else None


def claim(household, *, by) -> Membership:
    """Say that one lives there, without a slip; the office checks.

    Raises Conflict when said before, Refused beyond two homes waiting at once.
    """
    if _membership(by.id, household.id) is not None:
        raise Conflict(_("You have said that already."), _("The office will look at it; nothing more to do."))
    if db.session.scalar(_claims_of(by.id)) >= MOST_CLAIMS:
        raise Refused(
            _("Two homes of yours are waiting for a check already."), _("Let the office look at them first.")
        )
    membership = Membership(
        person_id=by.id,
        role=Role.RESIDENT,
        household_id=household.id,
        community_id=household.community_id,
        standing=Standing.CLAIMED,
    )
    db.session.add(membership)
    _record(CLAIMED, membership, by)
    return membership


def _claims_of(person_id):
    return select(func.count()).where(
        Membership.person_id == person_id,
        Membership.standing == Standing.CLAIMED,
        Membership.valid_to.is_(None),
    )


def verify_claim(membership, *, by) -> None:
    """The office has checked it. Raises Conflict when somebody decided already."""
    _refuse_decided(membership)
    if membership.person_id == by.id:
        raise NotAllowed(_("Nobody checks their own claim."), _("Ask a colleague."))
    membership.standing = Standing.VERIFIED
    membership.verified_at, membership.verified_by_id = utcnow(), by.id
    _record(VERIFIED, membership, by)


def decline_claim(membership, *, by, reason) -> None:
    """The office could not confirm it; the person reads the reason and may try again."""
    _refuse_decided(membership)
    membership.valid_to = max(utcnow(), membership.valid_from)
    membership.end_reason = reason
    _record(DECLINED, membership, by)


def _refuse_decided(membership):
    if membership.standing != Standing.CLAIMED or membership.valid_to is not None:
        raise Conflict(_("A colleague has decided this already."), _("Reload the list."))


def move_out(membership, *, by) -> None:
    """Say that one no longer lives there."""
    if membership.person_id != by.id or not membership.household_id:
        raise NotAllowed(_("This is not your home."), _("Look under Me."))
    end_membership(membership, by=by, reason="moved")


def choose_representative(household, *, by, is_adult) -> Representative:
    """`by` casts this home's ballot from now on; who did so before is kept, the others are told.

    Raises NotAllowed for somebody not verified there, Refused below 18, Conflict for somebody who
    casts another home's ballot.
    """
    if household.id not in by.household_ids:
        raise NotAllowed(_("Only a verified resident of this home can do that."), _("Join the home first."))
    if not is_adult:
        raise Refused(_("Only somebody of 18 years or more can."), _("Tick the line if you are."))
    locked(Household, household.id)
    now = utcnow()
    for held in db.session.scalars(_open_representation(household.id, by.id)):
        if held.household_id != household.id:
            raise Conflict(
                _("You already cast the ballot of another home."), _("One person casts one home's ballot.")
            )
        if held.person_id == by.id:
            return held
        held.valid_to = max(now, held.valid_from)
    db.session.execute(update(Person).where(Person.id == by.id).values(is_adult=True))
    db.session.flush()
    chosen = Representative(household_id=household.id, person_id=by.id, valid_from=now)
    db.session.add(chosen)
    record(
        REPRESENTED,
        subject=chosen,
        by=by,
        community_id=household.community_id,
        sealed={"household": household.id, "person": by.id},
    )
    return chosen


def _open_representation(household_id, person_id):
    return (
        select(Representative)
        .where(
            (Representative.household_id == household_id) | (Representative.person_id == person_id),
            Representative.valid_to.is_(None),
        )
        .order_by(Representative.id)
    )


def _admit(person, household, how) -> Membership:
    """A verified membership; a claim of the same person is confirmed by the code."""
    now = utcnow()
    membership = _membership(person.id, household.id)
    if membership is None:
        membership = Membership(
            person_id=person.id,
            role=Role.RESIDENT,
            household_id=household.id,
            community_id=household.community_id,
            valid_from=now,
        )
        db.session.add(membership)
    membership.standing, membership.verified_at = Standing.VERIFIED, now
    sealed = {"household": household.id, "person": person.id}
    record(
        JOINED,
        subject=membership,
        by=person,
        community_id=household.community_id,
        public={"how": how},
        sealed=sealed,
    )
    return membership


def _membership(person_id, household_id):
    return db.session.scalar(
        select(Membership).where(
            Membership.person_id == person_id,
            Membership.household_id == household_id,
            Membership.valid_to.is_(None),
        )
    )


def _record(verb, membership, by):
    record(
        verb,
        subject=membership,
        by=by,
        community_id=membership.community_id,
        sealed={"household": membership.household_id, "person": membership.person_id},
    )
