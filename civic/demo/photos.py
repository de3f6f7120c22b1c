"""Photos of the demo town's issues: drawn, so that they show nobody's door, car or face.

Drawn before the transaction by a process of its own (drawn_pictures.py); kept by the photos' own
verbs. Those of told issues are released, those of fresh ones wait for the secretary at triage.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from civic.accounts.models import Person
from civic.database import dated
from civic.demo.issues import case
from civic.demo.topics import people
from civic.extensions import db
from civic.issues import photo_files, photos
from civic.issues.models import Issue, Photo
from civic.issues.photo_files import Stored
from civic.issues.photo_homes import ISSUE
from civic.issues.reencoding import Picture

SIZE = (960, 720)  # as drawn_pictures.py draws
DRAWER = Path(__file__).with_name("drawn_pictures.py")
PHOTOS = {  # key of the issue: what is drawn, and its caption once released
    "C01": ("parking_lock", "3号楼1门前的地锁"),
    "C04": ("bins", "最近的桶站"),
    "N05": ("pothole", "中一路的坑"),
    "N07": ("lamp", "三层的灯"),
    "F00": ("manhole", ""),
    "F02": ("dark_gate", ""),
}


def prepare(_town) -> dict[str, Stored]:
    """Draw what is missing into the private folder; {key of the issue: its file}."""
    with_photo = select(Issue.external_no).join(Photo, Photo.issue_id == Issue.id)
    there = set(db.session.scalars(with_photo))
    db.session.remove()
    drawn = {key: photo_files.new_key() for key in PHOTOS if key not in there}
    if not drawn:
        return {}
    jobs = [
        {"of": PHOTOS[key][0]} | {size: str(_place(token, size)) for size in photo_files.SIZES}
        for key, token in drawn.items()
    ]
    subprocess.run(
        [sys.executable, "-I", str(DRAWER)],
        input=json.dumps(jobs),
        text=True,
        check=True,
        capture_output=True,
    )
    return {key: _stored(token) for key, token in drawn.items()}


def _place(token, size):
    path = photo_files.private(token, size)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _stored(token):
    content = photo_files.private(token, "full").read_bytes()
    return Stored(token, len(content), hashlib.sha256(content).hexdigest())


def load(town, drawn) -> int:
    """Hang each on its issue, on the day it was raised; returns how many."""
    secretary, added = people(town)["secretary"], 0
    for key, stored in drawn.items():
        issue = case(key)
        if issue is None:
            photo_files.forget(stored.token)
            continue
        reporter = db.session.get(Person, issue.reporter_id)
        with dated(issue.raised_at):
            photo = photos.add(stored, home=ISSUE, subject=issue, by=reporter)
            photos.prepared(photo, Picture(*SIZE))
        if issue.is_told:
            _release(photo, issue.summary_released_at, PHOTOS[key][1], secretary)
        added += 1
    return added


def _release(photo, moment, caption, by):
    key = photo_files.new_key()
    photo_files.publish_as_is(photo.token, key)
    with dated(moment):
        photos.release(photo, by=by, public_token=key, caption=caption)
