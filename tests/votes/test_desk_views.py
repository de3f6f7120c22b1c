"""At the office's desk a home without a phone votes for itself; the home is told, nobody learns what."""

import re

import pytest
from sqlalchemy import func, select

from civic.accounts.roles import Standing
from civic.extensions import db
from civic.votes.entered_models import EnteredBallot
from civic.votes.models import Envelope, Turnout
from civic.votes.states import Channel
from tests.factories.accounts import make_resident
from tests.factories.votes import cast_for, close, end, entry_of, make_council_vote, make_vote, tell_homes

SEND = "投进票箱"


@pytest.fixture
def vote(town):
    return make_vote(town.secretary)


@pytest.fixture
def office(page, town):
    return page.as_(town.secretary)


def boxed():
    return db.session.scalar(select(func.count()).select_from(Envelope))


def by_desk():
    return db.session.scalar(select(Turnout.returned).where(Turnout.channel == Channel.DESK))


def to_ballot(office, vote, town, home=None):
    office.get("votes.show", no=vote.id)
    office.follow("窗口代办投票")
    office.follow(town.door.label)
    return office.get("votes.desk_ballot", no=vote.id, line=entry_of(vote, home or town.household).id)


def test_from_the_door_to_the_receipt(vote, office, town):
    doc = to_ballot(office, vote, town)
    assert not doc.all("input[checked]") and "3号楼1门 301" in doc
    doc = office.submit(SEND, choice="乙", seen="y")
    (said,) = [one for one in doc.flashes if "回执号" in one]
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", said) and "乙" not in said
    assert (boxed(), by_desk()) == (1, 1)
    noted = db.session.scalars(select(EnteredBallot)).one()
    assert noted.channel is Channel.DESK and noted.number is None
    assert close(vote).counts["chosen"]["乙"] == 1


def test_without_looking_who_they_are_nothing_goes_in_and_the_ticks_stay(vote, office, town):
    to_ballot(office, vote, town)
    doc = office.submit(SEND, choice="乙", status=422)
    assert len(doc.all("input[name=choice][value=乙][checked]")) == 1 and boxed() == 0
    office.submit(SEND, seen="y")
    assert boxed() == 1


def test_an_empty_ballot_is_not_taken(vote, office, town):
    to_ballot(office, vote, town)
    office.submit(SEND, seen="y", status=422)
    assert boxed() == 0


def test_where_the_home_has_voted_it_is_asked_first(vote, office, town):
    cast_for(vote, town.household, "甲")
    doc = to_ballot(office, vote, town)
    assert "已经" not in doc.one("form").text()  # the desk learns of it only when it sends
    office.submit(SEND, choice="乙", seen="y", status=409)
    assert by_desk() == 0
    office.submit(SEND, choice="乙", seen="y", replace="y")
    assert (boxed(), by_desk()) == (1, 1)


def test_after_the_close_it_is_said_so(vote, office, town):
    to_ballot(office, vote, town)
    form = office.last
    end(vote)
    office.submit(SEND, choice="乙", seen="y", on=form, status=409)
    assert boxed() == 0


def test_the_home_is_told_and_a_claimant_learns_nothing(vote, office, page, town, clock):
    to_ballot(office, vote, town)
    office.submit(SEND, choice="乙", seen="y")
    tell_homes(clock)
    doc = page.as_(town.resident).get("votes.entered_for_us", no=vote.id)
    assert "乙" not in doc and len(doc.all("main form")) == 1
    claims = make_resident(town.household, standing=Standing.CLAIMED)
    doc = page.as_(claims).get("votes.entered_for_us", no=vote.id)
    assert not doc.all("main form")
    line = entry_of(vote, town.household).id
    page.as_(claims).post("votes.challenge", no=vote.id, line=line, status=404)


def test_the_desk_is_the_office_s_and_for_secret_ballots_of_homes_only(vote, page, town):
    line = entry_of(vote, town.household).id
    for person in (town.resident, town.delegate, town.officer, town.auditor):
        theirs = page.as_(person)
        theirs.get("votes.desk", no=vote.id, status=403)
        theirs.get("votes.desk_ballot", no=vote.id, line=line, status=403)
        theirs.post(
            "votes.create_desk_ballot", {"choice": "甲", "seen": "y"}, no=vote.id, line=line, status=403
        )
    council = make_council_vote(town.secretary, town.council)
    seat = entry_of(council, town.seats[0]).id
    page.as_(town.secretary).get("votes.desk_ballot", no=council.id, line=seat, status=404)
    page.as_(town.secretary).get("votes.desk_ballot", no=council.id, line=line, status=404)
