"""What may be given to a community (条例 Art. 17): the street's list, and the refusal that names it."""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.councils.models import BodyKind
from civic.database import utcnow
from civic.dispatch.models import CommunityDuty
from civic.dispatch.states import LegRole
from civic.errors import Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

DUTY_SET = act("community_duty.set", public={"street", "category", "role"})
DUTY_ENDED = act("community_duty.ended", public={"street", "category"})

COMMUNITY_KINDS = frozenset({BodyKind.RESIDENTS_COMMITTEE, BodyKind.PARTY_COMMITTEE})


def duty_of(street_id, category) -> LegRole | None:
    """What the list says a community does in this category: lead, assist, or nothing (None).

    A row for "parking" stands for "parking.locks" unless that has a row of its own.
    """
    codes = [category, (category or "").partition(".")[0]] if category else []
    rows = db.session.scalars(
        select(CommunityDuty).where(CommunityDuty.street_id == street_id, CommunityDuty.category.in_(codes))
    )
    found = {row.category: row.role for row in rows}
    return next((found[code] for code in codes if code in found), None)


def refuse_unlisted(street_id, category, body, role) -> None:
    """Raises Refused when a committee would get work off the list, or lead where it only assists."""
    if body.kind not in COMMUNITY_KINDS:
        return
    duty = duty_of(street_id, category)
    if duty is None:
        raise Refused(
            _("This is not on the community's list of duties (Regulation on Swift Response, Article 17)."),
            _("Give it to the department in charge; the list is under “Community's list”."),
        )
    if role is LegRole.LEAD and duty is LegRole.ASSIST:
        raise Refused(
            _("The community only assists here and may not lead (Regulation on Swift Response, Article 17)."),
            _("Let the department in charge lead and the community assist."),
        )


def set_duty(street, category, role, *, by) -> CommunityDuty:
    """Put a category on the community's list of a street, or change what it says there."""
    known = select(CommunityDuty).where(
        CommunityDuty.street_id == street.id, CommunityDuty.category == category
    )
    row = db.session.scalar(known)
    if row is None:
        row = CommunityDuty(street_id=street.id, category=category)
    row.role, row.set_by, row.set_at = role, by.id if by else None, utcnow()
    db.session.add(row)
    record(
        DUTY_SET, subject=row, by=by, community_id=street.id,
        public={"street": street.id, "category": category, "role": role.value},
    )  # fmt: skip
    return row


def end_duty(row, *, by) -> None:
    """Take a category off the list: nothing of it may be given to the community any more."""
    public = {"street": row.street_id, "category": row.category}
    record(DUTY_ENDED, subject=row, by=by, community_id=row.street_id, public=public)
    db.session.delete(row)
