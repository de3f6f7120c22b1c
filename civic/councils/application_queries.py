"""Reads of applications: a council's, one's own; who may be named by a number."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.accounts.queries import persons_with_phone
from civic.accounts.signing_in import phone_key
from civic.councils.application_models import OPEN_STATES, SeatApplication
from civic.councils.models import Council
from civic.errors import NotFound
from civic.extensions import db
from civic.paging import keyset


def _kind():
    return joinedload(SeatApplication.council).joinedload(Council.kind)


def application_or_404(application_id) -> SeatApplication:
    """One application with its council and person; raises NotFound."""
    found = db.session.get(
        SeatApplication, application_id, options=[_kind(), joinedload(SeatApplication.person)]
    )
    if found is None:
        raise NotFound(None)
    return found


def page_of_waiting(council_id, after=None, size=20):
    """Those nobody has answered yet, what is due first."""
    waiting = select(SeatApplication).where(
        SeatApplication.council_id == council_id, SeatApplication.state == OPEN_STATES[1]
    )
    orders = [SeatApplication.answer_due, SeatApplication.id]
    return keyset(waiting.options(joinedload(SeatApplication.person)), orders, after, size, ascending=True)


def own(person_id) -> list[SeatApplication]:
    """One's own, and those in which one named somebody; newest first, fifty at most."""
    mine = or_(SeatApplication.person_id == person_id, SeatApplication.nominated_by_id == person_id)
    statement = select(SeatApplication).options(_kind(), joinedload(SeatApplication.person)).where(mine)
    return list(db.session.scalars(statement.order_by(SeatApplication.id.desc()).limit(50)))


def resident_by_phone(number, community_id):
    """The one grown-up resident of the community with that number; None where there is none or several."""
    persons = [
        person
        for person in persons_with_phone(phone_key(number))
        if person.is_adult and person.is_verified_resident and community_id in person.community_ids
    ]
    return persons[0] if len(persons) == 1 else None
