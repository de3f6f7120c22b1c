"""Residents ask for a seat or are named for one; the answer comes with a reason, within a set time."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from civic.councils.application_models import OPEN_STATES, TRANSITIONS, ApplicationState, SeatApplication
from civic.councils.models import Council, CouncilKind, Mandate, Seat
from civic.councils.workflow import appoint, seat_residents
from civic.database import local_today
from civic.errors import Conflict, NotAllowed, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

APPLIED = act("seat_application.made", public={"council", "nominated", "answer_due"})
AGREED = act("seat_application.agreed", public={"council"})
WITHDRAWN = act("seat_application.withdrawn", public={"council"})
ANSWERED = act("seat_application.answered", public={"council", "state"})

ANSWER_WITHIN = timedelta(days=15)


def apply(council, person, words, *, by, nominated_by=None) -> SeatApplication:
    """Ask for a seat; named by a neighbour, it waits until the person named says yes.

    Raises Refused where only bodies sit or for somebody not of age, Conflict when an earlier one is
    open or they sit there already.
    """
    if not db.session.get(CouncilKind, council.kind_id).has_residents:
        raise Refused(
            _("At a council of this kind only bodies sit."), _("Residents sit at a neighbours' council.")
        )
    if not person.is_adult:
        raise Refused(_("Only somebody of age can hold a seat."), _("You can still raise a topic."))
    if nominated_by is not None and nominated_by.id == person.id:
        raise Refused(_("You cannot name yourself."), _("Ask for a seat yourself instead."))
    open_one = select(SeatApplication.id).where(
        SeatApplication.council_id == council.id,
        SeatApplication.person_id == person.id,
        SeatApplication.state.in_(OPEN_STATES),
    )
    if db.session.scalar(open_one) is not None or sits_at(council.id, person.id):
        raise Conflict(_("They are waiting for an answer or sit there already."), _("Nothing more to do."))
    state = ApplicationState.NOMINATED if nominated_by else ApplicationState.WAITING
    application = SeatApplication(
        council_id=council.id, person_id=person.id, nominated_by_id=nominated_by and nominated_by.id,
        words=words, state=state, answer_due=local_today() + ANSWER_WITHIN,
    )  # fmt: skip
    db.session.add(application)
    due = application.answer_due.isoformat()
    _record(APPLIED, application, council, by, nominated=nominated_by is not None, answer_due=due)
    return application


def agree(application, *, by) -> None:
    """The person named says yes; from now on the time for the answer runs."""
    if by.id != application.person_id:
        raise NotAllowed(_("Only the person named can say yes."), _("Tell them about it."))
    _move(application, ApplicationState.WAITING)
    application.answer_due = local_today() + ANSWER_WITHIN
    _record(AGREED, application, _council(application), by)


def withdraw(application, *, by) -> None:
    """They take it back, or say no to having been named."""
    _move(application, ApplicationState.WITHDRAWN)
    application.words = ""
    _record(WITHDRAWN, application, _council(application), by)


def accept(application, answer, *, person, by) -> Seat:
    """They hold a residents' seat from today on: an empty one, else a new one behind the others."""
    _answer(application, ApplicationState.ACCEPTED, answer, by)
    council = _council(application)
    seat = give_seat(council, person, by=by)
    _record(ANSWERED, application, council, by, state=application.state.value)
    return seat


def decline(application, answer, *, by) -> None:
    """Not this time; the person reads the reason."""
    _answer(application, ApplicationState.DECLINED, answer, by)
    _record(ANSWERED, application, _council(application), by, state=application.state.value)


def give_seat(council, person, *, by) -> Seat:
    """A residents' seat for that person: an empty one first. Raises Conflict when the table is full."""
    held = select(Mandate.seat_id).where(Mandate.valid_to.is_(None))
    free = select(Seat).where(Seat.council_id == council.id, Seat.body_id.is_(None), Seat.id.not_in(held))
    seat = db.session.scalar(free.order_by(Seat.position).limit(1)) or seat_residents(council, by=by)
    appoint(seat, person, by=by)
    return seat


def sits_at(council_id, person_id) -> bool:
    """Whether they speak for any seat of that council."""
    held = select(Mandate.id).join(Mandate.seat)
    held = held.where(
        Seat.council_id == council_id, Mandate.person_id == person_id, Mandate.valid_to.is_(None)
    )
    return db.session.scalar(held) is not None


def _answer(application, state, answer, by):
    if by.id in (application.person_id, application.nominated_by_id):
        raise NotAllowed(
            _("Nobody answers what they asked for themselves."), _("Let somebody else of the office do it.")
        )
    if not answer.strip():
        raise Refused(_("Say why, in one sentence: they will read it."), _("Then send it again."))
    _move(application, state)
    application.answer, application.answered_on = answer.strip(), local_today()


def _move(application, state):
    if state not in TRANSITIONS[application.state]:
        raise Conflict(_("This has been answered or taken back already."), _("Load the page again."))
    application.state = state


def _council(application):
    return db.session.get(Council, application.council_id)


def _record(verb, application, council, by, **public):
    record(verb, subject=application, community_id=council.community_id, by=by,
           public={"council": council.id} | public)  # fmt: skip
