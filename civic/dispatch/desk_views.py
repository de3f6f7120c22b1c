"""The street's desks: one inbox for every channel, and the board 红黄绿 of all legs."""

from flask import request
from flask_login import current_user

from civic.accounts.roles import Role
from civic.authorization import requires
from civic.dispatch import desk_rows, inbox, leg_tally, policies, urgent_queries
from civic.dispatch.blueprint import work_orders
from civic.dispatch.forms import BulkForm
from civic.dispatch.hotline_files import communities_of
from civic.dispatch.plans import plans_for
from civic.dispatch.sameness import likely_duplicates
from civic.dispatch.states import Light, OrderState
from civic.errors import CivicError
from civic.issues.solved import solved_like
from civic.rendering import render

TABS = (OrderState.RECEIVED, OrderState.DISPATCHED, OrderState.REPLIED, OrderState.LONG_TERM)


def asked(enum, name, default):
    """One word of an enum from the address; CivicError (400) for another."""
    word = request.args.get(name)
    if word is None:
        return default
    if word not in set(enum):
        raise CivicError(None)
    return enum(word)


@work_orders.get("")
@requires(policies.is_street_staff)
def desk():
    """What waits to be dispatched, the longest waiting first; and what became of the rest."""
    state = asked(OrderState, "show", OrderState.RECEIVED)
    streets = sorted(current_user.places_as(Role.STREET_STAFF))
    page = inbox.page_of_orders(streets, state, request.args.get("after"))
    solved = solved_like({row.category for row in page})
    if state is OrderState.RECEIVED:
        alike = likely_duplicates([row.id for row in page])
        rows = desk_rows.waiting_orders(page, solved, plans_for(page), alike, bool(request.args.get("all")))
    else:
        rows = desk_rows.orders(page, solved)
    return render(
        "dispatch/desk.html", page=page, rows=rows, state=state, tabs=TABS, form=BulkForm(formdata=None),
        urgent=urgent_queries.running(streets),
    )  # fmt: skip


@work_orders.get("/board")
@requires(policies.is_street_staff)
def board():
    """What every body owes, and the legs of one colour, those due first."""
    light = asked(Light, "light", Light.RED)
    streets = sorted(current_user.places_as(Role.STREET_STAFF))
    tallies = [row for street in streets for row in leg_tally.tallies_of(street)]
    page = inbox.legs_on_board(streets, light, request.args.get("after"))
    totals = {each: sum(getattr(row, each.value) for row in tallies) for each in Light}
    return render(
        "dispatch/board.html",
        tallies=tallies,
        page=page,
        rows=desk_rows.legs_to_watch(page),
        light=light,
        totals=totals,
        lights=Light,
        tabs=TABS,
    )


@work_orders.get("/intake")
@requires(policies.is_street_staff)
def intake():
    """A call or a visitor: which community is it about? Then their words."""
    streets = sorted(current_user.places_as(Role.STREET_STAFF))
    return render("dispatch/intake.html", communities=communities_of(streets), tabs=TABS)
