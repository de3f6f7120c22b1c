"""The number of whoever is to be called back: with a reason, noted, for ten minutes.

Of whoever called the hotline it came with the file; a resident with an account reads who looked.
"""

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.looking import Door, note_of, number_shown
from civic.accounts.queries import person_or_404
from civic.authorization import requires
from civic.dispatch.complainant_views import caller_door
from civic.dispatch.queries import order_in_full
from civic.reviews import policies, queries
from civic.reviews.blueprint import reviews


def _to_the_caller(callback):
    no = callback.id
    return caller_door(
        "reviews/number.html", order_in_full(callback.order_id), url_for(".view_number", no=no),
        lambda view: url_for(".number", no=no, view=view), frozenset({current_user.id}), callback=callback,
    )  # fmt: skip


@reviews.get("/reviews/callbacks/<int:no>/number")
@requires(policies.may_write_down, on=queries.callback_for_caller)
def number(callback):
    """Asks for a reason; shows name and number for ten minutes after one was given."""
    return _to_the_caller(callback).asked()


@reviews.post("/reviews/callbacks/<int:no>/number")
@requires(policies.may_write_down, on=queries.callback_for_caller)
def view_number(callback):
    """Note who looks and why, then show it."""
    return _to_the_caller(callback).looked()


def _to_the_resident(callback):
    issue, no = callback.order.issue, callback.id
    person = person_or_404(issue.reporter_id)
    return Door(
        "reviews/resident.html", url_for(".view_resident", no=no),
        lambda view: url_for(".resident", no=no, view=view), note_of(person, policies.CALLERS),
        {
            "callback": callback, "issue": issue, "number": number_shown(person),
            "name": _("the resident who raised it"),
        },
    )  # fmt: skip


@reviews.get("/reviews/callbacks/<int:no>/resident")
@requires(policies.may_ring_resident, on=queries.callback_for_caller)
def resident(callback):
    """The same for a resident with an account."""
    return _to_the_resident(callback).asked()


@reviews.post("/reviews/callbacks/<int:no>/resident")
@requires(policies.may_ring_resident, on=queries.callback_for_caller)
def view_resident(callback):
    """Note who looks and why, then show it."""
    return _to_the_resident(callback).looked()
