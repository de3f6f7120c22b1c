"""Who may do what while a meeting goes on. Pure: asks the user and what it is given."""

from civic.meetings.policies import may_run
from civic.meetings.presence import WITH_A_HAND
from civic.meetings.states import Capacity


def may_hold(user, room) -> bool:
    """Whoever holds the meeting goes through the agenda and gives the word."""
    return may_run(user, room.meeting)


def may_ask(user, room) -> bool:
    """Only somebody who is in the room asks for the word."""
    return user.is_authenticated and room.mine is not None


def may_hold_it(user, part) -> bool:
    """The same, asked of a request to speak or of a motion."""
    return may_run(user, part.meeting)


def may_withdraw(user, speech) -> bool:
    """Their own request, or whoever holds the meeting."""
    row = speech.attendance
    own = row is not None and row.person_id is not None and row.person_id == user.id
    return own or may_run(user, speech.meeting)


def may_tap(user, room) -> bool:
    """Somebody present who raises a hand: guests and staff do not."""
    return may_ask(user, room) and room.mine.capacity in WITH_A_HAND


def speaks_for_a_seat(user, room) -> bool:
    """Whoever sits there for a seat."""
    return may_ask(user, room) and room.mine.capacity == Capacity.SEAT
