"""Who may speak for a seat, and who may fill one. Pure: mandates must be loaded."""

from datetime import date

from civic.accounts.roles import Role


def may_speak_for(user, seat, on: date) -> bool:
    """Whether `user` speaks for `seat` on the day `on`.

    Two things must hold: a mandate for this very seat, and acting for its body in this sign-in
    (which for delegates means that the second factor was passed).
    """
    if not user.is_authenticated or seat.body_id not in user.body_ids:
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
