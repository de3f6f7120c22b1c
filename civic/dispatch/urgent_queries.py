"""Reads of urgent matters: who is on duty, whom to call, what is open, and the notices at the doors."""

from datetime import datetime
from functools import cache

from flask import current_app
from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from civic.accounts.models import Membership
from civic.accounts.phones import normalised
from civic.accounts.roles import Role, Standing
from civic.accounts.sealing import unseal
from civic.councils.models import Body, BodyKind
from civic.database import utcnow
from civic.dispatch.duty_roster import covers, on_duty
from civic.dispatch.roster_workflow import SEALED_FOR
from civic.dispatch.urgent_models import DoorNotice, DutyShift, Incident, IncidentEvent, NoticeDelivery
from civic.dispatch.urgent_states import EventKind
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.models import Issue
from civic.places.models import Household, Place, PlaceKind
from civic.places.queries import within

DUTY_ROOM = "Duty room of the street"
MOST = 30  # rows shown at the top of a desk; more urgent matters at once would be a flood


def target_minutes() -> int:
    """How soon somebody should be there."""
    return int(current_app.config["ARRIVAL_MINUTES"])


def duty_room() -> str:
    """The number that is rung when nobody is on the roster."""
    return dict(current_app.config["EMERGENCY"])[DUTY_ROOM]


def place(number) -> Place:
    """A place by number."""
    return db.session.get(Place, number)


def shifts_at(place, moment=None) -> list[DutyShift]:
    """Who is on duty there, the nearest place first; empty: ring the duty room. One statement."""
    chain = [*place.ancestor_ids, place.id]
    rows = db.session.scalars(
        select(DutyShift)
        .where(DutyShift.place_id.in_(chain), DutyShift.ended_at.is_(None))
        .options(joinedload(DutyShift.body))
    )
    return on_duty(rows, chain, moment or utcnow())


def shifts_around(street) -> list[DutyShift]:
    """Everybody on duty now anywhere in a street: for its roster page."""
    now, mine = utcnow(), (DutyShift.street_id == street.id, DutyShift.ended_at.is_(None))
    rows = db.session.scalars(
        select(DutyShift)
        .where(*mine)
        .options(joinedload(DutyShift.body), joinedload(DutyShift.place))
        .order_by(DutyShift.id)
    )
    return [row for row in rows if covers(row, now)]


def number_of(shift) -> str:
    """The number to call, unsealed where it is somebody's own."""
    return unseal(SEALED_FOR, shift.phone_sealed) if shift.phone_sealed else shift.phone


def numbers_to_ring(shift_ids) -> list[str]:
    """E.164 numbers of these shifts that a text message reaches; an office's landline is called instead."""
    rows = db.session.scalars(select(DutyShift).where(DutyShift.id.in_(shift_ids)).order_by(DutyShift.id))
    return list(dict.fromkeys(filter(None, (normalised(number_of(row)) for row in rows))))


def roster(street_id) -> list[DutyShift]:
    """The roster of a street: what still comes, and what repeats. One statement."""
    now = utcnow()
    goes_on = or_(DutyShift.until.is_(None), DutyShift.until > now)
    still = or_(DutyShift.ends_at > now, DutyShift.is_weekly & goes_on)
    statement = (
        select(DutyShift)
        .where(DutyShift.street_id == street_id, DutyShift.ended_at.is_(None), still)
        .options(joinedload(DutyShift.body), joinedload(DutyShift.place))
        .order_by(DutyShift.starts_at, DutyShift.id)
        .limit(200)
    )
    return list(db.session.scalars(statement))


def shift_or_404(no) -> DutyShift:
    """A shift on the roster. Raises NotFound."""
    shift = db.session.get(DutyShift, no)
    if shift is None:
        raise NotFound(None)
    return shift


def serving(place, *kinds) -> list[Body]:
    """Bodies there today that serve the place, anything around it, or no place in particular; of these
    kinds, if named.
    """
    around = or_(Body.place_id.is_(None), Body.place_id.in_([*place.ancestor_ids, place.id]))
    statement = select(Body).where(Body.ended_on.is_(None), around)
    if kinds:
        statement = statement.where(Body.kind.in_(kinds))
    return list(db.session.scalars(statement.order_by(Body.kind, Body.id)))


def utilities(place) -> list[Body]:
    """Water, power, gas, heating: those that serve the place (call list)."""
    return serving(place, BodyKind.UTILITY)


def open_incident(issue_id) -> Incident | None:
    """What is going on about an issue."""
    mine = Incident.issue_id == issue_id, Incident.over_at.is_(None)
    return db.session.scalar(select(Incident).where(*mine))


def last_incident(issue_id) -> Incident | None:
    """What is going on about an issue, or was last."""
    mine = select(Incident).where(Incident.issue_id == issue_id)
    return db.session.scalar(mine.order_by(Incident.id.desc()).limit(1))


def _with_events():
    return selectinload(Incident.events).joinedload(IncidentEvent.body)


def _in_full():
    return (
        joinedload(Incident.place),
        joinedload(Incident.issue).joinedload(Issue.place),
        joinedload(Incident.issue).selectinload(Issue.photos),
        joinedload(Incident.issue).selectinload(Issue.questions),
        _with_events(),
    )


def incident_or_404(no) -> Incident:
    """An incident with its issue and timeline. Raises NotFound."""
    found = db.session.scalar(select(Incident).where(Incident.id == no).options(*_in_full()))
    if found is None:
        raise NotFound(None)
    return found


def incidents_of(issue_id) -> list[Incident]:
    """What happened on the spot about an issue, first to last: for its public page."""
    statement = select(Incident).where(Incident.issue_id == issue_id).order_by(Incident.id)
    return list(db.session.scalars(statement.options(_with_events())))


def event_or_404(no) -> IncidentEvent:
    """One line of a timeline, its incident with it. Raises NotFound."""
    event = db.session.get(IncidentEvent, no)
    if event is None:
        raise NotFound(None)
    return event


def first_moments(incident_id) -> dict[EventKind, datetime]:
    """When each kind of line first happened."""
    mine = IncidentEvent.incident_id == incident_id
    rows = db.session.execute(
        select(IncidentEvent.kind, func.min(IncidentEvent.happened_at))
        .where(mine)
        .group_by(IncidentEvent.kind)
    )
    return {kind: moment for kind, moment in rows}


def running(street_ids) -> list[Incident]:
    """Open urgent matters of these streets, the latest first: top of the street's desk."""
    return list(db.session.scalars(_running(), {"streets": list(street_ids)}))


def called(body_ids) -> list[Incident]:
    """Open urgent matters these bodies were rung for: top of their desk."""
    return list(db.session.scalars(_called(), {"bodies": list(body_ids)}))


@cache
def _running():
    return _top(Incident.street_id.in_(bindparam("streets", expanding=True)))


@cache
def _called():
    of_bodies = IncidentEvent.body_id.in_(bindparam("bodies", expanding=True))
    rung = select(IncidentEvent.incident_id).where(of_bodies, IncidentEvent.kind == EventKind.RUNG)
    return _top(Incident.id.in_(rung))


def _top(which):
    return (
        select(Incident)
        .where(which, Incident.over_at.is_(None))
        .options(joinedload(Incident.place), joinedload(Incident.issue))
        .order_by(Incident.rung_at.desc(), Incident.id.desc())
        .limit(MOST)
    )


def doors_within(place) -> list[Place]:
    """The doors of a building, or of whatever the place is; one statement."""
    doors = select(Place).where(within(place), Place.kind == PlaceKind.DOOR)
    return list(db.session.scalars(doors.order_by(Place.parent_id, Place.number)))


def notices_of(incident_id) -> list[DoorNotice]:
    """What the homes were told, the latest first."""
    statement = (
        select(DoorNotice)
        .where(DoorNotice.incident_id == incident_id)
        .options(joinedload(DoorNotice.place), selectinload(DoorNotice.deliveries))
        .order_by(DoorNotice.id.desc())
    )
    return list(db.session.scalars(statement))


def told_since(incident_id, moment) -> list[DoorNotice]:
    """Notices given since then, each with its place."""
    mine = DoorNotice.incident_id == incident_id, DoorNotice.given_at > moment
    return list(db.session.scalars(select(DoorNotice).where(*mine).options(joinedload(DoorNotice.place))))


def notice_or_404(no) -> DoorNotice:
    """A notice with its doors. Raises NotFound."""
    statement = (
        select(DoorNotice)
        .where(DoorNotice.id == no)
        .options(
            joinedload(DoorNotice.place),
            joinedload(DoorNotice.call_body),
            joinedload(DoorNotice.incident).options(joinedload(Incident.issue), _with_events()),
            selectinload(DoorNotice.deliveries).joinedload(NoticeDelivery.door),
        )
    )
    notice = db.session.scalar(statement)
    if notice is None:
        raise NotFound(None)
    return notice


def delivery_or_404(no) -> NoticeDelivery:
    """One door of a notice, with both. Raises NotFound."""
    statement = select(NoticeDelivery).where(NoticeDelivery.id == no)
    statement = statement.options(
        joinedload(NoticeDelivery.door),
        joinedload(NoticeDelivery.notice).joinedload(DoorNotice.incident).options(_with_events()),
    )
    delivery = db.session.scalar(statement)
    if delivery is None:
        raise NotFound(None)
    return delivery


def behind_doors(place) -> set[int]:
    """Everybody with an account in a home at or below the place, each once; one statement."""
    now = utcnow()
    statement = (
        select(Membership.person_id)
        .join(Household, Household.id == Membership.household_id)
        .join(Place, Place.id == Household.door_id)
        .where(
            within(place),
            Membership.role == Role.RESIDENT,
            Membership.standing == Standing.VERIFIED,
            Membership.valid_from <= now,
            or_(Membership.valid_to.is_(None), Membership.valid_to > now),
        )
    )
    return set(db.session.scalars(statement))
