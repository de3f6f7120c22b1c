"""A photo somebody looked at and kept private: who sees it, which desk it leaves, and the way back."""

import io

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from civic.database import locked, writing
from civic.errors import Conflict
from civic.extensions import db
from civic.issues import photo_files, photos
from civic.issues.models import Issue
from civic.issues.photo_homes import ISSUE
from civic.issues.photo_models import Photo, PhotoState
from civic.ledger.models import LedgerEntry, LedgerPayload
from tests.factories.issues import make_told
from tests.issues import pictures


@pytest.fixture
def photo(town, tick):
    """A photo made anew, of a told issue; nobody has decided about it."""
    issue = make_told(town.community, town.resident, town.secretary)
    stored = photo_files.take_in(FileStorage(io.BytesIO(pictures.encoded("JPEG")), "照片.jpg"))
    with writing():
        taken = photos.add(stored, home=ISSUE, subject=locked(Issue, issue.id), by=town.resident)
    tick("issues.photos")
    db.session.refresh(taken)
    return taken


def see(page, photo):
    return page.fetch(f"/photos/{photo.token}/thumb").status_code


def test_one_that_stays_private_waits_on_no_desk_and_can_be_released_later(town, photo, page):
    desk = page.as_(town.secretary)
    assert "看照片" in desk.get("desk.index")
    desk.get("issues.photo", token=photo.token)
    doc = desk.submit("不公开这张")
    assert doc.h1 == "这张照片不公开" and not doc.all("#keep")
    db.session.refresh(photo)
    assert photo.state is PhotoState.PRIVATE and photo.public_token is None
    assert "看照片" not in desk.get("desk.index")
    assert see(page.as_(town.resident), photo) == 200 and see(page.as_(town.neighbour), photo) == 404
    assert "不公开" in page.as_(town.resident).get("issues.own", no=photo.issue_id).one("figcaption").text()
    (entry,) = db.session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "photo.kept_private"))
    assert not db.session.get(LedgerPayload, entry.id).public_json
    desk.get("issues.photo", token=photo.token)
    desk.submit("公开遮好的照片")
    db.session.refresh(photo)
    assert photo.is_released and photo.public_token


def test_a_second_click_keeps_it_private_once_and_arrives_where_the_first_did(town, photo, page):
    desk = page.as_(town.secretary)
    once = desk.get("issues.photo", token=photo.token).one("#keep").parent.css_first("[name=once]")
    for _ in range(2):
        doc = desk.post(f"/photos/{photo.token}/keeping", {"once": once.attributes["value"]}, status=303)
        assert "这张照片不公开" in doc and "更快" not in doc
    with pytest.raises(Conflict), writing():
        photos.keep_private(locked(Photo, photo.id), by=town.secretary)
