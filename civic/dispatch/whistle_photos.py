"""Photos the called bodies took on the spot: those of a whistle's calls, in one statement."""

from sqlalchemy import select

from civic.extensions import db
from civic.issues.photo_models import Photo

SUBJECT = "whistle_call"


def photos_of_calls(calls) -> dict:
    """call id → its photos, oldest first; one statement."""
    found = {call.id: [] for call in calls}
    statement = select(Photo).where(Photo.subject_type == SUBJECT, Photo.subject_id.in_(found))
    for photo in db.session.scalars(statement.order_by(Photo.id)):
        found[photo.subject_id].append(photo)
    return found
