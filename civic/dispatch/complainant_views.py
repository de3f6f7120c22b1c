"""The caller's number from the hotline's file: say why, and it stands there for ten minutes."""

from flask import request, url_for
from flask_login import current_user

from civic.accounts.looking import Door
from civic.authorization import requires
from civic.dispatch import complainants, policies, queries
from civic.dispatch.blueprint import work_orders


def caller_door(template, order, action, shown_at, agents=frozenset(), **shows) -> Door:
    """The door to the number that came with an order. Args: agents — who may look besides its handlers."""
    no, view = order.id, request.args.get("view", 0, type=int)
    return Door(
        template, action, shown_at,
        lambda reason: complainants.look(queries.order_in_full(no), current_user, reason, agents),
        {
            "order": order, "looks": complainants.looks_at(no), "kept": complainants.complainant_of(no),
            "contact": complainants.shown_to(current_user, no, view), **shows,
        },
    )  # fmt: skip


def _door(order):
    no = order.id
    return caller_door(
        "dispatch/complainant.html", order, url_for(".view_complainant", no=no),
        lambda view: url_for(".complainant", no=no, view=view),
    )  # fmt: skip


@work_orders.get("/<int:no>/complainant")
@requires(policies.may_see_complainant, on=queries.order_in_full)
def complainant(order):
    """Asks for a reason; shows name and number for ten minutes after one was given."""
    return _door(order).asked()


@work_orders.post("/<int:no>/complainant")
@requires(policies.may_see_complainant, on=queries.order_in_full)
def view_complainant(order):
    """Note who looks and why, then show it."""
    return _door(order).looked()
