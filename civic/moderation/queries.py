"""Reads of reports, rulings, appeals, holds and the switch."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.accounts.roles import Role
from civic.database import utcnow
from civic.extensions import db
from civic.moderation.models import Appeal, FirstLook, Hold, Report, Ruling, RulingKind
from civic.moderation.policies import office_of
from civic.paging import keyset
from civic.places.models import Place, PlaceKind


def page_of_rulings(after=None, size=20):
    """The public log, newest first, with each ruling's matter and appeal."""
    statement = select(Ruling).options(joinedload(Ruling.thread), joinedload(Ruling.appeal))
    return keyset(statement, [Ruling.id], after, size)


def counts_since(moment) -> dict:
    """How many rulings of each kind since `moment`."""
    return dict(
        db.session.execute(
            select(Ruling.kind, func.count()).where(Ruling.created_at >= moment).group_by(Ruling.kind)
        ).all()
    )


def report_by(person_id, subject) -> Report | None:
    """The report this person made of the subject."""
    return db.session.scalar(
        select(Report).filter_by(reporter_id=person_id, subject_type=subject.type, subject_id=subject.id)
    )


def ruled_by(user) -> frozenset:
    """The communities whose words this person may rule on: of their office, of their street."""
    streets = user.places_as(Role.STREET_STAFF)
    below = select(Place.id).where(Place.parent_id.in_(streets), Place.kind == PlaceKind.COMMUNITY)
    return office_of(user) | (frozenset(db.session.scalars(below)) if streets else frozenset())


def waiting_reports(communities) -> list[Report]:
    """Reports nobody has ruled on, oldest first (at most 50)."""
    return db.session.scalars(
        select(Report)
        .where(Report.settled_at.is_(None), Report.community_id.in_(communities))
        .order_by(Report.id)
        .limit(50)
    ).all()


def waiting_holds(communities) -> list[Hold]:
    """Words that wait for a first look, the soonest due first (at most 50)."""
    return db.session.scalars(
        select(Hold)
        .where(Hold.ended_at.is_(None), Hold.community_id.in_(communities))
        .order_by(Hold.due_at)
        .limit(50)
    ).all()


def waiting_appeals(communities) -> list[Appeal]:
    """Appeals without an answer, with their rulings, oldest first (at most 50)."""
    return db.session.scalars(
        select(Appeal)
        .join(Ruling, Ruling.id == Appeal.ruling_id)
        .options(joinedload(Appeal.ruling))
        .where(Appeal.settled_at.is_(None), Ruling.community_id.in_(communities))
        .order_by(Appeal.id)
        .limit(50)
    ).all()


def appeal_of(ruling_id) -> Appeal | None:
    """The appeal against a ruling, if there is one."""
    return db.session.scalar(select(Appeal).where(Appeal.ruling_id == ruling_id))


def last_hiding(subject_type, subject_id) -> Ruling | None:
    """The ruling by which these words are hidden."""
    return db.session.scalars(
        select(Ruling)
        .options(joinedload(Ruling.appeal))
        .where(
            Ruling.subject_type == subject_type,
            Ruling.subject_id == subject_id,
            Ruling.kind == RulingKind.HIDE,
        )
        .order_by(Ruling.id.desc())
    ).first()


def due_holds(limit=200) -> list[int]:
    """Ids of holds whose 24 hours are over."""
    return list(
        db.session.scalars(
            select(Hold.id).where(Hold.ended_at.is_(None), Hold.due_at <= utcnow()).limit(limit)
        )
    )


def first_look_of(community_id) -> FirstLook | None:
    """The community's switch, if it was ever touched."""
    return db.session.get(FirstLook, community_id)


def first_looks() -> list[FirstLook]:
    """Communities where 先审后发 is on."""
    return db.session.scalars(select(FirstLook).where(FirstLook.is_on.is_(True))).all()
