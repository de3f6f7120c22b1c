"""Sending photos one by one, without an account and without JavaScript; what is not taken says why."""

import io

import pytest
from sqlalchemy import select

from civic.extensions import db
from civic.issues.photo_models import Photo
from tests.factories.issues import make_issue
from tests.issues import pictures


@pytest.fixture
def issue(town):
    return make_issue(town.community, town.resident, "3号楼门口的灯坏了", place=town.door)


def upload(page, data, name="photo.jpg", **more):
    return page.submit("form.photo-add", photo=(io.BytesIO(data), name), **more)


def test_a_stranger_adds_photos_to_a_draft_one_by_one_and_takes_one_back(app, town, page, tick):
    start_draft(page)
    page.get("issues.pictures")
    doc = upload(page, pictures.encoded("JPEG"))
    assert "照片正在处理" in doc
    upload(page, pictures.encoded("PNG"))
    tick("issues.photos")
    doc = page.get("issues.pictures")
    sources = [image.attrs["src"] for image in doc.all("#photos img")]
    assert len(sources) == 2 and all(page.fetch(source).status_code == 200 for source in sources)
    assert app.test_client().get(sources[0]).status_code == 404
    doc = page.submit(f"form[action*='{db.session.scalars(select(Photo.token)).first()}']")
    assert len(doc.all("#photos img")) == 1
    assert len(list((app.config["MEDIA"] / "private").glob("*"))) == 2


def start_draft(page):
    page.get("issues.new")
    page.post("/issues/new", {"words": "路灯坏了"}, status=303)


def test_a_refused_file_comes_back_with_the_sentence_beside_the_field(town, page):
    start_draft(page)
    page.get("issues.pictures")
    doc = page.submit("加上这张", status=422)
    assert "还没选照片" in doc.one("#photo-error").text()
    doc = upload(page, pictures.HEIC, "IMG_1.HEIC", status=422)
    assert "截个屏" in doc.one("#photo-error").text()
    assert db.session.scalar(select(db.func.count()).select_from(Photo)) == 0


def test_a_second_click_on_the_same_form_makes_one_photo(town, page):
    start_draft(page)
    doc = page.get("issues.pictures")
    sent = {i.attrs["name"]: i.attrs.get("value", "") for i in doc.all("form.photo-add input[type=hidden]")}
    for _ in range(2):
        page.post("/photos", {**sent, "photo": (io.BytesIO(pictures.encoded("JPEG")), "a.jpg")}, status=303)
    assert db.session.scalar(select(db.func.count()).select_from(Photo)) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"home": "person", "key": "1"},
        {"home": "issue", "key": "1"},
        {"home": "issue", "key": "9" * 40},
        {"home": "draft", "key": "mine"},
        {"home": "draft", "key": "x", "purpose": "anything"},
    ],
)
def test_nobody_adds_photos_to_what_is_not_theirs(page, issue, asked):
    page.post("/photos", {**asked, "photo": (io.BytesIO(pictures.encoded("JPEG")), "a.jpg")}, status=404)
    assert db.session.scalar(select(db.func.count()).select_from(Photo)) == 0
