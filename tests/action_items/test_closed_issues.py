"""A promise made for an issue only its handlers read says no more in public than the issue does."""

import pytest

from civic.action_items import workflow
from civic.action_items.models import ActionItem
from civic.database import locked, writing
from civic.extensions import db
from civic.issues.kinds import IssueKind, Visibility
from civic.issues.models import Photo, PhotoState
from civic.issues.photo_homes import HOMES
from tests.factories.action_items import finished, make_evidence, make_item
from tests.factories.issues import make_accepted, make_issue

WHAT, STANDARD, NOTE = "查302老王的违建", "违建拆掉了", "老王不在家"


@pytest.fixture(params=[IssueKind.REPORT, IssueKind.COMPLAINT], ids=["closed", "not yet told"])
def item(request, town):
    shown = Visibility.HANDLERS_ONLY if request.param is IssueKind.REPORT else Visibility.PUBLIC
    issue = make_issue(town.community, town.resident, visibility=shown)
    issue = make_accepted(issue, town.secretary, kind=request.param)
    item = make_item(issue, town.secretary, town.property, what=WHAT, standard=STANDARD)
    with writing():
        workflow.note_progress(locked(ActionItem, item.id), by=town.secretary, words=NOTE)
    return item


def pages(page, item):
    yield page.get("action_items.index")
    yield page.get("action_items.body", body_id=item.owner_body_id)
    yield page.get("action_items.show", no=item.id)
    yield page.get("transparency.thread", no=item.issue_id)


def test_neighbours_and_strangers_read_number_and_stage_only(item, page, town):
    for visitor in (page, page.as_(town.neighbour)):
        for doc in pages(visitor, item):
            assert not any(words in doc for words in (WHAT, STANDARD, NOTE))


def test_whoever_does_it_or_asked_for_it_reads_it_all(item, page, town):
    for person in (town.delegate, town.secretary, town.resident):
        doc = page.as_(person).get("action_items.show", no=item.id)
        assert all(words in doc for words in (WHAT, STANDARD, NOTE))


def test_its_photos_stay_closed_too(item, page):
    photo = make_evidence(item, state=PhotoState.RELEASED)
    with writing():
        kept = db.session.get(Photo, photo.id)
        kept.public_token = "p" * 32
        kept.width = kept.height = 10
    doc = page.get("action_items.show", no=item.id)
    assert "p" * 32 not in doc
    assert not HOMES["action_item"].is_told(db.session.get(ActionItem, item.id))


def test_whoever_does_it_adds_photos_while_it_is_worked_on(item, page, town):
    page.as_(town.delegate).get("issues.photo_new", home="action_item", key=item.id)
    page.as_(town.neighbour).get("issues.photo_new", home="action_item", key=item.id, status=404)
    finished(item, town.secretary)
    page.as_(town.delegate).get("issues.photo_new", home="action_item", key=item.id, status=404)
