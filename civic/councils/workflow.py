"""Founding bodies and councils, giving seats, and saying who speaks for them."""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.accounts.models import Membership
from civic.accounts.roles import Role
from civic.accounts.workflow import end_membership, grant_role
from civic.councils.models import Body, Council, CouncilKind, Mandate, MandateRole, Seat
from civic.database import local_today, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.places.models import PlaceKind

BODY_FOUNDED = act("body.founded", public={"kind"})
BODY_DISSOLVED = act("body.dissolved", public={"on"})
BODY_REACHED = act("body.reached_day_and_night", public={"is_known"})
COUNCIL_FOUNDED = act("council.founded", public={"since", "kind", "place", "term_to"})
BODY_SEATED = act("seat.given", public={"council", "body", "position", "convener"})
RESIDENTS_SEATED = act("seat.given_to_residents", public={"council", "position"})
APPOINTED = act("mandate.given", public={"seat", "role", "from"})
MANDATE_ENDED = act("mandate.ended", public={"seat", "role", "to"})


def found_body(kind, name, *, by, short_name=None, community_id=None, place_id=None) -> Body:
    """Enter an organisation. Raises Conflict when one of that name is there."""
    if db.session.scalar(select(Body.id).where(Body.name == name)) is not None:
        raise Conflict(_("There is already a body of that name."), _("Choose it from the list."))
    body = Body(
        kind=kind, name=name, short_name=short_name or name, community_id=community_id,
        place_id=place_id or community_id,
    )  # fmt: skip
    db.session.add(body)
    record(BODY_FOUNDED, subject=body, by=by, public={"kind": kind.value})
    return body


def dissolve_body(body, *, by) -> None:
    """It exists no more from today: keeps its history, takes nothing new. Raises Conflict a second time."""
    if body.ended_on is not None:
        raise Conflict(_("This body has been dissolved already."))
    body.ended_on = local_today()
    record(BODY_DISSOLVED, subject=body, by=by, public={"on": body.ended_on.isoformat()})


def reach_by(body, phone, *, by) -> None:
    """The number of an office that is answered day and night; empty: none is known."""
    body.phone_24h = phone
    record(BODY_REACHED, subject=body, by=by, public={"is_known": bool(phone)})


def found_council(community, name, *, by, since=None, kind="partners", place=None, term_to=None) -> Council:
    """Set up a table for the community, or for a `place` in it; it works once it was started.

    Raises Conflict when one of that name is there, Refused for a place larger than the kind is for
    or a term that ends before it begins.
    """
    same = select(Council.id).where(Council.community_id == community.id, Council.name == name)
    if db.session.scalar(same) is not None:
        raise Conflict(_("There is already a council of that name."), _("Give this one another name."))
    kind = db.session.scalar(select(CouncilKind).where(CouncilKind.key == kind))
    place, since = place or community, since or local_today()
    if not reaches(kind, place):
        raise Refused(_("A council of this kind is for a smaller place."), _("Choose a building or a door."))
    if term_to is not None and term_to <= since:
        raise Refused(_("The term ends before it begins."), _("Choose a later last day."))
    council = Council(
        community_id=community.id, kind_id=kind.id, place_id=place.id, name=name, since=since,
        term_to=term_to,
    )  # fmt: skip
    db.session.add(council)
    record(
        COUNCIL_FOUNDED,
        subject=council,
        by=by,
        public={
            "since": since.isoformat(),
            "kind": kind.key,
            "place": place.id,
            "term_to": term_to and term_to.isoformat(),
        },
    )
    return council


AREAS = (PlaceKind.COMMUNITY, PlaceKind.BUILDING, PlaceKind.DOOR)  # from large to small


def reaches(kind, place) -> bool:
    """Whether a council of that kind may be for that place: one as large as its area, or smaller."""
    return place.kind in AREAS[AREAS.index(kind.area) :]


def seat_body(council, body, *, by, convener=False, since=None) -> Seat:
    """Give a body a place at the table, behind those already sitting.

    Raises Conflict when it sits there already, when a second convener is named or the table is full.
    """
    seats = _seats_of(council)
    if any(seat.body_id == body.id for seat in seats):
        raise Conflict(_("This body has a seat already."), _("One body has one voice."))
    if convener and any(seat.is_convener for seat in seats):
        raise Conflict(_("Another seat convenes this council."), _("Take that duty from it first."))
    seat = _add_seat(council, seats, body_id=body.id, is_convener=convener, since=since or local_today())
    public = {"council": council.id, "body": body.id, "position": seat.position, "convener": convener}
    record(BODY_SEATED, subject=seat, community_id=council.community_id, by=by, public=public)
    return seat


def seat_residents(council, *, by, since=None) -> Seat:
    """Make a place a resident will hold for themselves.

    Raises Refused where this kind of council has none, Conflict when the table is full.
    """
    if not db.session.get(CouncilKind, council.kind_id).has_residents:
        raise Refused(
            _("At a council of this kind only bodies sit."), _("Residents sit at a neighbours' council.")
        )
    seat = _add_seat(council, _seats_of(council), since=since or local_today())
    public = {"council": council.id, "position": seat.position}
    record(RESIDENTS_SEATED, subject=seat, community_id=council.community_id, by=by, public=public)
    return seat


def _seats_of(council):
    return list(db.session.scalars(select(Seat).where(Seat.council_id == council.id)))


def _add_seat(council, seats, **columns):
    kind = db.session.get(CouncilKind, council.kind_id)
    if len(seats) >= kind.seats_max:
        raise Conflict(
            _("This table is full: a council of this kind has at most %(most)s seats.", most=kind.seats_max),
            _("A kind with more seats is the administrator's to set, up to twelve."),
        )
    seat = Seat(council_id=council.id, position=len(seats) + 1, **columns)
    db.session.add(seat)
    db.session.flush()
    return seat


def appoint(seat, person, role=MandateRole.DELEGATE, *, by, valid_from=None) -> Mandate:
    """Let `person` speak for `seat` as delegate or alternate, and act for its body.

    Raises Refused for somebody not of age, Conflict when the seat has one in that role, or when
    the person already speaks for this seat. One person may hold several seats.
    """
    if not person.is_adult:
        raise Refused(_("Only somebody of age can speak for a body."), _("Let the body name another."))
    for held in db.session.scalars(_open_mandates(seat)):
        if held.person_id == person.id:
            raise Conflict(_("This person speaks for this seat already."), _("End that first."))
        if held.role == role:
            raise Conflict(
                _("This seat has somebody in that role."), _("End that mandate first, then appoint.")
            )
    mandate = Mandate(seat_id=seat.id, person_id=person.id, role=role, valid_from=valid_from or local_today())
    db.session.add(mandate)
    community_id = _community_of(seat)
    if seat.body_id is not None and not _acts_for(person.id, seat.body_id):
        grant_role(person, Role.DELEGATE, by=by, body_id=seat.body_id, community_id=community_id)
    record(
        APPOINTED,
        subject=mandate,
        community_id=community_id,
        by=by,
        public={"seat": seat.id, "role": role.value, "from": mandate.valid_from.isoformat()},
    )
    return mandate


def _community_of(seat) -> int:
    return db.session.get(Council, seat.council_id).community_id


def _open_mandates(seat):
    return select(Mandate).where(Mandate.seat_id == seat.id, Mandate.valid_to.is_(None))


def _acts_for(person_id, body_id) -> bool:
    now = utcnow()
    held = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.body_id == body_id,
        Membership.valid_from <= now,
        Membership.valid_to.is_(None) | (Membership.valid_to > now),
    )
    return db.session.scalar(held) is not None


def end_mandate(mandate, *, by, on=None) -> None:
    """From the day `on` (today, or an earlier one) the person no longer speaks for the seat.

    The row stays. Raises Conflict when it has ended, Refused for a day to come or before it began.
    Acting for the body ends with the last mandate for it.
    """
    on = on or local_today()
    if mandate.valid_to is not None:
        raise Conflict(_("This mandate has ended already."), _("Look at the council's page."))
    if on > local_today():
        raise Refused(_("A mandate ends when it ends, not in advance."), _("Come back on that day."))
    if on < mandate.valid_from:
        raise Refused(_("A mandate cannot end before it began."), _("Choose a later day."))
    mandate.valid_to = on
    db.session.flush()
    seat = db.session.get(Seat, mandate.seat_id)
    if seat.body_id is not None and not _still_speaks(mandate.person_id, seat.body_id):
        _stop_acting(mandate.person_id, seat.body_id, by)
    record(
        MANDATE_ENDED,
        subject=mandate,
        community_id=_community_of(seat),
        by=by,
        public={"seat": seat.id, "role": mandate.role.value, "to": on.isoformat()},
    )


def _still_speaks(person_id, body_id) -> bool:
    other = (
        select(Mandate.id)
        .join(Mandate.seat)
        .where(Mandate.person_id == person_id, Seat.body_id == body_id, Mandate.valid_to.is_(None))
    )
    return db.session.scalar(other) is not None


def _stop_acting(person_id, body_id, by):
    held = select(Membership).where(
        Membership.person_id == person_id,
        Membership.body_id == body_id,
        Membership.role == Role.DELEGATE,
        Membership.valid_to.is_(None),
    )
    for membership in db.session.scalars(held):
        end_membership(membership, by=by)
