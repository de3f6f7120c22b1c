"""Drafts live a week on the server."""

from sqlalchemy import func, select

from civic.accounts import drafts
from civic.accounts.models import Draft
from civic.database import writing
from civic.extensions import db


def begin(**what):
    with writing():
        return drafts.start("issue", data={"words": "桶站太远"}, **what).token


def test_found_by_token_and_kind_only(app):
    token = begin()
    assert drafts.find(token, "issue").data == {"words": "桶站太远"}
    assert drafts.find(token, "topic") is None
    assert drafts.find("x" * 22, "issue") is None
    assert drafts.find("", "issue") is None


def test_gone_after_a_week_unless_kept(app, clock):
    token = begin()
    clock.forward(days=6)
    with writing():
        drafts.keep(drafts.find(token, "issue"), place=3)
    clock.forward(days=6)
    assert drafts.find(token, "issue").data == {"words": "桶站太远", "place": 3}
    clock.forward(days=2)
    assert drafts.find(token, "issue") is None


def test_swept(app, clock, tick):
    begin()
    clock.forward(days=8)
    tick("accounts.discard_old")
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_adopted_by_whoever_signs_in_first(app, town):
    token = begin()
    with writing():
        drafts.adopt(drafts.find(token, "issue"), town.resident.id)
        drafts.adopt(drafts.find(token, "issue"), town.neighbour.id)
    assert drafts.find(token, "issue").person_id == town.resident.id
