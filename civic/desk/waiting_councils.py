"""What waits of councils: an application to answer, a statement of circumstances to issue or to decide."""

from sqlalchemy import exists, literal, or_

from civic.accounts.roles import Role
from civic.councils.application_models import ApplicationState, SeatApplication
from civic.councils.exemption_models import Arrangement, CircumstancesStatement, StatementState
from civic.councils.exemption_policies import secretary_of
from civic.councils.models import Council, Mandate, Seat
from civic.database import local_today
from civic.desk.rows import first, row
from civic.threads.models import Thread


def of_councils(user) -> list:
    """For who leads a council its applications; for the secretary and the enforcement body statements."""
    homes = secretary_of(user)
    parts = [_applications(user, homes)] if homes or user.body_ids else []
    if homes:
        parts.append(_asked(user, homes))
    officers = [body for body in user.body_ids if user.has_role(Role.OFFICER, body_id=body)]
    return parts + ([_issued(user, officers)] if officers else [])


def _applications(user, homes):
    """Nobody answers what they asked for themselves."""
    waiting = row(
        "application.answer", SeatApplication.id, SeatApplication.asked_at, SeatApplication.answer_due,
        title=Council.name,
    ).select_from(SeatApplication)  # fmt: skip
    waiting = waiting.join(Council, Council.id == SeatApplication.council_id)
    leads = or_(Council.community_id.in_(homes), _convened_by(user))
    others = SeatApplication.person_id != user.id, SeatApplication.nominated_by_id.is_distinct_from(user.id)
    waiting = waiting.outerjoin(Thread, literal(False)).where(
        SeatApplication.state == ApplicationState.WAITING, leads, *others
    )
    return first(waiting, SeatApplication.answer_due, SeatApplication.id)


def _convened_by(user):
    """They speak today for the seat that calls the council together, and act for its body now."""
    today = local_today()
    held = Mandate.valid_from <= today, or_(Mandate.valid_to.is_(None), Mandate.valid_to > today)
    seat = Seat.council_id == Council.id, Seat.is_convener, Seat.body_id.in_(user.body_ids)
    return exists().where(*seat, Mandate.seat_id == Seat.id, Mandate.person_id == user.id, *held)


def _asked(user, homes):
    asked = row("statement.issue", CircumstancesStatement.id, CircumstancesStatement.asked_at)
    asked = asked.select_from(CircumstancesStatement).outerjoin(Thread, literal(False))
    asked = asked.where(
        CircumstancesStatement.community_id.in_(homes),
        CircumstancesStatement.state == StatementState.ASKED,
        CircumstancesStatement.person_id.is_distinct_from(user.id),
    )
    return first(asked, CircumstancesStatement.id)


def _issued(user, bodies):
    """Neither who asked for it nor who issued it decides; one that has run out waits for nobody."""
    statement = CircumstancesStatement
    issued = row("statement.decide", statement.id, statement.asked_at, statement.expires_on)
    issued = issued.select_from(statement).join(Arrangement, Arrangement.id == statement.arrangement_id)
    issued = issued.outerjoin(Thread, literal(False)).where(
        Arrangement.body_id.in_(bodies), statement.state == StatementState.ISSUED,
        statement.expires_on >= local_today(), statement.person_id.is_distinct_from(user.id),
        statement.issued_by_id.is_distinct_from(user.id),
    )  # fmt: skip
    return first(issued, statement.expires_on, statement.id)
