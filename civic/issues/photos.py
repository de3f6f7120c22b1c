"""The verbs of a photo: guard, change, ledger entry. They never commit and never touch files.

A photo is private until somebody releases a copy of it; releasing, keeping it private, covering and
withdrawing leave entries. Files are the views' and the worker's affair (photo_files.py), before and
after `writing()`.
"""

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from civic.database import utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues.cover import FINE, Grid
from civic.issues.photo_homes import home_of
from civic.issues.photo_models import Photo, PhotoPurpose, PhotoState
from civic.issues.photo_workflow import move
from civic.issues.picture_kinds import MAX_PHOTOS, Refusal
from civic.ledger.workflow import act, record

ADDED = act("photo.added", public={"purpose"})
COVERED = act("photo.covered", public={"cells"})
RELEASED = act("photo.released", public={"purpose", "covered"})
KEPT_PRIVATE = act("photo.kept_private")
WITHDRAWN = act("photo.withdrawn")
REMOVED = act("photo.removed")


def add(stored, *, home, subject, by, purpose=PhotoPurpose.REPORT) -> Photo:
    """A file in quarantine becomes a photo of `subject`. Raises Refused beyond six of one purpose."""
    photo = Photo(
        token=stored.token,
        bytes=stored.bytes,
        sha256=stored.sha256,
        purpose=purpose,
        state=PhotoState.QUARANTINED,
        taken_by=by.id if by.is_authenticated else None,
        caption="",
        covered_cells=[],
        created_at=utcnow(),
    )
    attach(photo, subject, purpose)
    if db.session.scalar(_kept(photo.home, purpose)) >= MAX_PHOTOS:
        raise Refused(Refusal.TOO_MANY_PHOTOS.sentence)
    db.session.add(photo)
    db.session.flush()
    if home.name != "draft":  # nobody has raised anything yet
        _record(ADDED, photo, by=by, public={"purpose": purpose.value})
    return photo


def attach(photo, subject, purpose) -> None:
    """Let a photo belong to this row (a draft, an issue, an action item) for this purpose."""
    table = subject.__tablename__
    photo.issue_id = subject.id if table == "issue" else None
    photo.draft_id = subject.id if table == "draft" else None
    generic = table not in ("issue", "draft")
    photo.subject_type, photo.subject_id = (table, subject.id) if generic else (None, None)
    photo.purpose = purpose


def move_photos(draft, issue) -> None:
    """What was added to a draft goes with the issue it becomes. One statement."""
    db.session.execute(
        update(Photo).where(Photo.draft_id == draft.id).values(draft_id=None, issue_id=issue.id)
    )


def prepared(photo, picture) -> None:
    """The worker made it anew: it can be shown to those who may see it."""
    move(photo, PhotoState.READY)
    photo.width, photo.height = picture.width, picture.height


def refuse(photo, why: Refusal) -> None:
    """It could not be opened safely; its sender reads why."""
    move(photo, PhotoState.REFUSED)
    photo.refused_reason = why.value


def _guard_releasable(photo):
    if not photo.is_releasable:
        raise Conflict(_("This photo is not waiting to be released."), _("Look at it once more."))


def cover_up(photo, *, by, cells) -> None:
    """Remember which cells of the fine grid are to be blotted out in every public copy."""
    _guard_releasable(photo)
    known = set(Grid(photo.width, photo.height, FINE).numbers)
    photo.covered_cells = sorted(set(cells) & known)
    _record(COVERED, photo, by=by, public={"cells": len(photo.covered_cells)})


def release(photo, *, by, public_token, caption="") -> None:
    """Make a copy public under an address of its own, also of one kept private so far.

    Raises Conflict when it is neither ready nor private.
    """
    _guard_releasable(photo)
    move(photo, PhotoState.RELEASED)
    photo.public_token, photo.released_at = public_token, utcnow()
    photo.caption = caption.strip()
    covered = bool(photo.covered_cells)
    _record(RELEASED, photo, by=by, public={"purpose": photo.purpose.value, "covered": covered})


def keep_private(photo, *, by) -> None:
    """Somebody looked at it and decided: it is not for everybody. Releasing it later undoes that.

    Raises Conflict unless it waits to be released.
    """
    move(photo, PhotoState.PRIVATE)
    _record(KEPT_PRIVATE, photo, by=by)


def withdraw(photo, *, by) -> None:
    """Take the public copy back; the photo itself stays for those who handle the matter."""
    if photo.state is not PhotoState.RELEASED:
        raise Conflict(_("This photo is not public."), _("Look at it once more."))
    move(photo, PhotoState.READY)
    photo.public_token = photo.released_at = None
    _record(WITHDRAWN, photo, by=by)


def remove(photo, *, by) -> None:
    """Its sender takes it back, as long as no copy of it is public."""
    if photo.is_released:
        raise Conflict(
            _("This photo is public already."), _("Ask the community office to take it back first.")
        )
    if photo.draft_id is None:
        _record(REMOVED, photo, by=by)
    db.session.delete(photo)


def photos_of(subject, *purposes) -> list[Photo]:
    """Photos of a draft, an issue or another row, oldest first, refused ones too. One statement."""
    mine = _belongs((subject.__tablename__, subject.id))
    statement = select(Photo).where(mine).order_by(Photo.id)
    if purposes:
        statement = statement.where(Photo.purpose.in_(purposes))
    return list(db.session.scalars(statement))


def released_of(table, numbers) -> dict[int, list[Photo]]:
    """row of `table` → its released photos, oldest first; none for none. One statement."""
    mine = Photo.subject_type == table, Photo.subject_id.in_(numbers), Photo.state == PhotoState.RELEASED
    found = {}
    for photo in db.session.scalars(select(Photo).where(*mine).order_by(Photo.id)) if numbers else ():
        found.setdefault(photo.subject_id, []).append(photo)
    return found


def _kept(home, purpose):
    mine = _belongs(home), Photo.purpose == purpose, Photo.state != PhotoState.REFUSED
    return select(func.count()).select_from(Photo).where(*mine)


def _belongs(home):
    table, number = home
    if table == "issue":
        return Photo.issue_id == number
    if table == "draft":
        return Photo.draft_id == number
    return (Photo.subject_type == table) & (Photo.subject_id == number)


def _record(verb, photo, *, by, public=None):
    found = home_of(photo)
    thread = found[0].thread(found[1]) if found else None
    community_id = getattr(found[1], "community_id", None) if found else None
    record(verb, subject=photo, thread=thread, by=by, community_id=community_id, public=public)
