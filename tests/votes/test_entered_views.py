"""What was entered in a home's name, 这不是我投的, and who vouches for a count; page by page."""

from sqlalchemy import select

from civic.database import local_today, writing
from civic.extensions import db
from civic.votes import entered
from civic.votes.entered_models import DAYS_TO_OBJECT, Announcement, Certification, EntryChallenge
from civic.votes.models import Vote
from tests.factories.votes import (
    ballot_of,
    close,
    count_by_hand,
    entry_of,
    hand_in,
    key_twice,
    make_paper_vote,
    make_vote,
    put_on_paper,
    stop,
    tell_homes,
)


def counted(vote, town, *homes):
    """These homes said yes on paper; counted, not certified."""
    for home in homes:
        hand_in(vote, home)
    numbers = [ballot_of(vote, home) for home in homes]
    vote = stop(vote)
    count_by_hand(vote, town, returned=len(homes), spoiled=0, unreturned=7 - len(homes))
    for number in numbers:
        key_twice(vote, town, number, {"choice": "yes"})
    close(vote)
    return db.session.get(Vote, vote.id)


def test_a_home_reads_what_was_entered_and_says_in_one_tap_that_it_was_not_them(page, town):
    vote = make_vote(town.secretary)
    put_on_paper(vote, town)
    hand_in(vote, town.household)
    theirs = page.as_(town.resident)
    theirs.get("votes.show", no=vote.id)
    doc = theirs.follow("查一查")
    assert "同意" not in doc and "选票0" in doc
    doc = theirs.submit("这不是我投的")
    assert "社区正在查" in doc
    office = page.as_(town.secretary)
    office.get("votes.papers_page", no=vote.id)
    doc = office.follow("提出,去核定")
    assert f"{town.door.label} {town.household.unit_label}" in doc
    office.submit("作出核定", status=422)
    office.submit("作出核定", reason="问过本人和楼门长,票不是这户交的")
    assert db.session.scalar(select(EntryChallenge)).ruling == "set_aside"
    theirs.get("votes.ballot", no=vote.id)  # they may vote themselves now


def test_nobody_challenges_for_another_home(page, town):
    vote = make_vote(town.secretary)
    put_on_paper(vote, town)
    hand_in(vote, town.household)
    line = entry_of(vote, town.household).id
    page.as_(town.neighbour).post("votes.challenge", no=vote.id, line=line, status=404)
    doc = page.as_(town.neighbour).get("votes.entered_for_us", no=vote.id)
    assert "没有" in doc and not doc.all("button.stop")


def test_a_slip_is_enough_and_a_wrong_code_finds_nothing(page, town):
    vote = make_vote(town.secretary)
    put_on_paper(vote, town)
    hand_in(vote, town.household)
    line = entry_of(vote, town.household).id
    code = entered.code_for(vote.id, line)
    page.get("votes.entered_by_slip", no=vote.id, line=line, code="0" * 12, status=404)
    page.get("votes.entered_by_slip", no=vote.id, line=line + 1, code=code, status=404)
    page.get("votes.entered_by_slip", no=vote.id, line=line, code=code)
    page.submit("这不是我投的")
    assert db.session.scalar(select(EntryChallenge.roll_entry_id)) == line


def test_a_count_is_no_decision_until_announced_and_nobody_vouches_while_a_home_doubts(page, town, clock):
    homes = (town.household, town.neighbour_household, town.other_household)
    vote = counted(make_paper_vote(town), town, *homes)
    with writing():
        doubt = entered.challenge(db.session.get(Vote, vote.id), entry_of(vote, town.household))
        number = doubt.id
    tell_homes(clock, days=DAYS_TO_OBJECT + 1)
    office = page.as_(town.secretary)
    doc = office.get("votes.show", no=vote.id)
    assert "计票结果" in doc and "须经星榆花园业主大会公告才生效" in doc
    assert "业主大会决定" not in doc and "通过" not in doc.one("dl.three").text()
    office.submit("核定这次计票", status=409)
    with writing():
        entered.rule(
            db.session.get(EntryChallenge, number), theirs=True, reason="是老伴交的", by=town.secretary
        )
    office.get("votes.show", no=vote.id)
    office.submit("核定这次计票")
    assert db.session.get(Certification, vote.id).body_id == town.committee.id
    office.follow("附上公告")
    office.submit("附上", words="", status=422)
    office.submit("附上", words="业主大会公告:同意动用维修资金。", announced_on=local_today().isoformat())
    assert db.session.get(Announcement, vote.id) is not None
    assert "业主大会公告:同意动用维修资金。" in page.get("votes.show", no=vote.id)
