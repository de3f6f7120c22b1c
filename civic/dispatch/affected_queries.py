"""Reads of notices to those whom a removal concerns, and the guard that asks for one."""

from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from civic.database import local_today
from civic.dispatch.affected_models import AffectedNotice, fingerprint
from civic.dispatch.models import DispatchLeg
from civic.errors import NotFound, Refused
from civic.extensions import db


def refuse_unannounced(leg) -> None:
    """Raises Refused unless whoever a removal concerns was told, and the day it named has come."""
    told = AffectedNotice.order_id == leg.order_id, AffectedNotice.given_on <= local_today()
    if not db.session.scalar(select(exists().where(*told))):
        raise Refused(
            _("Whoever this concerns has not been told before."),
            _("Give notice first: why it has to go, and what else you offer."),
        )
    if not db.session.scalar(select(exists().where(*told, AffectedNotice.not_before <= local_today()))):
        raise Refused(
            _("The notice says that nothing is taken down before its day."),
            _("Wait until that day, or agree on another with whoever it concerns."),
        )


def notices_of(order_id) -> list[AffectedNotice]:
    """All notices of an order with what was answered and found, oldest first (3 statements)."""
    mine = select(AffectedNotice).where(AffectedNotice.order_id == order_id).options(*_in_full())
    return list(db.session.scalars(mine.order_by(AffectedNotice.id)))


def notice_or_404(no) -> AffectedNotice:
    """A notice by number, for staff. Raises NotFound."""
    return _one(AffectedNotice.id == no)


def notice_by_token(token) -> AffectedNotice:
    """A notice by what stands on it, for whoever holds it. Raises NotFound."""
    return _one(AffectedNotice.token_lookup == fingerprint(token))


def _in_full():
    return (
        joinedload(AffectedNotice.body),
        joinedload(AffectedNotice.order),
        selectinload(AffectedNotice.replies),
        selectinload(AffectedNotice.visits),
    )


def _one(which):
    found = db.session.scalar(select(AffectedNotice).where(which).options(*_in_full()))
    if found is None:
        raise NotFound(None)
    return found


def visits_owed(street_id, limit=30) -> list[DispatchLeg]:
    """Parts that took something down, and nobody has been there since; oldest first."""
    visited = exists().where(AffectedNotice.leg_id == DispatchLeg.id, AffectedNotice.visits.any())
    owed = select(DispatchLeg).where(
        DispatchLeg.street_id == street_id, DispatchLeg.removes, DispatchLeg.ended_at.is_not(None), ~visited
    )
    return list(
        db.session.scalars(
            owed.options(joinedload(DispatchLeg.body)).order_by(DispatchLeg.ended_at).limit(limit)
        )
    )
