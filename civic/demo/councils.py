"""星榆花园: the six bodies at one table, those beside it, and who speaks for each."""

from sqlalchemy import select

from civic.accounts.models import Person
from civic.accounts.roles import Role
from civic.accounts.workflow import grant_role
from civic.councils.models import Body, BodyKind, Council, Mandate, MandateRole, Seat
from civic.councils.table_workflow import start
from civic.councils.workflow import appoint, found_body, found_council, seat_body
from civic.extensions import db
from civic.places import queries as places


def load(town) -> int:
    """Found what is missing; returns how many bodies, seats and roles were added."""
    community = places.community()
    bodies = {body.name: body for body in db.session.scalars(select(Body))}
    added = 0
    for row in (*town.SEATS, *town.OTHER_BODIES):
        if row.name not in bodies:
            bodies[row.name] = _body(row, community)
            added += 1
    people = _people(town)
    return added + _officers(town, bodies, people) + _seats(town, community, bodies, people)


def _body(row, community):
    return found_body(
        BodyKind(row.kind),
        row.name,
        by=None,
        short_name=row.short,
        community_id=community.id if row.local else None,
        place_id=community.id if row.local else community.parent_id,
    )


def _people(town) -> dict[str, Person]:
    """The cast as far as accounts has brought it in, by key."""
    names = {player.nickname: player.key for player in town.CAST}
    found = db.session.scalars(select(Person).where(Person.nickname.in_(names)).order_by(Person.id.desc()))
    return {names[person.nickname]: person for person in found}  # the first of a name stays


def _officers(town, bodies, people) -> int:
    """Who acts for a body without speaking for a seat: department officers and the hauler."""
    named = {row.key: bodies[row.name] for row in (*town.SEATS, *town.OTHER_BODIES)}
    beside = {row.key for row in town.OTHER_BODIES}
    added = 0
    for player in town.CAST:
        role, person = Role(player.role), people.get(player.key)
        wanted = role == Role.OFFICER or (role == Role.DELEGATE and player.body in beside)
        body = named.get(player.body)
        if wanted and person and not any(held.body_id == body.id for held in person.current_memberships()):
            grant_role(person, role, by=None, body_id=body.id, community_id=places.community().id)
            added += 1
    return added


def _seats(town, community, bodies, people) -> int:
    council = db.session.scalar(select(Council).where(Council.name == town.COUNCIL))
    if council is None:
        council = found_council(community, town.COUNCIL, by=None, since=town.COUNCIL_SINCE)
    there = select(Seat).where(Seat.council_id == council.id)
    seats = {seat.body_id: seat for seat in db.session.scalars(there)}
    spoken = {(m.seat_id, m.role) for m in db.session.scalars(select(Mandate))}
    added = 0
    for row in town.SEATS:
        seat = seats.get(bodies[row.name].id)
        if seat is None:
            first = row is town.SEATS[0]
            seat = seat_body(council, bodies[row.name], by=None, convener=first, since=council.since)
            added += 1
        for role, key in ((MandateRole.DELEGATE, row.delegate), (MandateRole.ALTERNATE, row.alternate)):
            if key in people and (seat.id, role) not in spoken:
                appoint(seat, people[key], role, by=None, valid_from=council.since)
                added += 1
    if council.started_on is None:
        start(council, by=None, on=council.since)
        council.term_to = council.since.replace(year=council.since.year + 3)
    return added
