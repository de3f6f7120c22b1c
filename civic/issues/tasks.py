"""What the worker does for issues: photos, longer words for search, leftovers, summaries that are due."""

import contextlib
from datetime import timedelta

from sqlalchemy import delete, select

from civic.database import locked, utcnow, writing
from civic.errors import CivicError
from civic.extensions import db
from civic.issues import photo_files, photos, queries, reencoding, search, summaries
from civic.issues.models import Issue
from civic.issues.photo_models import Photo, PhotoState
from civic.issues.segmentation import tokens
from civic.ticking import sweep

AT_ONCE = 24  # photos of one look, so that other sweeps get their turn


@sweep("issues.photos")
def make_photos() -> int:
    """Make quarantined photos anew, oldest first, and delete the originals. Idempotent."""
    waiting = select(Photo.id, Photo.token).where(Photo.state == PhotoState.QUARANTINED)
    rows = db.session.execute(waiting.order_by(Photo.id).limit(AT_ONCE)).all()
    for number, token in rows:
        _make(number, token)
    return len(rows)


def _make(number, token):
    source = photo_files.quarantined(token)
    full, thumb = (photo_files.private(token, size) for size in photo_files.SIZES)
    full.parent.mkdir(parents=True, exist_ok=True)
    made = reencoding.reencode(source, full, thumb)
    with writing():
        photo = locked(Photo, number)
        if photo is None:  # its sender took it back in the meantime
            photo_files.forget(token)
        elif photo.state is PhotoState.QUARANTINED:
            settle = photos.prepared if isinstance(made, reencoding.Picture) else photos.refuse
            settle(photo, made)
    source.unlink(missing_ok=True)


@sweep("issues.search_words")
def add_words() -> int:
    """Index the longer words of issues whose public words changed."""
    waiting = search.due()
    for number, mark in waiting:
        issue = db.session.get(Issue, number)
        title, words = search.public_texts(issue)
        found = {"title": tokens(title), "words": tokens(words)}
        with writing():
            issue = locked(Issue, number)
            if issue.is_told:
                search.put(search.PUBLIC, number, **found)
            search.done(number, mark)
    return len(waiting)


@sweep("issues.photo_leftovers")
def forget_leftovers() -> int:
    """Once an hour: delete photos of drafts that ended, and files of a day ago that no row knows."""
    if photo_files.looked_lately():
        return 0
    ended = Photo.issue_id.is_(None) & Photo.draft_id.is_(None) & Photo.subject_id.is_(None)
    old = Photo.created_at < utcnow() - timedelta(days=1)
    left = db.session.execute(select(Photo.id, Photo.token).where(ended, old).limit(500)).all()
    if left:
        with writing():
            db.session.execute(delete(Photo).where(Photo.id.in_([number for number, _ in left])))
    for _, token in left:
        photo_files.forget(token)
    return len(left) + _forget_unknown_files()


def _forget_unknown_files():
    gone = 0
    for folder, key in (
        ("quarantine", Photo.token),
        ("private", Photo.token),
        ("public", Photo.public_token),
    ):
        on_disk = photo_files.old_files(folder)
        known = set(db.session.scalars(select(key).where(key.in_(on_disk)))) if on_disk else set()
        for name in on_disk.keys() - known:
            gone += len(on_disk[name])
            for path in on_disk[name]:
                path.unlink(missing_ok=True)
    return gone


@sweep("issues.summaries")
def release_summaries() -> int:
    """Make summaries public that were shown for 24 hours without an objection; each on its own."""
    released = 0
    for number in queries.summaries_due():
        with contextlib.suppress(CivicError), writing():  # somebody was quicker: nothing is due any more
            summaries.release(locked(Issue, number), by=None)
            released += 1
    return released
