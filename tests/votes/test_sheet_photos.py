"""The signed tally sheet as a photo: the office adds it after the count, everybody sees it once released."""

import io

import pytest
from sqlalchemy import select

from civic.extensions import db
from civic.issues.photo_models import Photo, PhotoPurpose, PhotoState
from civic.ledger.models import LedgerEntry
from civic.threads.models import Thread
from civic.votes.models import Vote
from tests.factories.votes import cast_for, close, make_vote
from tests.issues import pictures


@pytest.fixture
def counted(town):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household, "甲")
    close(vote)
    return db.session.get(Vote, vote.id)


def form_of(vote):
    picture = io.BytesIO(pictures.encoded("JPEG", pictures.noise(600, 400)))
    return {"home": "vote", "key": vote.id, "purpose": "sheet", "photo": (picture, "sheet.jpg")}


def test_photographed_released_and_seen_by_everybody(counted, page, town, tick):
    office, stranger = page.as_(town.secretary), page.as_()
    stranger.get("votes.show", no=counted.id)
    doc = stranger.follow("唱票记录(正字):可打印,也可看签名原件")
    assert not doc.all("#photos") and not doc.all("figure")
    office.get("votes.tally_sheet", no=counted.id)
    office.post("issues.create_photo", form_of(counted))
    assert tick("issues.photos") == {"issues.photos": 1}
    (photo,) = db.session.scalars(select(Photo)).all()
    assert (photo.purpose, photo.state) == (PhotoPurpose.SHEET, PhotoState.READY)
    assert not stranger.get("votes.tally_sheet", no=counted.id).all("figure")
    office.get("votes.tally_sheet", no=counted.id)
    office.follow("遮挡、公开")
    office.submit("公开遮好的照片")
    doc = stranger.get("votes.tally_sheet", no=counted.id)
    (image,) = doc.all("figure img")
    assert stranger.fetch(image.attributes["src"]).headers["Content-Type"] == "image/jpeg"
    thread = db.session.get(Thread, counted.thread_id)
    said = select(LedgerEntry.verb).where(
        LedgerEntry.thread_id == thread.id, LedgerEntry.verb.like("photo.%")
    )
    assert set(db.session.scalars(said)) >= {"photo.added", "photo.released"}


def test_only_the_office_and_only_of_a_counted_vote(counted, page, town):
    for who in (None, town.resident, town.delegate):
        page.as_(who).post("issues.create_photo", form_of(counted), status=404)
    still_open = make_vote(town.secretary)
    page.as_(town.secretary).post("issues.create_photo", form_of(still_open), status=404)
    assert db.session.scalars(select(Photo)).all() == []
