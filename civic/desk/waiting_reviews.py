"""What waits of callbacks: residents to call, and reports that somebody was put under pressure."""

from sqlalchemy import exists, or_, select

from civic.accounts.roles import Role
from civic.desk.rows import first, row
from civic.dispatch.models import DispatchLeg
from civic.places.models import Place, PlaceKind
from civic.reviews.models import Callback
from civic.reviews.policies import CALLERS
from civic.reviews.pressure_models import PressureReport
from civic.reviews.states import CallbackState
from civic.threads.models import Thread

LONGEST = 200  # callbacks looked at; who has handled one is asked of these alone


def of_callers(user) -> list:
    """Callbacks this person may write down, and reports the district or the auditor answers."""
    if not user.has_any_role(CALLERS):
        return []
    above = user.has_any_role({Role.DISTRICT_STAFF, Role.AUDITOR})
    return [_callbacks(user)] + ([_reports(user)] if above else [])


def _streets(user, own=()):
    """The streets in question: one's own, those of one's district, for the auditor every one."""
    streets = select(Place.id).where(Place.kind == PlaceKind.SUBDISTRICT)
    if user.has_role(Role.AUDITOR):
        return streets
    districts = user.places_as(Role.DISTRICT_STAFF)
    return streets.where(or_(Place.id.in_(own), Place.parent_id.in_(districts))) if districts else list(own)


def _callbacks(user):
    """Whoever had a part in an order does not write its answer down (reviews.policies.has_handled).

    Of those that wait longest: whoever sent all of these finds the others on the page of callbacks.
    """
    streets = _streets(user, user.places_as(Role.STREET_STAFF))
    asked = select(Callback.id, Callback.order_id, Callback.thread_id, Callback.asked_at)
    asked = asked.where(Callback.street_id.in_(streets), Callback.state == CallbackState.ASKED)
    asked = asked.order_by(Callback.asked_at, Callback.id).limit(LONGEST).subquery()
    hands = (DispatchLeg.sent_by, DispatchLeg.accepted_by, DispatchLeg.replied_by)
    own_hand = or_(*(hand == user.id for hand in hands), DispatchLeg.body_id.in_(user.body_ids))
    handled = exists().where(DispatchLeg.order_id == asked.c.order_id, own_hand)
    calls = row("callback.call", asked.c.id, asked.c.asked_at).join(asked, asked.c.thread_id == Thread.id)
    return first(calls.where(~handled), asked.c.asked_at, asked.c.id)


def _reports(user):
    reports = (
        row("pressure.report", PressureReport.id, PressureReport.created_at)
        .select_from(PressureReport)
        .outerjoin(Thread, Thread.id == PressureReport.thread_id)
        .where(PressureReport.street_id.in_(_streets(user)), PressureReport.ruled_at.is_(None))
    )
    return first(reports, PressureReport.id)
