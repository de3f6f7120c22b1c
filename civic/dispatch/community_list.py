"""What may be given to a community (条例 Art. 17): the street's list, and the refusal that names it."""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.councils.models import BodyKind
from civic.database import utcnow
from civic.dispatch.models import CommunityDuty
from civic.dispatch.states import LegRole
from civic.dispatch.table_models import CommunityDutyChange
from civic.errors import Refused
from civic.extensions import db
from civic.issues import categories
from civic.issues.category_tree import upwards
from civic.ledger.workflow import act, record

DUTY_SET = act("community_duty.set", public={"street", "category", "role"})
DUTY_ENDED = act("community_duty.ended", public={"street", "category"})

COMMUNITY_KINDS = frozenset({BodyKind.RESIDENTS_COMMITTEE, BodyKind.PARTY_COMMITTEE})


def duties_of(street_id) -> dict[str, LegRole]:
    """The whole list of a street: {category code: lead or assist}; one statement."""
    return {row.category: row.role for row in rows_of(street_id)}


def rows_of(street_id) -> list[CommunityDuty]:
    """The lines of a street's list, by category; one statement."""
    mine = CommunityDuty.street_id == street_id
    return list(db.session.scalars(select(CommunityDuty).where(mine).order_by(CommunityDuty.category)))


def off_the_list(listed) -> list[str]:
    """Codes of categories a community may be given nothing of: tops not listed in any part, and what is
    not listed below a top that is.

    Args: listed — the codes on the list.
    """
    listed, off = set(listed), []
    tree = categories.tree()
    for top in tree.children():
        below = [node.code for node in tree.below(top.code)]
        if top.code in listed:
            continue
        if not listed.intersection(below):
            off.append(top.code)
            continue
        off += [
            code
            for code in below
            if not listed.intersection(upwards(code))
            and not any(each.startswith(f"{code}.") for each in listed)
        ]
    return off


def duty_among(duties, category) -> LegRole | None:
    """What a list read before (`duties_of`) says a community does: lead, assist, or nothing (None).

    A row for "parking" stands for "parking.locks" unless that has a row of its own.
    """
    return next((duties[code] for code in upwards(category) if code in duties), None)


def fault(duties, category, body, role) -> tuple[str, str] | None:
    """(why, what to do instead) when a committee may not have this part; None when it may."""
    if body.kind not in COMMUNITY_KINDS:
        return None
    duty = duty_among(duties, category)
    if duty is None:
        return (
            _("This is not on the community's list of duties (Regulation on Swift Response, Article 17)."),
            _("Give it to the department in charge; the list is under “Community's list”."),
        )
    if role is LegRole.LEAD and duty is LegRole.ASSIST:
        return (
            _("The community only assists here and may not lead (Regulation on Swift Response, Article 17)."),
            _("Let the department in charge lead and the community assist."),
        )
    return None


def refuse(duties, category, body, role) -> None:
    """Raises Refused when a committee would get work off the list, or lead where it only assists."""
    if found := fault(duties, category, body, role):
        raise Refused(*found)


def refuse_unlisted(street_id, category, body, role) -> None:
    """The same with the list as it is now."""
    if body.kind in COMMUNITY_KINDS:
        refuse(duties_of(street_id), category, body, role)


def set_duty(street, category, role, *, by, reason="") -> CommunityDuty:
    """Put a category on the community's list of a street, or change what it says there, and why."""
    known = select(CommunityDuty).where(
        CommunityDuty.street_id == street.id, CommunityDuty.category == category
    )
    row = db.session.scalar(known)
    if row is None:
        row = CommunityDuty(street_id=street.id, category=category)
    row.role, row.set_by, row.set_at = role, by.id if by else None, utcnow()
    db.session.add(row)
    _note(row, role, by, reason)
    record(
        DUTY_SET, subject=row, by=by, community_id=street.id,
        public={"street": street.id, "category": category, "role": role.value},
    )  # fmt: skip
    return row


def end_duty(row, *, by, reason="") -> None:
    """Take a category off the list: nothing of it may be given to the community any more."""
    public = {"street": row.street_id, "category": row.category}
    _note(row, None, by, reason)
    record(DUTY_ENDED, subject=row, by=by, community_id=row.street_id, public=public)
    db.session.delete(row)


def _note(row, role, by, reason):
    """Keep what was said about it: the ledger has no words."""
    db.session.add(
        CommunityDutyChange(
            street_id=row.street_id,
            category=row.category,
            role=role,
            reason=reason.strip(),
            set_by=by.id if by else None,
            set_at=utcnow(),
        )
    )
