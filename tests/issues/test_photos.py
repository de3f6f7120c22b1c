"""A photo's way: into quarantine, made anew, seen by few, covered, released, taken back."""

import io
import os
import time

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from civic.database import locked, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import photo_files, photos
from civic.issues.cover import FINE, Grid
from civic.issues.models import Issue
from civic.issues.photo_homes import ISSUE
from civic.issues.photo_models import Photo, PhotoPurpose, PhotoState
from civic.issues.picture_kinds import MAX_BYTES, Refusal
from civic.ledger.models import LedgerEntry
from tests.factories.issues import make_issue, make_told
from tests.issues import pictures


@pytest.fixture
def issue(town):
    return make_issue(town.community, town.resident, "3号楼门口的灯坏了", place=town.door)


def taken(data):
    return photo_files.take_in(FileStorage(io.BytesIO(data), "照片.jpg"))


def add(issue, by, data=None, **more):
    """A photo of the issue, in quarantine."""
    stored = taken(pictures.encoded("JPEG") if data is None else data)
    with writing():
        return photos.add(stored, home=ISSUE, subject=locked(Issue, issue.id), by=by, **more)


@pytest.fixture
def ready(town, tick):
    """A photo made anew, of a told issue."""

    def make(data=None):
        issue = make_told(town.community, town.resident, town.secretary)
        photo = add(issue, town.resident, data or pictures.encoded("JPEG", pictures.noise(600, 400)))
        tick("issues.photos")
        db.session.refresh(photo)
        assert photo.state is PhotoState.READY
        return photo

    return make


def verbs():
    return set(db.session.scalars(select(LedgerEntry.verb).where(LedgerEntry.verb.startswith("photo."))))


def test_the_worker_makes_it_anew_and_the_original_is_gone(town, issue, tick):
    photo = add(issue, town.resident)
    original = photo_files.quarantined(photo.token)
    assert pictures.SECRET in original.read_bytes() and oct(original.stat().st_mode)[-3:] == "600"
    assert tick("issues.photos") == {"issues.photos": 1}
    db.session.refresh(photo)
    assert (photo.state, photo.width, photo.height) == (PhotoState.READY, 640, 480)
    assert not original.exists()
    assert pictures.SECRET not in photo_files.private(photo.token, "full").read_bytes()
    assert tick("issues.photos") == {"issues.photos": 0}


def test_a_killed_worker_leaves_it_to_the_next_one(town, issue, tick):
    photo = add(issue, town.resident)
    part = photo_files.private(photo.token, "full").with_suffix(".jpg.part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half a picture")
    tick("issues.photos")
    db.session.refresh(photo)
    assert photo.state is PhotoState.READY and not part.exists()


def test_a_photo_that_does_not_open_is_refused_with_a_sentence_and_deleted(town, issue, tick, page, sign_in):
    photo = add(issue, town.resident, pictures.encoded("JPEG", pictures.noise(300, 300))[:20_000])
    tick("issues.photos")
    db.session.refresh(photo)
    assert (photo.state, photo.refusal) == (PhotoState.REFUSED, Refusal.BROKEN)
    assert not photo_files.quarantined(photo.token).exists()
    sign_in(town.resident)
    assert "重拍" in page.get("issues.own", no=issue.id).text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Refusal.EMPTY),
        (pictures.HEIC, Refusal.HEIC),
        (pictures.GIF, Refusal.ANIMATION),
        (pictures.SVG, Refusal.DRAWING),
        (pictures.SCRIPT, Refusal.DRAWING),
        (b"#!/bin/sh\n", Refusal.UNKNOWN),
        (pictures.encoded("JPEG") + b"\0" * MAX_BYTES, Refusal.TOO_MANY_BYTES),
    ],
)
def test_the_request_refuses_in_plain_words_and_keeps_nothing(app, data, why):
    with pytest.raises(Refused) as refused:
        taken(data)
    assert str(refused.value) == str(why.sentence)
    assert not list((app.config["MEDIA"] / "quarantine").glob("*"))


def test_six_of_a_purpose_are_enough_and_refused_ones_do_not_count(town, issue):
    first = [add(issue, town.resident) for _ in range(6)]
    with pytest.raises(Refused):
        add(issue, town.resident)
    add(issue, town.resident, purpose=PhotoPurpose.AFTER)
    with writing():
        photos.refuse(locked(Photo, first[0].id), Refusal.BROKEN)
    add(issue, town.resident)


def see(page, photo, size="thumb"):
    return page.fetch(f"/photos/{photo.token}/{size}").status_code


def test_a_private_photo_is_seen_by_reporter_and_triage_and_nobody_else(town, ready, page):
    photo = ready()
    for person in (town.resident, town.secretary):
        assert see(page.as_(person), photo) == 200
    for person in (town.neighbour, town.second_adult, town.door_steward, town.auditor, town.delegate):
        assert see(page.as_(person), photo) == 404
    assert see(page, photo) == 404


def test_the_right_is_asked_again_at_each_look(town, ready, page):
    photo = ready()
    assert see(page.as_(town.secretary), photo) == 200
    with writing():
        for held in town.secretary.current_memberships():
            locked(type(held), held.id).valid_to = held.valid_from
    assert see(page.as_(town.secretary), photo) == 404


@pytest.mark.parametrize(
    "address", ["x", "..%2f..%2fetc%2fpasswd", "a" * 22, "a" * 500, "%00", "%F0%9F%98%80"]
)
@pytest.mark.parametrize("size", ["full", "thumb", "original", "..", "quarantine"])
def test_addresses_of_a_strangers_imagination_are_404(page, ready, address, size):
    assert page.fetch(f"/photos/{address}/{size}").status_code == 404


def test_no_original_is_ever_served(town, issue, page):
    photo = add(issue, town.resident)
    for size in ("full", "thumb", "original"):
        assert page.as_(town.resident).fetch(f"/photos/{photo.token}/{size}").status_code == 404


def test_releasing_makes_a_covered_copy_and_keeps_the_uncovered_one_private(town, ready, page):
    photo = ready()
    desk = page.as_(town.secretary)
    desk.get("issues.photo", token=photo.token)
    doc = desk.submit("公开遮好的照片", cells=["1", "2", "8"], caption="路灯")
    assert "已公开" in doc
    db.session.refresh(photo)
    assert photo.is_released and len(photo.covered_cells) == 12 and photo.caption == "路灯"
    public, private = (
        Image.open(io.BytesIO(asked.data))
        for asked in (
            page.fetch(f"/photos/{photo.public_token}/full"),
            page.as_(town.resident).fetch(f"/photos/{photo.token}/full"),
        )
    )
    box = Grid(600, 400, FINE).box(1)
    assert spread(public, box) < 8 < 60 < spread(private, box)
    assert spread(public, (450, 250, 550, 350)) > 60
    assert see(page, photo) == 404
    assert verbs() == {"photo.added", "photo.covered", "photo.released"}


def spread(picture, box):
    low, high = picture.crop([box[0] + 8, box[1] + 8, box[2] - 4, box[3] - 4]).convert("L").getextrema()
    return high - low


def test_a_public_copy_is_cacheable_bare_and_named_by_us_and_a_private_one_is_not_kept(town, ready, page):
    photo = ready()
    desk = page.as_(town.secretary)
    private = desk.fetch(f"/photos/{photo.token}/full")
    assert "no-store" in private.headers["Cache-Control"]
    desk.get("issues.photo", token=photo.token)
    desk.submit("公开遮好的照片")
    db.session.refresh(photo)
    public = page.fetch(f"/photos/{photo.public_token}/full")
    assert public.headers["Cache-Control"] == "public, max-age=86400, immutable"
    for answer in (private, public):
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Disposition"] == f"inline; filename=photo-{photo.id}.jpg"
        assert "Set-Cookie" not in answer.headers


def test_a_copy_is_public_only_while_its_issue_is_told(town, ready, page):
    photo = ready()
    release(town, page, photo)
    assert page.fetch(f"/photos/{photo.public_token}/thumb").status_code == 200
    with writing() as session:
        session.execute(db.text("UPDATE issue SET visibility = 'handlers_only'"))
    assert page.fetch(f"/photos/{photo.public_token}/thumb").status_code == 404


def release(town, page, photo):
    desk = page.as_(town.secretary)
    desk.get("issues.photo", token=photo.token)
    desk.submit("公开遮好的照片")
    db.session.refresh(photo)
    return desk


def test_taking_it_back_ends_the_address_and_the_next_release_has_another(town, ready, page):
    photo = ready()
    desk = release(town, page, photo)
    first = photo.public_token
    desk.submit("从公开页收回")
    assert page.fetch(f"/photos/{first}/full").status_code == 404
    assert not photo_files.public(first, "full").exists()
    release(town, page, photo)
    assert photo.public_token != first and "photo.withdrawn" in verbs()


def test_squares_can_be_kept_and_refined_before_releasing(town, ready, page):
    photo = ready()
    desk = page.as_(town.secretary)
    desk.get("issues.photo", token=photo.token)
    doc = desk.submit("换小格子", cells=["1"])
    ticked = {int(box.attrs["value"]) for box in doc.all("input[name=cells][checked]")}
    assert ticked == {1, 2, 13, 14}
    db.session.refresh(photo)
    assert photo.state is PhotoState.READY and set(photo.covered_cells) == ticked


def test_a_failed_covering_makes_nothing_public(town, ready, page, monkeypatch):
    photo = ready()
    monkeypatch.setattr("civic.issues.reencoding.WALL_SECONDS", 0)
    monkeypatch.setattr("civic.issues.reencoding.CHILD", photo_files.private(photo.token, "full"))
    desk = page.as_(town.secretary)
    desk.get("issues.photo", token=photo.token)
    desk.submit("公开遮好的照片", cells=["1"], status=422)
    db.session.refresh(photo)
    assert photo.state is PhotoState.READY and photo.public_token is None


def test_only_who_sorts_matters_there_covers_and_releases(town, ready, page):
    photo = ready()
    for act in ("release", "cover", "keeping", "withdrawal"):
        assert page.as_(town.resident).post(f"/photos/{photo.token}/{act}", {"cells": 1}, status=403)
    db.session.refresh(photo)
    assert photo.state is PhotoState.READY


def test_two_people_releasing_at_once_the_second_is_told(town, ready):
    photo = ready()
    with writing():
        photos.release(locked(Photo, photo.id), by=town.secretary, public_token="a" * 22)
    with pytest.raises(Conflict), writing():
        photos.release(locked(Photo, photo.id), by=town.secretary, public_token="b" * 22)
    with pytest.raises(Conflict), writing():
        photos.remove(locked(Photo, photo.id), by=town.resident)
    with writing():
        photos.withdraw(locked(Photo, photo.id), by=town.secretary)
    with pytest.raises(Conflict), writing():
        photos.withdraw(locked(Photo, photo.id), by=town.secretary)


def test_leftovers_go_after_a_day(app, town, issue, tick):
    photo = add(issue, town.resident)
    orphan = photo_files.quarantined("b" * 22)
    orphan.write_bytes(b"nobody's")
    yesterday = time.time() - 2 * 24 * 3600
    for path in (orphan, photo_files.quarantined(photo.token)):
        os.utime(path, (yesterday, yesterday))
    with writing() as session:
        session.execute(db.text("UPDATE photo SET issue_id = NULL, created_at = '2020-01-01 00:00:00'"))
        kept = photo_files.take_in(FileStorage(io.BytesIO(pictures.encoded("PNG")), "x"))
    assert tick("issues.photo_leftovers") == {"issues.photo_leftovers": 2}
    assert not orphan.exists() and photo_files.quarantined(kept.token).exists()
    assert db.session.scalar(select(db.func.count()).select_from(Photo)) == 0
    assert tick("issues.photo_leftovers") == {"issues.photo_leftovers": 0}
