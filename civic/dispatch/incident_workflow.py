"""The verbs of an urgent matter: ring, note what happens, mend a moment, tell every door. They never commit.

Only this file writes an incident's `state`.
"""

from datetime import timedelta

from flask_babel import gettext as _

from civic.councils.models import BodyKind
from civic.database import locked, utcnow
from civic.dispatch import queries
from civic.dispatch import urgent_queries as urgent
from civic.dispatch.incident_clock import minutes_between
from civic.dispatch.urgent_models import DoorNotice, Incident, IncidentEvent, NoticeDelivery
from civic.dispatch.urgent_states import MOVES, NOTABLE, EventKind, IncidentState
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

K = EventKind
NOT_AGAIN = timedelta(minutes=5)  # two people at two screens tell the same homes once
RUNG = act("incident.rung", public={"place", "shifts", "bodies"})
NOTED = {
    kind: act(f"incident.{name}", public={"body", "measure", "minutes"})
    for kind, name in (
        (K.ANSWERED, "answered"), (K.ARRIVED, "arrived"), (K.MEASURE, "measure_taken"),
        (K.UTILITY, "utility_called"), (K.RESTORED, "restored"), (K.OVER, "over"),
    )
}  # fmt: skip
CORRECTED = act("incident.corrected", public={"event", "kind", "from", "to"})
NOTICE_GIVEN = act("door_notice.given", public={"place", "doors"})
DELIVERED = act("door_notice.delivered", public={"door"})

STAMPS = {
    K.ANSWERED: "answered_at",
    K.ARRIVED: "arrived_at",
    K.RESTORED: "restored_at",
    K.OVER: "over_at",
}


def ring(issue, *, by, bodies=(), likely=()) -> Incident:
    """Those on duty at the spot this hour are rung: those of the bodies named, else the offices on the
    spot and those of the utilities that are `likely` to be needed (the dispatch table names them).

    The first ring opens the incident, before anybody has sorted the issue; every ring is a line. With
    nobody on the roster the line says so: the duty room of the street has to be called. Raises Refused
    for a body that has been dissolved.
    """
    for body in bodies:
        if body.ended_on is not None:
            raise Refused(
                _("%(body)s has been dissolved.", body=body.short_name), _("Choose who does its work now.")
            )
    incident = urgent.open_incident(issue.id) or _open(issue, by)
    shifts = urgent.shifts_at(urgent.place(incident.place_id))
    if bodies:
        named = {body.id for body in bodies}
        shifts = [shift for shift in shifts if shift.body_id in named]
        numbers = [body.id for body in bodies]
    else:
        shifts = [each for each in shifts if each.body.kind is not BodyKind.UTILITY or each.body in likely]
        numbers = list(dict.fromkeys(shift.body_id for shift in shifts))
    for number in numbers or [None]:
        _line(incident, K.RUNG, by=by, body_id=number)
    incident.version += 1
    public = {"place": incident.place_id, "shifts": [shift.id for shift in shifts], "bodies": numbers}
    _record(RUNG, incident, by, public)
    return incident


def _open(issue, by):
    incident = Incident(
        issue_id=issue.id, thread_id=issue.thread_id, community_id=issue.community_id,
        street_id=queries.street_of(issue.community_id), place_id=issue.place_id or issue.community_id,
        state=IncidentState.RUNG, rung_at=utcnow(), opened_by=by.id if by else None, version=0,
    )  # fmt: skip
    db.session.add(incident)
    db.session.flush()
    return incident


def _line(incident, kind, *, by, body_id, measure=None):
    now = utcnow()
    event = IncidentEvent(
        incident_id=incident.id, kind=kind, measure=measure, body_id=body_id, by_id=by.id if by else None,
        happened_at=now, entered_at=now,
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    return event


def note(incident, kind, *, by, body, measure=None) -> IncidentEvent:
    """One tap: answered, arrived, a measure, the utility called, works again, over.

    The first of its kind moves the incident and stops its timer; a second body's arrival is a line only.
    Raises Conflict for what cannot follow any more.
    """
    if incident.state not in NOTABLE[kind]:
        raise Conflict(
            _("That cannot be noted any more: it is now “%(state)s”.", state=incident.state.label),
            _("If it breaks again, ring anew."),
        )
    state = MOVES.get(kind)
    event = _line(incident, kind, by=by, body_id=body.id if body else None, measure=measure)
    if state is not None and incident.can_become(state):
        incident.state = state
        setattr(incident, STAMPS[kind], event.happened_at)
    incident.version += 1
    _record(
        NOTED[kind], incident, by,
        {
            "body": event.body_id, "measure": measure.value if measure else None,
            "minutes": minutes_between(incident.rung_at, event.happened_at),
        },
    )  # fmt: skip
    return event


def correct(event, *, by, moment) -> None:
    """It happened then, not when it was tapped; the moment before stays in the ledger.

    Raises Refused for a moment to come or before the ring, for the ring itself, and for one that would
    put arrival, restoration and end out of their order.
    """
    incident = locked(Incident, event.incident_id)
    if event.kind is K.RUNG:
        raise Refused(_("The moment of the ring is the clock itself: it stays."))
    if incident.rung_at - moment < timedelta(minutes=1):  # clocks are set by the minute
        moment = max(moment, incident.rung_at)
    if not incident.rung_at <= moment <= utcnow():
        raise Refused(
            _("It happened after the ring and before now."), _("Look at the date and the hour once more.")
        )
    was, event.happened_at = event.happened_at, moment
    db.session.flush()
    _stamp_again(incident)
    incident.version += 1
    public = {
        "event": event.id, "kind": event.kind.value, "from": was.isoformat(), "to": moment.isoformat(),
    }  # fmt: skip
    _record(CORRECTED, incident, by, public)


def _stamp_again(incident):
    """The first line of each kind counts; they follow one another."""
    first = urgent.first_moments(incident.id)
    for kind, column in STAMPS.items():
        if getattr(incident, column) is not None:
            setattr(incident, column, first[kind])
    moments = [getattr(incident, column) for column in STAMPS.values()]
    known = [each for each in moments if each is not None]
    if known != sorted(known):
        raise Refused(
            _("Then it would have worked again before anybody came, or the like."),
            _("Mend the other moment first."),
        )


def tell_doors(incident, *, by, place, what, until, call_body=None) -> DoorNotice:
    """入户告知: a message to everybody with an account behind these doors, and a sheet for each door.

    Raises Refused without words, for a time that is past, and for a place without doors; Conflict when
    somebody told any of these homes within the last minutes.
    """
    if not incident.is_open:
        raise Conflict(_("This is over already."), _("If it breaks again, ring anew."))
    if not what.strip():
        raise Refused(_("Say in a sentence what happened and what it means for the homes."))
    if until is not None and until <= utcnow():
        raise Refused(_("“Until when” has to be still to come."), _("Leave it empty if nobody knows yet."))
    if any(_overlap(each.place, place) for each in urgent.told_since(incident.id, utcnow() - NOT_AGAIN)):
        raise Conflict(
            _("Somebody told these homes a moment ago."), _("Look at that notice before you send another.")
        )
    doors = urgent.doors_within(place)
    if not doors:
        raise Refused(_("There are no doors at this place."), _("Choose the building."))
    notice = DoorNotice(
        incident_id=incident.id, thread_id=incident.thread_id, community_id=incident.community_id,
        street_id=incident.street_id, place_id=place.id, what=what.strip(), until=until,
        call_body_id=call_body.id if call_body else None, given_by=by.id if by else None, given_at=utcnow(),
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    db.session.add_all(NoticeDelivery(notice_id=notice.id, door_id=door.id) for door in doors)
    _line(incident, K.NOTICE, by=by, body_id=None)
    incident.version += 1
    _record(NOTICE_GIVEN, notice, by, {"place": place.id, "doors": len(doors)})
    return notice


def _overlap(one, other):
    return one.contains(other) or other.contains(one)


def deliver(delivery, *, by) -> None:
    """The sheet hangs at this door, or was carried from home to home. Raises Conflict a second time."""
    if delivery.delivered_at is not None:
        raise Conflict(_("This door has it already."))
    delivery.delivered_at, delivery.delivered_by = utcnow(), by.id if by else None
    notice = db.session.get(DoorNotice, delivery.notice_id)
    _record(DELIVERED, notice, by, {"door": delivery.door_id})


def _record(verb, row, by, public):
    record(verb, subject=row, thread=queries.thread_of(row), by=by, public=public)
