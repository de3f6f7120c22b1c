"""What waits of whistles: to agree, to blow, to join; for a called body to answer, to come, to write down."""

from sqlalchemy import case, literal, or_

from civic.accounts.roles import Role
from civic.desk.rows import first, row
from civic.dispatch.whistle_models import Whistle, WhistleCall
from civic.dispatch.whistle_states import DIAGNOSING, PREPARED, RUNNING, CallState, WhistleState
from civic.threads.models import Thread

GONE_ON = PREPARED | RUNNING | {WhistleState.RESOLVED}
LATE = (CallState.LATE, CallState.NO_SHOW)


def of_whistles(user) -> list:
    """Of the bodies this person acts for, the streets and the districts they serve."""
    streets, districts = user.places_as(Role.STREET_STAFF), user.places_as(Role.DISTRICT_STAFF)
    parts = [_called(user.body_ids)] if user.body_ids else []
    if streets:
        parts += [*_to_lead(streets), _declined(streets)]
    return parts + ([_escalated(districts)] if districts else [])


def _whistle(kind, number, since, **more):
    return row(kind, number, since, title=Whistle.title, **more).join(Whistle, Whistle.thread_id == Thread.id)


def _call(kind, number, since=WhistleCall.report_by, **more):
    return _whistle(kind, number, since, **more).join(WhistleCall, WhistleCall.whistle_id == Whistle.id)


def _called(body_ids):
    kind = case(
        (WhistleCall.state == CallState.CALLED, literal("whistle_call.answer")),
        (WhistleCall.state == CallState.ACKNOWLEDGED, literal("whistle_call.come")),
        (WhistleCall.state.in_(LATE), literal("whistle_call.late")),
        else_=literal("whistle_call.find"),
    )
    finds = (
        (WhistleCall.state == CallState.CHECKED_IN)
        & WhistleCall.found_at.is_(None)
        & Whistle.state.in_(DIAGNOSING)
    )
    must_come = WhistleCall.state.in_((CallState.CALLED, CallState.ACKNOWLEDGED, *LATE))
    due = case((WhistleCall.state != CallState.CHECKED_IN, WhistleCall.report_by))
    calls = _call(kind, WhistleCall.id, Whistle.blown_at, due_at=due).where(
        WhistleCall.body_id.in_(body_ids), must_come | finds, Whistle.state.in_(RUNNING)
    )
    return first(calls, WhistleCall.report_by, WhistleCall.id)


def _to_lead(streets):
    kind = case(
        (Whistle.state == WhistleState.DRAFTED, literal("whistle.approve")), else_=literal("whistle.blow")
    )
    mine = _whistle(kind, Whistle.id, Whistle.created_at).where(
        Whistle.street_id.in_(streets), Whistle.state.in_(PREPARED)
    )
    join = _whistle("whistle.join", Whistle.id, Whistle.created_at).where(
        Whistle.second_street_id.in_(streets), Whistle.joined_at.is_(None), Whistle.state.in_(GONE_ON)
    )
    return [first(each, Whistle.id) for each in (mine, join)]


def _declined(streets):
    joined = Whistle.second_street_id.in_(streets) & Whistle.joined_at.is_not(None)
    calls = _call("whistle_call.declined", Whistle.id).where(
        or_(Whistle.street_id.in_(streets), joined), Whistle.state.in_(RUNNING),
        WhistleCall.state == CallState.DECLINED, WhistleCall.escalated_at.is_(None),
    )  # fmt: skip
    return first(calls, WhistleCall.id)


def _escalated(districts):
    mine = or_(Whistle.district_id.in_(districts), Whistle.second_district_id.in_(districts))
    calls = _call("whistle_call.escalated", Whistle.id, WhistleCall.escalated_at).where(
        mine, Whistle.state.in_(RUNNING), WhistleCall.escalated_at.is_not(None),
        WhistleCall.state.in_((*LATE, CallState.DECLINED)),
    )  # fmt: skip
    return first(calls, WhistleCall.escalated_at, WhistleCall.id)
