"""The number of whoever raised it, for the body of one part: with a reason, and seen by its owner."""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.looking import Door, note_of, number_shown
from civic.accounts.queries import person_or_404
from civic.authorization import requires
from civic.dispatch import policies, queries
from civic.dispatch.blueprint import work_orders


def _door(leg):
    issue, no = leg.order.issue, leg.id
    person = person_or_404(issue.reporter_id)
    return Door(
        "dispatch/number.html", url_for(".view_number", no=no),
        lambda view: url_for(".number", no=no, view=view),
        note_of(person, current_user.roles_in_body(leg.body_id)),
        {
            "leg": leg, "issue": issue, "number": number_shown(person),
            "name": _("the resident who raised it"),
        },
    )  # fmt: skip


@work_orders.get("/legs/<int:no>/number")
@requires(policies.may_call_resident, on=queries.leg_or_404)
def number(leg):
    """Asks for a reason; shows the number for ten minutes after one was given."""
    return _door(leg).asked()


@work_orders.post("/legs/<int:no>/number")
@requires(policies.may_call_resident, on=queries.leg_or_404)
def view_number(leg):
    """Note who looks and why, then show it."""
    return _door(leg).looked()
