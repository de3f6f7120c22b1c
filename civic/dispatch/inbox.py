"""What the desks show: the street's inbox, its board by colour, and a body's own legs.

Columns, not rows of five tables; every page is a constant number of statements on one index.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from markupsafe import Markup, escape
from sqlalchemy import bindparam, func, select

from civic.councils.models import Body
from civic.database import utcnow
from civic.dispatch import clocks
from civic.dispatch.models import DispatchLeg, WorkOrder
from civic.dispatch.states import LegRole, LegState, Level, Light, OrderState
from civic.extensions import db
from civic.issues.categories import label as category_label
from civic.issues.kinds import Channel, Urgency
from civic.issues.models import Issue
from civic.issues.states import UNTRIAGED, IssueState
from civic.issues.suggestions import Suggestion, suggest
from civic.paging import Page, keyset
from civic.places.models import Place
from civic.threads.models import Thread

SIZE = 20
READ = 2000  # characters of the resident's words that suggestions look at
SHOWN = 60  # characters of them on a row


@dataclass(frozen=True)
class OrderRow:
    """One order on the dispatcher's desk."""

    id: int
    version: int
    state: OrderState
    source: str
    external_no: str | None
    urgency: Urgency | None
    received_at: datetime
    due_at: datetime | None
    issue_id: int
    channel: Channel
    issue_state: IssueState
    category: str | None
    subcategory: str | None
    street_id: int
    path: str
    area: str
    title: str
    words: str

    @property
    def headline(self) -> str:
        """The public title, or the first of the resident's own words."""
        first = self.title or self.words.strip().partition("\n")[0]
        return first if len(first) <= SHOWN else first[: SHOWN - 1] + "…"

    @property
    def is_untriaged(self) -> bool:
        return self.issue_state in UNTRIAGED

    @cached_property
    def hint(self) -> Suggestion:
        """What the words suggest."""
        return suggest(self.words)

    @cached_property
    def code(self) -> str | None:
        """Its category, or the one its words suggest."""
        if self.category:
            return ".".join(filter(None, (self.category, self.subcategory)))
        return self.hint.category

    @property
    def urgency_now(self) -> Urgency:
        """As sorted, or as its words suggest."""
        return self.urgency or self.hint.urgency


@cache
def _orders():
    return (
        select(
            WorkOrder.id,
            WorkOrder.version,
            WorkOrder.state,
            WorkOrder.source,
            WorkOrder.external_no,
            Issue.urgency,
            WorkOrder.received_at,
            WorkOrder.due_at,
            WorkOrder.issue_id,
            WorkOrder.channel,
            Issue.state.label("issue_state"),
            Issue.category,
            Issue.subcategory,
            WorkOrder.street_id,
            Place.path,
            Place.label.label("area"),
            Thread.title,
            func.substr(Issue.body_raw, 1, READ).label("words"),
        )
        .join(Issue, Issue.id == WorkOrder.issue_id)
        .join(Thread, Thread.id == WorkOrder.thread_id)
        .join(Place, Place.id == func.coalesce(Issue.place_id, Issue.community_id))
    )


def page_of_orders(street_ids, state, cursor=None) -> Page:
    """Orders of these streets in one state, the longest waiting first (1 statement)."""
    asked = {"streets": list(street_ids), "state": state}
    page = keyset(_waiting(), [WorkOrder.id], cursor, SIZE, scalars=False, ascending=True, values=asked)
    return Page([OrderRow(**row._mapping) for row in page.items], page.next)


@cache
def _waiting():
    of_streets = WorkOrder.street_id.in_(bindparam("streets", expanding=True))
    return _orders().where(of_streets, WorkOrder.state == bindparam("state"))


def category_names(rows) -> dict[str, Markup]:
    """The categories of these rows in words, each looked up once."""
    return {code: escape(str(category_label(code))) for code in {row.code for row in rows} if code}


def orders_by_id(numbers) -> list[OrderRow]:
    """These orders, in the order of their numbers (1 statement)."""
    found = db.session.execute(_orders().where(WorkOrder.id.in_(numbers)).order_by(WorkOrder.id))
    return [OrderRow(**row._mapping) for row in found]


@dataclass(frozen=True)
class LegRow:
    """One leg on a desk or the board."""

    id: int
    order_id: int
    role: LegRole
    state: LegState
    due_at: datetime
    amber_at: datetime
    contact_due_at: datetime | None
    contacted_at: datetime | None
    escalated_to: Level
    issue_id: int
    urgency: Urgency | None
    category: str | None
    subcategory: str | None
    body: str
    area: str
    title: str
    words: str

    headline = OrderRow.headline

    @cached_property
    def light(self) -> Light:
        """Green, amber or red, now."""
        return clocks.light(utcnow(), self.amber_at, self.due_at)

    @property
    def is_urgent(self) -> bool:
        return self.urgency is Urgency.URGENT

    @property
    def next_act(self) -> str:
        """What its body does next: "take" it, "speak" with the resident, or "reply"."""
        if self.contacted_at or self.role is LegRole.ASSIST:
            return "reply"
        return "take" if self.state is LegState.SENT else "speak"


@cache
def _legs():
    return (
        select(
            DispatchLeg.id,
            DispatchLeg.order_id,
            DispatchLeg.role,
            DispatchLeg.state,
            DispatchLeg.due_at,
            DispatchLeg.amber_at,
            DispatchLeg.contact_due_at,
            DispatchLeg.contacted_at,
            DispatchLeg.escalated_to,
            Issue.id.label("issue_id"),
            Issue.urgency,
            Issue.category,
            Issue.subcategory,
            Body.short_name.label("body"),
            Place.label.label("area"),
            Thread.title,
            func.substr(Issue.body_raw, 1, READ).label("words"),
        )
        .join(WorkOrder, WorkOrder.id == DispatchLeg.order_id)
        .join(Issue, Issue.id == WorkOrder.issue_id)
        .join(Thread, Thread.id == DispatchLeg.thread_id)
        .join(Body, Body.id == DispatchLeg.body_id)
        .join(Place, Place.id == func.coalesce(Issue.place_id, Issue.community_id))
        .where(DispatchLeg.ended_at.is_(None))
    )


@cache
def _owed_by_body():
    return _legs().where(DispatchLeg.body_id == bindparam("body"))


@cache
def _owed_on_street():
    here = DispatchLeg.street_id.in_(bindparam("streets", expanding=True))
    return _legs().where(here, DispatchLeg.turned == bindparam("light"))


def legs_of_body(body_id, cursor=None) -> Page:
    """Open legs of a body, those due first (1 statement)."""
    return _page_of_legs(_owed_by_body(), cursor, {"body": body_id})


def legs_on_board(street_ids, light, cursor=None) -> Page:
    """Open legs of one colour on these streets, those due first (1 statement)."""
    return _page_of_legs(_owed_on_street(), cursor, {"streets": list(street_ids), "light": light})


def _page_of_legs(statement, cursor, asked):
    orders = [DispatchLeg.due_at, DispatchLeg.id]
    page = keyset(statement, orders, cursor, SIZE, scalars=False, ascending=True, values=asked)
    return Page([LegRow(**row._mapping) for row in page.items], page.next)
