"""A table begins to work, its term goes on, a seat steps aside; the kinds of tables."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.councils.models import CouncilKind, Recusal, Seat
from civic.database import local_today, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record

KIND_SET = act("council_kind.set", public={"key", "seats_min", "seats_max", "has_residents"})
STARTED = act("council.started", public={"seats", "on"})
RENEWED = act("council.renewed", public={"term_to"})
RECUSED = act("seat.recused", public={"seat", "topic"})
RETURNED = act("seat.returned", public={"seat", "topic"})

LONGEST_TERM = timedelta(days=5 * 366)


def set_kind(kind, *, by, key=None, position=None, **facts) -> CouncilKind:
    """Enter a kind of council (`kind` None) or change one. Raises Refused outside 3 to 12 seats."""
    if not 3 <= facts["seats_min"] <= facts["seats_max"] <= 12:
        raise Refused(
            _("A council has three to twelve seats, and no fewer at most than at least."),
            _("Change the two numbers."),
        )
    if kind is None:
        last = db.session.scalar(select(func.max(CouncilKind.position))) or 0
        kind = CouncilKind(key=key, position=last + 1, **facts)
        db.session.add(kind)
    else:
        kind.name, kind.name_en, kind.note = facts["name"], facts["name_en"], facts["note"]
        kind.seats_min, kind.seats_max = facts["seats_min"], facts["seats_max"]
        kind.has_residents = facts["has_residents"]
    public = {name: facts[name] for name in ("seats_min", "seats_max", "has_residents")}
    db.session.flush()
    record(KIND_SET, subject=kind, by=by, public={"key": kind.key} | public)
    return kind


def start(council, *, by, on=None) -> None:
    """The table begins to work. Raises Refused with too few seats, Conflict when it has begun."""
    if council.started_on is not None:
        raise Conflict(_("This council works already."), _("Look at its page."))
    kind = db.session.get(CouncilKind, council.kind_id)
    seats = db.session.scalar(select(func.count(Seat.id)).where(Seat.council_id == council.id))
    if seats < kind.seats_min:
        raise Refused(
            _("Too few seats: %(kind)s needs at least %(least)s, this table has %(seats)s.",
              kind=kind.label, least=kind.seats_min, seats=seats),
            _("Give more seats first, then let it begin."),
        )  # fmt: skip
    if seats > kind.seats_max:
        raise Refused(
            _("Too many seats: %(kind)s has at most %(most)s, this table has %(seats)s.",
              kind=kind.label, most=kind.seats_max, seats=seats),
            _("Ask the administrator to allow more, up to twelve."),
        )  # fmt: skip
    council.started_on = on or local_today()
    public = {"seats": seats, "on": council.started_on.isoformat()}
    record(STARTED, subject=council, by=by, public=public)


def renew(council, term_to, *, by) -> None:
    """Its term goes on until that day. Raises Refused for a day that is no later, or years away."""
    if term_to <= max(local_today(), council.term_to or council.since):
        raise Refused(_("The new last day must lie ahead, after the present one."), _("Choose a later day."))
    if term_to > local_today() + LONGEST_TERM:
        raise Refused(_("A term lasts five years at most."), _("Choose an earlier day."))
    council.term_to = term_to
    record(RENEWED, subject=council, by=by, public={"term_to": term_to.isoformat()})


def recuse(seat, topic_id, reason, *, by, community_id) -> Recusal:
    """The seat steps aside for one topic. Raises Conflict when it does so already."""
    if db.session.scalar(_recusal(seat.id, topic_id)) is not None:
        raise Conflict(_("This seat steps aside for that topic already."), _("Look at the council's page."))
    aside = Recusal(seat_id=seat.id, topic_id=topic_id, reason=reason, declared_at=utcnow())
    db.session.add(aside)
    public = {"seat": seat.id, "topic": topic_id}
    record(RECUSED, subject=aside, community_id=community_id, by=by, public=public)
    return aside


def end_recusal(recusal, *, by, community_id) -> None:
    """The reason is gone: the seat counts again there. That it stepped aside stays on the record."""
    public = {"seat": recusal.seat_id, "topic": recusal.topic_id}
    record(RETURNED, subject=recusal, community_id=community_id, by=by, public=public)
    db.session.delete(recusal)


def _recusal(seat_id, topic_id):
    return select(Recusal).where(Recusal.seat_id == seat_id, Recusal.topic_id == topic_id)
