"""一键叫人: ring the bodies chosen and give each its part, before anybody has sorted the issue.

For callers inside `writing()`. What cannot be dispatched yet is rung all the same: emergency first.
"""

from typing import NamedTuple

from flask_babel import gettext as _

from civic.dispatch import community_list, exception_queries, incident_workflow, long_term_workflow, queries
from civic.dispatch import workflow as orders
from civic.dispatch.plans import plans_for
from civic.dispatch.sorting import sort_as_suggested
from civic.dispatch.states import LegRole, OrderState
from civic.issues import urgency
from civic.issues.kinds import Urgency
from civic.issues.states import UNTRIAGED
from civic.issues.suggestions import suggest


class _Asked(NamedTuple):
    """What the dispatch table is asked by, with or without an order."""

    id: int
    street_id: int
    path: str
    code: str | None


def plan_of(issue, street_id, place) -> list:
    """Whom the table names for this issue, by the category its words suggest: [(Body, LegRole)]."""
    code = queries.category_of(issue) or suggest(issue.body_raw).category
    return plans_for([_Asked(issue.id, street_id, place.path, code)])[issue.id]


def call_out(issue, *, by, bodies, plan):
    """Ring them; the issue is urgent from now on, and each body has its part of the order.

    Args: plan — what the table says, for who leads. A committee is rung for what it may not be given,
    and gets no part. Returns the incident.
    """
    order = queries.order_of_issue(issue.id)
    if order is None and issue.state in (*UNTRIAGED, *orders.OPEN_TO_DISPATCH):
        order = orders.receive(issue, by=by)
    incident = incident_workflow.ring(issue, by=by, bodies=bodies)  # first: what follows rings nobody twice
    _make_urgent(issue, order, by)
    if order is not None and order.state is OrderState.RECEIVED and issue.state in orders.OPEN_TO_DISPATCH:
        parts = _parts(order, issue, bodies, plan)
        if parts:
            orders.dispatch(order, by=by, bodies=parts)
    return incident


def _make_urgent(issue, order, by):
    if issue.state in UNTRIAGED:
        sort_as_suggested(issue, suggest(issue.body_raw), by=by, urgency=Urgency.URGENT)
    elif issue.state in urgency.HANDLED and not issue.is_urgent:
        urgency.make_urgent(issue, by=by)
    entry = exception_queries.open_entry_of(order.id) if order is not None else None
    if entry is not None and entry.is_listed:
        long_term_workflow.take_up(order, entry, by=by, words=_("It has become urgent."))


def _parts(order, issue, bodies, plan):
    """Who leads as the table says, else the first; committees only where the community's list lets them."""
    roles, category = {body.id: role for body, role in plan}, queries.category_of(issue)
    duties = community_list.duties_of(order.street_id)
    parts = [(body, roles.get(body.id, LegRole.ASSIST)) for body in bodies]
    parts = [(body, role) for body, role in parts if not community_list.fault(duties, category, body, role)]
    if parts and not any(role is LegRole.LEAD for _body, role in parts):
        first = next(
            (n for n, (body, _role) in enumerate(parts) if body.kind not in community_list.COMMUNITY_KINDS),
            None,
        )
        if first is None:
            return []
        parts[first] = (parts[first][0], LegRole.LEAD)
    return parts
