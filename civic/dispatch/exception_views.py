"""Everything of one order that departs from the usual way, and what waits for a ruling."""

from flask_login import current_user

from civic.accounts.roles import Role
from civic.authorization import requires
from civic.dispatch import (
    affected_queries,
    exception_policies,
    exception_queries,
)
from civic.dispatch.blueprint import work_orders
from civic.dispatch.objection_views import order_for_exceptions
from civic.rendering import render


@work_orders.get("/<int:no>/exceptions")
@requires(exception_policies.may_see_order, on=order_for_exceptions)
def exceptions(order):
    """Objections, more time, the long-term list, exclusions, notices: with what can be done next."""
    return render(
        "dispatch/exceptions.html", order=order, exceptions=exception_queries.exceptions_of(order),
        ex_policies=exception_policies,
    )  # fmt: skip


@work_orders.get("/exceptions")
@requires(exception_policies.may_look_through)
def exceptions_waiting():
    """What waits for a ruling, a look or a visit, for the street or the district."""
    streets = sorted(current_user.places_as(Role.STREET_STAFF))
    visits = [leg for street in streets for leg in affected_queries.visits_owed(street)]
    return render(
        "dispatch/exceptions_waiting.html", waiting=exception_queries.waiting_for(current_user), visits=visits
    )
