"""A drawing by lot: announced, entered, fixed with a promise, seeded in public, drawn, forgotten."""

import secrets
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from civic.accounts.models import Person
from civic.councils.application_workflow import give_seat, sits_at
from civic.councils.drawing import FEATURES, broken_quotas, cannot_be_kept, coarsened, commitment
from civic.councils.lottery_models import TRANSITIONS, Lottery, LotteryEntry, LotteryState
from civic.councils.models import Council, CouncilKind, Seat
from civic.database import local_today, locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

ANNOUNCED = act("lottery.announced", public={"council", "seats", "closes_on", "draw_on"})
ENTERED = act("lottery.entered")
TAKEN_OUT = act("lottery.taken_out")
FIXED = act("lottery.fixed", public={"pool", "commitment"})
SEEDED = act("lottery.seeded", public={"commitment"})
DRAWN = act("lottery.drawn", public={"drawn", "program"})
FAILED = act("lottery.not_drawn", public={"commitment"})
CALLED_OFF = act("lottery.called_off")


def announce(council, *, seats, quotas, seed_source, closes_on, draw_on, by) -> Lottery:
    """Seats to be drawn, what must be kept, and out of what public thing the seed will come.

    Raises Refused where only bodies sit, for too many seats, quotas that ask for more than there
    are, or days in a wrong order.
    """
    kind = db.session.get(CouncilKind, council.kind_id)
    taken = db.session.scalar(select(func.count(Seat.id)).where(Seat.council_id == council.id))
    if not kind.has_residents:
        raise Refused(
            _("At a council of this kind only bodies sit."), _("Residents sit at a neighbours' council.")
        )
    if seats > kind.seats_max - taken:
        raise Refused(
            _("The table has room for %(free)s more seats.", free=kind.seats_max - taken), _("Draw fewer.")
        )
    if not (local_today() <= closes_on and closes_on + timedelta(days=1) < draw_on):
        raise Refused(
            _("First the pool closes; it is drawn two days later or more."),
            _("The pool is fixed in between, while nobody can know the seed. Choose other days."),
        )
    for feature in FEATURES:
        if sum(quota["min"] for quota in quotas if quota["feature"] == feature) > seats:
            raise Refused(_("The quotas ask for more people than there are seats."), _("Lower one of them."))
    lottery = Lottery(
        council_id=council.id, seats=seats, quotas=quotas, seed_source=seed_source, closes_on=closes_on,
        draw_on=draw_on, state=LotteryState.OPEN,
    )  # fmt: skip
    db.session.add(lottery)
    days = {"closes_on": closes_on.isoformat(), "draw_on": draw_on.isoformat()}
    _record(ANNOUNCED, lottery, by, council=council.id, seats=seats, **days)
    return lottery


def enter(lottery, person, building, age, tenancy, *, by) -> LotteryEntry:
    """Put one's name in. Raises Refused after the last day or under age, Conflict the second time."""
    if lottery.state != LotteryState.OPEN or local_today() > lottery.closes_on:
        raise Refused(_("The pool is closed."), _("Look for the next drawing."))
    if not person.is_adult:
        raise Refused(_("Only somebody of age can hold a seat."), _("You can still raise a topic."))
    if sits_at(lottery.council_id, person.id):
        raise Conflict(_("You sit at this table already."), _("Nothing more to do."))
    mine = select(LotteryEntry.id).where(
        LotteryEntry.lottery_id == lottery.id, LotteryEntry.person_id == person.id
    )
    if db.session.scalar(mine) is not None:
        raise Conflict(_("Your name is in already."), _("Nothing more to do."))
    entry = LotteryEntry(
        lottery_id=lottery.id, person_id=person.id, building=building, age=age, tenancy=tenancy
    )
    db.session.add(entry)
    _record(ENTERED, lottery, None)  # without an actor: who is in stays unknown
    return entry


def take_out(lottery, entry) -> None:
    """Take one's name out again, as long as the pool is open."""
    if lottery.state != LotteryState.OPEN:
        raise Refused(_("The pool is fixed."), _("If you are drawn you can still say no."))
    db.session.delete(entry)
    _record(TAKEN_OUT, lottery, None)


def fix(lottery, *, by, mix=secrets.SystemRandom().shuffle) -> None:
    """Give everybody a number by chance, take rare marks away, and promise the list in public.

    Raises Refused while the pool is open, on the day of the draw, with too few people, or where
    what may be shown of them cannot keep the quotas.
    """
    if not lottery.closes_on < local_today() < lottery.draw_on:
        raise Refused(
            _("The pool is fixed after its last day and before the day of the draw."),
            _("Come back then; if the day of the draw is here, call this drawing off."),
        )
    order = select(LotteryEntry).where(LotteryEntry.lottery_id == lottery.id)
    entries = list(db.session.scalars(order.order_by(LotteryEntry.id)))
    if len(entries) <= lottery.seats:
        raise Refused(
            _("There are no more people in the pool than seats."), _("Give them seats without lot.")
        )
    mix(entries)
    marks = [{name: str(getattr(entry, name)) for name in FEATURES} for entry in entries]
    pool = [{"id": no} | mark for no, mark in enumerate(coarsened(marks), start=1)]
    if cannot_be_kept(lottery.quotas, pool, lottery.seats):
        raise Refused(
            _("With the marks that may be shown, the quotas cannot be kept."),
            _("Call it off and announce it anew with lower quotas, or wait for more people."),
        )
    _move(lottery, LotteryState.FIXED)
    for no, entry in enumerate(entries, start=1):
        entry.number = no
    lottery.pool, lottery.fixed_at = pool, utcnow()
    lottery.commitment = commitment(lottery.id, lottery.seats, lottery.quotas, pool)
    _record(FIXED, lottery, by, pool=len(pool), commitment=lottery.commitment)


def seed(lottery, words, *, by) -> None:
    """What the announced public thing says on the day. Raises Refused before that day."""
    if local_today() < lottery.draw_on:
        raise Refused(
            _("The seed is typed in on the day of the draw, not before."), _("Come back on that day.")
        )
    _move(lottery, LotteryState.SEEDED)
    lottery.seed = " ".join(words.split())
    _record(SEEDED, lottery, by, commitment=lottery.commitment)


def record_draw(lottery, numbers, program, *, by=None) -> list[Seat]:
    """Give the drawn their seats and forget who else was in the pool and what was asked of them.

    Raises Refused for numbers that are not in the pool, too few or many, or that break a quota.
    """
    people = [one for one in lottery.pool if one["id"] in numbers]
    if len(set(numbers)) != len(numbers) or len(people) != len(numbers) or len(numbers) != lottery.seats:
        raise Refused(_("These are not numbers of the pool, one for each seat."), _("Draw it again."))
    if broken_quotas(lottery.quotas, people):
        raise Refused(_("This draw does not keep the quotas."), _("Draw it again."))
    _move(lottery, LotteryState.DRAWN)
    lottery.drawn, lottery.program, lottery.drawn_at, lottery.fault = sorted(numbers), program, utcnow(), ""
    council = locked(Council, lottery.council_id)
    seats = [give_seat(council, person, by=by) for person in _drawn_persons(lottery, numbers)]
    _record(DRAWN, lottery, by, drawn=lottery.drawn, program=program)  # while it is known who is to be told
    db.session.execute(delete(LotteryEntry).where(LotteryEntry.lottery_id == lottery.id))
    return seats


def _drawn_persons(lottery, numbers):
    drawn = select(Person).join(LotteryEntry, LotteryEntry.person_id == Person.id)
    drawn = drawn.where(LotteryEntry.lottery_id == lottery.id, LotteryEntry.number.in_(numbers))
    return [
        person
        for person in db.session.scalars(drawn.order_by(LotteryEntry.number))
        if not sits_at(lottery.council_id, person.id)
    ]


def fail(lottery, fault) -> None:
    """It could not be drawn, and why: a word for staff to act on. It is tried again when they say so."""
    lottery.fault = fault[:300]
    _record(FAILED, lottery, None, commitment=lottery.commitment)


def try_again(lottery, *, by) -> None:
    """Whatever hindered the draw is set right."""
    lottery.fault = ""
    _record(SEEDED, lottery, by, commitment=lottery.commitment)


def call_off(lottery, *, by) -> None:
    """No drawing: who was in the pool is forgotten."""
    _move(lottery, LotteryState.VOID)
    _record(CALLED_OFF, lottery, by)  # while it is known who is to be told
    db.session.execute(delete(LotteryEntry).where(LotteryEntry.lottery_id == lottery.id))


def _move(lottery, state):
    if state not in TRANSITIONS[lottery.state]:
        raise Conflict(_("This drawing has gone on meanwhile."), _("Load the page again."))
    lottery.state = state


def _record(verb, lottery, by, **public):
    community_id = db.session.get(Council, lottery.council_id).community_id
    record(verb, subject=lottery, community_id=community_id, by=by, public=public)
