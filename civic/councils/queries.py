"""Reads of bodies and councils, each with its loader options."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from civic.councils.models import Body, Council, CouncilKind, Mandate, Recusal, Seat
from civic.errors import NotFound
from civic.extensions import db
from civic.places.models import Place


def with_seats(statement):
    """Add seats, their bodies and mandates: three statements whatever the number of seats."""
    seats = selectinload(Council.seats)
    return statement.options(
        joinedload(Council.kind), seats.joinedload(Seat.body), seats.selectinload(Seat.mandates)
    )


def councils(community_id=None) -> list[Council]:
    """All councils, or those of one community, oldest first."""
    statement = with_seats(select(Council)).order_by(Council.id)
    if community_id is not None:
        statement = statement.where(Council.community_id == community_id)
    return list(db.session.scalars(statement))


def council_or_404(council_id) -> Council:
    """The council with seats, bodies and mandates; raises NotFound."""
    council = db.session.scalar(with_seats(select(Council)).where(Council.id == council_id))
    if council is None:
        raise NotFound(None)
    return council


def seat_or_404(council_id, seat_id) -> Seat:
    """A seat with its council, its body and whoever spoke or speaks for it; raises NotFound."""
    statement = (
        select(Seat)
        .options(
            joinedload(Seat.council).joinedload(Council.kind),
            joinedload(Seat.body),
            selectinload(Seat.mandates).joinedload(Mandate.person),
        )
        .where(Seat.id == seat_id, Seat.council_id == council_id)
    )
    seat = db.session.scalar(statement)
    if seat is None:
        raise NotFound(None)
    return seat


def mandate_or_404(council_id, seat_id, mandate_id) -> Mandate:
    """A mandate with its seat and council; raises NotFound."""
    statement = (
        select(Mandate)
        .join(Mandate.seat)
        .options(contains_eager(Mandate.seat).joinedload(Seat.council))
        .where(Mandate.id == mandate_id, Seat.id == seat_id, Seat.council_id == council_id)
    )
    mandate = db.session.scalar(statement)
    if mandate is None:
        raise NotFound(None)
    return mandate


def council_of(community_id) -> Council | None:
    """The community's own council, with seats, the partners' before others; None where there is none."""
    statement = with_seats(select(Council)).join(CouncilKind, CouncilKind.id == Council.kind_id)
    statement = statement.where(Council.community_id == community_id, Council.place_id == community_id)
    return db.session.scalar(statement.order_by(CouncilKind.position, Council.id).limit(1))


def body_or_404(body_id) -> Body:
    """The body with that number; raises NotFound."""
    body = db.session.get(Body, body_id)
    if body is None:
        raise NotFound(None)
    return body


def serving(community_id):
    """The condition of bodies at work there: the community's, its street's, district's, city's, of no place.

    Not those of other streets, and none that was dissolved.
    """
    above = db.session.get(Place, community_id).ancestor_ids
    several = and_(
        Body.community_id.is_(None),
        or_(Body.place_id.is_(None), Body.place_id == community_id, Body.place_id.in_(above)),
    )
    return and_(or_(Body.community_id == community_id, several), Body.ended_on.is_(None))


def bodies(community_id) -> list[Body]:
    """Who can be given something to do there: the community's bodies, then those that serve several."""
    own_first = Body.community_id.is_(None), Body.id
    return list(db.session.scalars(select(Body).where(serving(community_id)).order_by(*own_first)))


def bodies_at_work() -> list[Body]:
    """Every body of the site that was not dissolved."""
    return list(db.session.scalars(select(Body).where(Body.ended_on.is_(None)).order_by(Body.id)))


def bodies_by_id(ids) -> dict[int, Body]:
    """Many bodies at once, for lists."""
    wanted = set(ids) - {None}
    found = db.session.scalars(select(Body).where(Body.id.in_(wanted))) if wanted else ()
    return {body.id: body for body in found}


def body_choices(community_id) -> list[tuple[int, str]]:
    """For a SelectField: (id, what people call it)."""
    return [(body.id, body.short_name) for body in bodies(community_id)]


def body_of_kind(community_id, kind) -> Body | None:
    """The community's body of that kind, or one that serves several; None where there is none."""
    statement = select(Body).where(serving(community_id), Body.kind == kind)
    return db.session.scalar(statement.order_by(Body.community_id.is_(None), Body.id).limit(1))


def delegates_of(body_id, on) -> list[int]:
    """Ids of the persons who speak for any seat of that body on the day `on`."""
    statement = (
        select(Mandate.person_id)
        .join(Mandate.seat)
        .where(
            Seat.body_id == body_id,
            Mandate.valid_from <= on,
            or_(Mandate.valid_to.is_(None), Mandate.valid_to > on),
        )
        .distinct()
    )
    return list(db.session.scalars(statement))


def recused(council, topic_id) -> set[int]:
    """Ids of the council's seats that step aside for that topic: they count on neither side."""
    aside = select(Recusal.seat_id).join(Recusal.seat)
    return set(db.session.scalars(aside.where(Seat.council_id == council.id, Recusal.topic_id == topic_id)))


def kinds() -> list[CouncilKind]:
    """The kinds of councils this site knows, in their order."""
    return list(db.session.scalars(select(CouncilKind).order_by(CouncilKind.position)))


def kind_or_404(kind_id) -> CouncilKind:
    """The kind with that number; raises NotFound."""
    kind = db.session.get(CouncilKind, kind_id)
    if kind is None:
        raise NotFound(None)
    return kind


def recusals_of(seat) -> list[Recusal]:
    """For which topics the seat steps aside, newest first."""
    aside = select(Recusal).where(Recusal.seat_id == seat.id)
    return list(db.session.scalars(aside.order_by(Recusal.id.desc())))


def stepping_aside(council) -> dict[int, list[Recusal]]:
    """{seat id: for which topics it steps aside}, all seats of a council in one statement."""
    rows = select(Recusal).join(Recusal.seat).where(Seat.council_id == council.id).order_by(Recusal.id.desc())
    found = {}
    for recusal in db.session.scalars(rows.limit(100)):
        found.setdefault(recusal.seat_id, []).append(recusal)
    return found
