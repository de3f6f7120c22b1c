"""Reads of uploaded hotline files: the street's list, one by number, what the worker has to do."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.database import utcnow
from civic.dispatch.hotline_models import FileState, HotlineUpload
from civic.errors import NotFound
from civic.extensions import db
from civic.places.models import Place, PlaceKind


def upload_or_404(no) -> HotlineUpload:
    """One file with its community. Raises NotFound."""
    statement = select(HotlineUpload).where(HotlineUpload.id == no)
    upload = db.session.scalar(statement.options(joinedload(HotlineUpload.community)))
    if upload is None:
        raise NotFound(None)
    return upload


def recent_of(street_ids, size=20) -> list[HotlineUpload]:
    """The newest files of these streets (1 statement)."""
    mine = select(HotlineUpload).where(HotlineUpload.street_id.in_(street_ids))
    return list(db.session.scalars(mine.order_by(HotlineUpload.id.desc()).limit(size)))


def communities_of(street_ids) -> list[Place]:
    """The communities of these streets."""
    mine = Place.parent_id.in_(street_ids), Place.kind == PlaceKind.COMMUNITY
    return list(db.session.scalars(select(Place).where(*mine).order_by(Place.id)))


def due_numbers() -> list[int]:
    """Files the worker has to look through or take in and nobody is at, the oldest first."""
    free = or_(HotlineUpload.claimed_until.is_(None), HotlineUpload.claimed_until < utcnow())
    due = HotlineUpload.state.in_((FileState.WAITING, FileState.ACCEPTED))
    return list(db.session.scalars(select(HotlineUpload.id).where(due, free).order_by(HotlineUpload.id)))
