"""What a body still owes, in every room, and the list of bodies: for the administrator."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.accounts.models import Membership
from civic.action_items.models import ActionItem, ItemState
from civic.councils.models import Body, Seat
from civic.database import local_today, utcnow
from civic.dispatch.exception_models import LongTermEntry
from civic.dispatch.exception_states import LongTermState
from civic.dispatch.models import DispatchLeg
from civic.dispatch.table_models import DispatchRule
from civic.dispatch.whistle_models import Whistle, WhistleCall
from civic.dispatch.whistle_states import MAY_STILL_COME, RUNNING
from civic.extensions import db
from civic.paging import keyset
from civic.places.models import Place

SHOWN = 20  # rows of a kind; how many there are in all stands above them


def page_of_bodies(after=None, size=50):
    """(body, the place it serves or None), newest first (1 statement)."""
    statement = select(Body, Place.label, Body.id).outerjoin(Place, Place.id == Body.place_id)
    return keyset(statement, [Body.id], after, size, scalars=False)


@dataclass(frozen=True)
class Debt:
    """One kind of thing a body owes: all of them counted, the first shown."""

    count: int
    rows: list

    def __bool__(self):
        return self.count > 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Owed:
    """Everything of one body; `acting` persons act for it, `seats` are its voices at councils."""

    legs: Debt
    items: Debt
    calls: Debt
    entries: Debt
    rules: list
    seats: int
    acting: int

    def __bool__(self):
        return any((self.legs, self.items, self.calls, self.entries, self.rules))


def owed_by(body) -> Owed:
    """What it still has to do and who names it (11 statements, whatever there is)."""
    legs = DispatchLeg.body_id == body.id, DispatchLeg.ended_at.is_(None)
    items = ActionItem.owner_body_id == body.id, ActionItem.state == ItemState.OPEN
    calls = (
        WhistleCall.body_id == body.id,
        WhistleCall.state.in_(MAY_STILL_COME),
        WhistleCall.whistle.has(Whistle.state.in_(RUNNING)),
    )
    entries = LongTermEntry.owner_body_id == body.id, LongTermEntry.state == LongTermState.LISTED
    return Owed(
        legs=_debt(DispatchLeg, legs, DispatchLeg.due_at, DispatchLeg.thread),
        items=_debt(ActionItem, items, ActionItem.due_on, ActionItem.thread),
        calls=_debt(WhistleCall, calls, WhistleCall.report_by, WhistleCall.whistle),
        entries=_debt(LongTermEntry, entries, LongTermEntry.next_review_on, LongTermEntry.thread),
        rules=_rules_naming(body),
        seats=_count(Seat, Seat.body_id == body.id),
        acting=_acting_for(body),
    )


def _debt(model, mine, due, near):
    first = select(model).where(*mine).options(joinedload(near)).order_by(due, model.id).limit(SHOWN)
    return Debt(_count(model, *mine), list(db.session.scalars(first)))


def _count(model, *mine):
    return db.session.scalar(select(func.count()).select_from(model).where(*mine))


def _rules_naming(body):
    """Lines of dispatch tables in force that send something to it; a table has some hundred lines."""
    in_force = DispatchRule.valid_to.is_(None) | (DispatchRule.valid_to > local_today())
    rules = select(DispatchRule).where(in_force).options(joinedload(DispatchRule.place))
    rows = db.session.scalars(rules.order_by(DispatchRule.street_id, DispatchRule.id))
    return [rule for rule in rows if body.id in rule.body_ids]


def _acting_for(body):
    now = utcnow()
    in_force = Membership.valid_to.is_(None) | (Membership.valid_to > now)
    acting = select(func.count(Membership.person_id.distinct()))
    return db.session.scalar(acting.where(Membership.body_id == body.id, in_force))
