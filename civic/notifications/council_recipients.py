"""Who is told around councils: named or answered, drawn by lot or not, a statement answered."""

from sqlalchemy import select

from civic.councils.lottery_models import LotteryEntry
from civic.notifications.addressees import Addressee
from civic.notifications.circles import persons


def applicant(application, **rest) -> set[int]:
    """Whoever asked for the seat, or was named for it."""
    return {application.person_id}


def named(application, public, **rest) -> set[int]:
    """Whom a neighbour named: they say yes or no. Who asks for themselves knows it."""
    return {application.person_id} if public["nominated"] else set()


def drawn(lottery, public, **rest) -> set[int]:
    """Whose number was drawn; asked while the pool still knows whose it is."""
    mine = select(LotteryEntry.person_id).where(LotteryEntry.lottery_id == lottery.id)
    return persons(mine.where(LotteryEntry.number.in_(public["drawn"])))


def not_drawn(lottery, public, **rest) -> set[int]:
    """Everybody else who put their name in; afterwards nobody knows any more who that was."""
    mine = select(LotteryEntry.person_id).where(LotteryEntry.lottery_id == lottery.id)
    return persons(mine.where(LotteryEntry.number.not_in(public["drawn"])))


def in_the_pool(lottery, **rest) -> set[int]:
    """Everybody who put their name in, while it is known who that was."""
    return persons(select(LotteryEntry.person_id).where(LotteryEntry.lottery_id == lottery.id))


def asker(statement, **rest) -> set[int]:
    """Whoever asked for the statement of circumstances."""
    return {statement.person_id} - {None}


def addressed(find):
    """The same persons, as a message that leaves the house wants them."""

    def to(subject, public, **rest):
        return [Addressee(person_id=person) for person in sorted(find(subject, public=public))]

    return to


COUNCILS = {
    "seat_application.made": named,
    "seat_application.answered": applicant,
    "lottery.drawn": drawn,
    "lottery.called_off": in_the_pool,
    "statement.issued": asker,
    "statement.refused": asker,
    "statement.decided": asker,
}
# One act that is good news for some and none for others: verb → (the verb of the others' message, who).
TO_OTHERS = {"lottery.drawn": ("lottery.not_chosen", not_drawn)}
