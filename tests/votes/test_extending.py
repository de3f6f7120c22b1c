"""The close is put off once, before it has come, with its reason; the count is by the new close."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from benchmarks.tampering import load, verdict
from civic.database import utcnow, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.votes import bundle, queries
from civic.votes.extending import LONGEST, extend
from civic.votes.models import Vote
from tests.factories.votes import cast_for, close, end, make_draft, make_vote

verifier = load()


@pytest.fixture
def vote(town):
    return make_vote(town.secretary)


def put_off(vote, town, by=timedelta(days=3), reason="下雨,好几户没赶上"):
    vote = db.session.get(Vote, vote.id)
    with writing():
        return extend(vote, vote.closes_at + by, reason=reason, by=town.secretary)


def test_ballots_come_in_until_the_new_close_and_the_bundle_holds(vote, town, clock):
    first = vote.closes_at
    cast_for(vote, town.household, "甲")
    put_off(vote, town)
    clock.to(first + timedelta(hours=1))
    cast_for(db.session.get(Vote, vote.id), town.neighbour_household, "乙")
    clock.forward(days=9)
    vote = db.session.get(Vote, vote.id)
    assert close(vote).returned == 2
    raw = bundle.bundle_file(queries.vote_or_404(vote.id)).read_bytes()
    assert verdict(verifier, raw) == (0, "")


def test_it_is_on_record_and_happens_once(vote, town):
    put_off(vote, town)
    written = select(func.count()).where(LedgerEntry.verb == "vote.extended")
    assert db.session.scalar(written) == 1
    with pytest.raises(Conflict):
        put_off(vote, town)


@pytest.mark.parametrize(
    ("by", "reason"),
    [(timedelta(0), "x"), (-timedelta(hours=1), "x"), (LONGEST + timedelta(seconds=1), "x"),
     (timedelta(days=1), " ")],
)  # fmt: skip
def test_never_earlier_never_endless_never_without_a_reason(vote, town, by, reason):
    with pytest.raises(Refused):
        put_off(vote, town, by, reason)
    assert db.session.get(Vote, vote.id).extended_from is None


def test_not_after_the_close_and_not_of_a_draft(vote, town):
    end(vote)
    with pytest.raises(Conflict):
        put_off(vote, town)
    with pytest.raises(Conflict):
        put_off(make_draft(town.secretary), town)


def test_the_secretary_does_it_and_everybody_reads_why(vote, page, town):
    office = page.as_(town.secretary)
    office.get("votes.show", no=vote.id)
    office.follow("延期截止")
    day = (utcnow() + timedelta(days=20)).date().isoformat()
    office.submit("公开延期", closes_on=day, closes_hour="20", status=422)
    office.submit("公开延期", closes_on=day, closes_hour="20", reason="下雨,好几户没赶上")
    doc = page.get("votes.show", no=vote.id)
    assert "下雨,好几户没赶上" in doc and "截止时间延过一次" in doc
    assert not office.get("votes.show", no=vote.id).all("a[href$='extension/new']")
    early = (utcnow() - timedelta(days=2)).date().isoformat()
    office.post("votes.create_extension", {"closes_on": early, "closes_hour": "20", "reason": "x"},
                no=vote.id, status=409)  # fmt: skip


def test_nobody_else_may(vote, page, town):
    for person in (town.resident, town.staff, town.delegate, town.officer, town.auditor):
        page.as_(person).get("votes.new_extension", no=vote.id, status=403)
        page.as_(person).post("votes.create_extension", {"reason": "x"}, no=vote.id, status=403)
