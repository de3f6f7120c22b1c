"""What one case says in a score run: written to the ledger when its time is over, read back by the run."""

from civic.dispatch.states import LegState
from civic.issues.kinds import Channel

# Found by those who go round before anybody had to call (主动治理).
PROACTIVE = frozenset({Channel.STEWARD, Channel.VISIT})


def snapshot(order, legs) -> dict:
    """Codes and numbers of one case and each of its legs that was not taken back.

    `contacted`: was the resident spoken with in time, for a body that leads; None for one that assists.
    """
    return {
        "street": order.street_id,
        "community": order.community_id,
        "category": order.category or "",
        "urgency": order.urgency.value if order.urgency else "",
        "proactive": order.channel in PROACTIVE,
        "excluded": order.is_excluded,
        "legs": [_leg(leg, order) for leg in legs if leg.state is not LegState.WITHDRAWN],
    }


def _leg(leg, order):
    return {
        "body": leg.body_id,
        "role": leg.role.value,
        "contacted": _within(leg.contacted_at, leg.contact_due_at) if leg.is_lead else None,
        "replied": _within(leg.replied_at, leg.due_at),
        "first": leg.body_id == order.first_receiver_id,
    }


def _within(moment, until):
    return moment is not None and (until is None or moment <= until)
