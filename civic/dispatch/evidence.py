"""Photos of a leg: what a body shows of what it did. Declared once, at import."""

from flask import url_for

from civic.dispatch import policies
from civic.dispatch.models import DispatchLeg
from civic.extensions import db
from civic.issues.photo_homes import by_number, home_kind
from civic.threads.models import Thread


def may_add(user, leg) -> bool:
    """Add a photo, or take one's own back: while the body owes its reply."""
    return leg.is_open and policies.handles_leg(user, leg)


def may_see(user, leg) -> bool:
    """The body itself and the street."""
    return policies.handles_leg(user, leg) or policies.serves_street(user, leg.street_id)


HOME = home_kind(
    "dispatch_leg",
    load=by_number(DispatchLeg),
    page=lambda leg: url_for("work_orders.leg", no=leg.id),
    may_add=may_add,
    may_see=may_see,
    may_release=lambda user, leg: policies.serves_street(user, leg.street_id),
    is_told=lambda leg: bool(db.session.get(Thread, leg.thread_id).title),
    thread_id=lambda leg: leg.thread_id,
)
