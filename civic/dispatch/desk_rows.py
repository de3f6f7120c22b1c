"""What a row of a desk shows below its headline, as values: equal rows are drawn once and kept.

The resident's own words stay out of it, for a kept drawing outlives its page.
"""

from typing import NamedTuple

from civic.dispatch.inbox import category_names
from civic.dispatch.states import LegRole, LegState, Level, Light
from civic.frame import drawn_all
from civic.issues.kinds import Channel, Urgency
from civic.locale import relative, until


class OrderLine(NamedTuple):
    """One order. `again`: the earlier order that says the same; `bodies`: (name, role) as the table says.

    `solved`: (number, title) of a case like it.
    """

    id: int
    number: str
    area: str
    channel: Channel
    category: str
    urgency: Urgency
    waiting: str
    due: str
    solved: tuple | None
    version: int | None = None
    again: int | None = None
    bodies: tuple = ()
    is_ticked: bool = False


class LegLine(NamedTuple):
    """One part. `next_act`: "reply", "take" or "speak"; none where others only look."""

    id: int
    order_id: int
    area: str
    body: str
    role: LegRole
    light: Light
    state: LegState
    level: Level
    is_urgent: bool
    due: str
    left: str
    next_act: str = ""
    is_first: bool = False
    solved: tuple | None = None


def orders(page, solved) -> list:
    """[(row, its drawing)] of orders that are in somebody's hands."""
    names = category_names(page)
    return _drawn("dispatch/_order_line.html", page, [_order(row, names, solved) for row in page])


def waiting_orders(page, solved, plans, alike, ticked=False) -> list:
    """[(row, its drawing)] of orders to dispatch, with what the table says; `ticked`: each that has that.

    Args: plans — of `plans_for`; alike — {order: earlier one}.
    """
    names = category_names(page)
    lines = [
        _order(row, names, solved)._replace(
            version=row.version,
            again=alike.get(row.id),
            is_ticked=ticked,
            bodies=_bodies(plans[row.id]) if row.code else (),
        )  # fmt: skip
        for row in page
    ]
    return _drawn("dispatch/_order_line.html", page, lines)


def _order(row, names, solved) -> OrderLine:
    number = f"{row.source} {row.external_no}" if row.external_no else ""
    return OrderLine(
        row.id, number, row.area, row.channel, names.get(row.code, ""), row.urgency_now,
        relative(row.received_at), until(row.due_at), _case(solved, row.category),
    )  # fmt: skip


def _bodies(plan) -> tuple:
    return tuple((body.short_name, role) for body, role in plan)


def _case(solved, category):
    case = solved.get(category)
    return (case.id, case.summary_title) if case else None


def legs_to_watch(page) -> list:
    """[(row, its drawing)] for the board."""
    return _drawn("dispatch/_leg_line.html", page, [_leg(row) for row in page])


def legs_to_do(page, solved) -> list:
    """[(row, its drawing)] for the body that owes them, the first with the loudest button."""
    lines = [
        _leg(row)._replace(next_act=row.next_act, is_first=not n, solved=_case(solved, row.category))
        for n, row in enumerate(page)
    ]
    return _drawn("dispatch/_leg_line.html", page, lines)


def _leg(row) -> LegLine:
    return LegLine(
        row.id, row.order_id, row.area, row.body, row.role, row.light, row.state, row.escalated_to,
        row.is_urgent, until(row.due_at), relative(row.due_at),
    )  # fmt: skip


def _drawn(template, page, lines) -> list:
    """Each row with its drawing; without rows there is nothing to draw."""
    names = type(lines[0])._fields if lines else ()
    return list(zip(page, drawn_all(template, names, lines), strict=True))
