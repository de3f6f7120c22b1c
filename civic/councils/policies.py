"""Who may speak for a seat, and who may fill one. Pure: mandates must be loaded."""

from datetime import date

from civic.accounts.roles import Role


def may_speak_for(user, seat, on: date) -> bool:
    """Whether `user` speaks for `seat` on the day `on`.

    Two things must hold: a mandate for this very seat, and acting for its body in this sign-in
    (which for delegates means that the second factor was passed). A resident's own seat has no body.
    """
    if not user.is_authenticated or (seat.body_id is not None and seat.body_id not in user.body_ids):
        return False
    return any(held.person_id == user.id and held.is_valid(on) for held in seat.mandates)


def seats_spoken_for(user, council, on: date) -> list:
    """The seats of `council` for which `user` may speak: possibly several, one voice each."""
    return [seat for seat in council.seats if may_speak_for(user, seat, on)]


def may_convene(user, council, on: date) -> bool:
    """Whether `user` speaks for the seat that calls the council together."""
    return any(seat.is_convener for seat in seats_spoken_for(user, council, on))


def may_fill_seats(user, council) -> bool:
    """The secretary of the community writes down whom a body has named."""
    return user.is_authenticated and user.has_role(Role.SECRETARY, community_id=council.community_id)


def may_fill_seat(user, seat) -> bool:
    """The same for one seat of a council."""
    return may_fill_seats(user, seat.council)


def may_end_mandate(user, mandate) -> bool:
    """Whoever writes down who speaks also writes down that it is over."""
    return may_fill_seat(user, mandate.seat)


def may_found(user, subject=None) -> bool:
    """The secretary sets up the tables of their community."""
    return user.is_authenticated and user.has_role(Role.SECRETARY)


def may_lead(user, council, on: date) -> bool:
    """Who keeps the council's books: its convener, or the secretary of the community."""
    return may_fill_seats(user, council) or may_convene(user, council, on)


def may_apply(user, council) -> bool:
    """Checked residents of the community may ask for a seat that residents hold."""
    return (
        user.is_authenticated
        and council.kind.has_residents
        and user.is_verified_resident
        and council.community_id in user.community_ids
    )


def may_settle(user, pledge, council, on: date) -> bool:
    """Who leads the council says what became of a pledge, but never of one of their own seat."""
    own = {seat.id for seat in seats_spoken_for(user, council, on)}
    return may_lead(user, council, on) and pledge.seat_id not in own
