"""Reads of whistles: lists by keyset, one whistle with what its page needs, what the sweep looks at."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.councils.models import Body, BodyKind
from civic.database import locked, utcnow
from civic.dispatch.models import DispatchLeg
from civic.dispatch.whistle_found_models import BoundaryFinding, ChainLink, TaskForce, WhistleRating
from civic.dispatch.whistle_models import Whistle, WhistleCall
from civic.dispatch.whistle_states import (
    AWAITED,
    PREPARED,
    RUNNING,
    SOLVED,
    CallState,
    Side,
    WhistleState,
)
from civic.extensions import db
from civic.issues.photo_models import Photo
from civic.paging import keyset
from civic.places.models import Place, PlaceKind

SUBJECT = "whistle_call"
SHOWN = 60
OPEN_CALLS = AWAITED | {CallState.LATE, CallState.NO_SHOW, CallState.CHECKED_IN}


def whistle_with_calls(number) -> Whistle | None:
    """A whistle with its places, issue, matter and called bodies: three statements."""
    return db.session.scalar(
        select(Whistle)
        .options(
            joinedload(Whistle.community),
            joinedload(Whistle.street),
            joinedload(Whistle.second_street),
            joinedload(Whistle.asking_body),
            joinedload(Whistle.issue),
            joinedload(Whistle.thread),
            selectinload(Whistle.calls).joinedload(WhistleCall.body),
        )
        .where(Whistle.id == number)
    )


def call_with_whistle(number, call_id) -> WhistleCall | None:
    """One called body of that whistle, with both."""
    whistle = joinedload(WhistleCall.whistle)
    return db.session.scalar(
        select(WhistleCall)
        .options(
            joinedload(WhistleCall.body),
            whistle.joinedload(Whistle.street),
            whistle.joinedload(Whistle.community),
            whistle.joinedload(Whistle.asking_body),
        )
        .where(WhistleCall.id == call_id, WhistleCall.whistle_id == number)
    )


def locked_call(call_id) -> WhistleCall | None:
    """The call, locked behind its whistle: always in this order, so that no two wait for each other."""
    number = db.session.scalar(select(WhistleCall.whistle_id).where(WhistleCall.id == call_id))
    return locked(WhistleCall, call_id) if number and locked(Whistle, number) else None


def page_of_whistles(show="running", after=None, size=20):
    """A page of the public list, newest first. show: running, solved, called_off."""
    states = {"running": RUNNING, "solved": SOLVED, "called_off": {WhistleState.CALLED_OFF}}[show]
    statement = (
        select(Whistle)
        .options(joinedload(Whistle.street), joinedload(Whistle.second_street), selectinload(Whistle.calls))
        .where(Whistle.blown_at.is_not(None), Whistle.state.in_(states))
    )
    return keyset(statement, [Whistle.blown_at, Whistle.id], after, size)


def prepared_for(street_ids, community_ids, body_ids) -> list[Whistle]:
    """What these streets have to agree to or blow, what these communities and bodies asked for."""
    mine = (
        Whistle.street_id.in_(street_ids)
        | Whistle.second_street_id.in_(street_ids)
        | Whistle.community_id.in_(community_ids)
        | Whistle.asked_by_body_id.in_(body_ids)
    )
    statement = (
        select(Whistle)
        .options(joinedload(Whistle.street), joinedload(Whistle.second_street), selectinload(Whistle.calls))
        .where(mine, Whistle.state.in_(PREPARED))
        .order_by(Whistle.id)
        .limit(SHOWN)
    )
    return list(db.session.scalars(statement))


def escalated_in(district_ids) -> list[WhistleCall]:
    """Called bodies the district has to decide about, oldest first."""
    statement = (
        select(WhistleCall)
        .join(WhistleCall.whistle)
        .options(joinedload(WhistleCall.body), joinedload(WhistleCall.whistle))
        .where(
            Whistle.district_id.in_(district_ids) | Whistle.second_district_id.in_(district_ids),
            Whistle.state.in_(RUNNING),
            WhistleCall.escalated_at.is_not(None),
            WhistleCall.state.in_((CallState.LATE, CallState.NO_SHOW, CallState.DECLINED)),
        )
        .order_by(WhistleCall.escalated_at, WhistleCall.id)
        .limit(SHOWN)
    )
    return list(db.session.scalars(statement))


def calls_of_bodies(body_ids) -> list[WhistleCall]:
    """What these bodies are called to and is not over: who must come first stands first."""
    whistle = joinedload(WhistleCall.whistle)
    statement = (
        select(WhistleCall)
        .join(WhistleCall.whistle)
        .options(joinedload(WhistleCall.body), whistle.joinedload(Whistle.street))
        .where(
            WhistleCall.body_id.in_(body_ids),
            WhistleCall.state.in_(OPEN_CALLS),
            Whistle.state.in_(RUNNING | {WhistleState.RESOLVED}),
        )
        .order_by(WhistleCall.state == CallState.CHECKED_IN, WhistleCall.report_by, WhistleCall.id)
        .limit(SHOWN)
    )
    return list(db.session.scalars(statement))


def calls_of(whistle) -> list[WhistleCall]:
    """Its called bodies as they are now; the caller's changes are flushed first."""
    db.session.flush()
    return list(
        db.session.scalars(
            select(WhistleCall).where(WhistleCall.whistle_id == whistle.id).order_by(WhistleCall.id)
        )
    )


def due_calls(limit=200) -> list[int]:
    """Ids of calls the sweep has to look at now."""
    statement = select(WhistleCall.id).where(WhistleCall.next_look_at <= utcnow())
    return list(db.session.scalars(statement.order_by(WhistleCall.next_look_at, WhistleCall.id).limit(limit)))


def due_whistles(limit=200) -> list[int]:
    """Ids of whistles whose time of rating is over."""
    over = select(Whistle.id).where(Whistle.next_look_at <= utcnow()).order_by(Whistle.next_look_at)
    return list(db.session.scalars(over.limit(limit)))


def has_part_in(body, issue) -> bool:
    """Whether that body was given a part of the issue's order, in any round."""
    parts = select(DispatchLeg.id).where(
        DispatchLeg.order_id == issue.work_order_id, DispatchLeg.body_id == body.id
    )
    return issue.work_order_id is not None and db.session.scalar(parts.limit(1)) is not None


def place(place_id) -> Place:
    """That place."""
    return db.session.get(Place, place_id)


def streets_besides(street_ids) -> list[Place]:
    """Every street but these: one of them may lead too."""
    statement = select(Place).where(Place.kind == PlaceKind.SUBDISTRICT, Place.id.not_in(street_ids))
    return list(db.session.scalars(statement.order_by(Place.parent_id, Place.id)))


def bodies_for(*places) -> list[Body]:
    """Who can be called there and is not dissolved: those nearest to the first place first."""
    near = {number: rank for rank, number in enumerate(reversed(_line(places[0])))}
    everywhere = {number for each in places if each for number in _line(each)}
    statement = select(Body).where(Body.place_id.in_(everywhere), Body.ended_on.is_(None))
    return sorted(db.session.scalars(statement), key=lambda body: (near.get(body.place_id, 99), body.id))


def _line(place):
    return (*place.ancestor_ids, place.id)


def bodies(ids) -> list[Body]:
    """These bodies, in their order."""
    return list(db.session.scalars(select(Body).where(Body.id.in_(ids)).order_by(Body.id)))


def office_of(street_id) -> Body | None:
    """The street's own office, which holds a matter of a whistle."""
    return db.session.scalar(
        select(Body)
        .where(Body.place_id == street_id, Body.kind == BodyKind.SUBDISTRICT_OFFICE, Body.ended_on.is_(None))
        .order_by(Body.id)
        .limit(1)
    )


def may_lead_force(whistle) -> list[Body]:
    """The lead streets' own bodies, then those called (loaded)."""
    own = select(Body).where(
        Body.place_id.in_({whistle.street_id, whistle.second_street_id} - {None}), Body.ended_on.is_(None)
    )
    found = list(db.session.scalars(own.order_by(Body.id)))
    return found + [call.body for call in whistle.calls if call.body not in found]


def boundary_finding_of(whistle) -> BoundaryFinding | None:
    """Where the border runs, if somebody has written it."""
    return db.session.get(BoundaryFinding, whistle.id)


def links_of(whistle) -> list[ChainLink]:
    """The chain, in the order its links were named."""
    return list(
        db.session.scalars(
            select(ChainLink)
            .options(joinedload(ChainLink.body))
            .where(ChainLink.whistle_id == whistle.id)
            .order_by(ChainLink.id)
        )
    )


def link_of(number, link_id) -> ChainLink | None:
    """One link of that whistle's chain."""
    return db.session.scalar(select(ChainLink).where(ChainLink.id == link_id, ChainLink.whistle_id == number))


def count_open_links(whistle) -> int:
    """How many links are not done."""
    db.session.flush()
    return db.session.scalar(
        select(func.count())
        .select_from(ChainLink)
        .where(ChainLink.whistle_id == whistle.id, ChainLink.done_at.is_(None))
    )


def task_force_of(whistle) -> TaskForce | None:
    """The task force, if there is one."""
    return db.session.scalar(
        select(TaskForce).options(joinedload(TaskForce.lead)).where(TaskForce.whistle_id == whistle.id)
    )


def rating_of_call(call, side) -> WhistleRating | None:
    """What one end said of the other."""
    return db.session.scalar(
        select(WhistleRating).where(WhistleRating.call_id == call.id, WhistleRating.side == side)
    )


def rating_by(whistle, person) -> WhistleRating | None:
    """What this resident said of the result."""
    return db.session.scalar(
        select(WhistleRating).where(
            WhistleRating.whistle_id == whistle.id, WhistleRating.resident_id == person.id
        )
    )


def ratings_of(whistle) -> list[WhistleRating]:
    """What both ends said, in the order it came."""
    return list(
        db.session.scalars(
            select(WhistleRating)
            .where(WhistleRating.whistle_id == whistle.id, WhistleRating.side != Side.RESIDENT)
            .order_by(WhistleRating.id)
        )
    )


def count_ratings(whistle) -> int:
    """How many ratings of the two ends there are."""
    db.session.flush()
    return db.session.scalar(
        select(func.count())
        .select_from(WhistleRating)
        .where(WhistleRating.whistle_id == whistle.id, WhistleRating.side != Side.RESIDENT)
    )


def photos_of_calls(calls) -> dict:
    """call id → its photos, oldest first; one statement."""
    found = {call.id: [] for call in calls}
    statement = select(Photo).where(Photo.subject_type == SUBJECT, Photo.subject_id.in_(found))
    for photo in db.session.scalars(statement.order_by(Photo.id)):
        found[photo.subject_id].append(photo)
    return found
