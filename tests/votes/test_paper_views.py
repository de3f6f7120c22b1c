"""The paper of a vote, page by page: prepared, printed, handed in, keyed, counted, doubted, certified."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from civic.accounts.roles import Role
from civic.database import local_today, writing
from civic.extensions import db
from civic.places.models import Household
from civic.votes.models import Vote
from civic.votes.paper_models import Fate, PaperBallot, PaperKeying, PaperSheet
from civic.votes.paper_serials import serial_of
from civic.votes.states import VoteState
from civic.votes.workflow import open_vote
from tests.factories.accounts import make_staff
from tests.factories.topics import opinion_formed
from tests.factories.votes import (
    ballot_of,
    count_by_hand,
    entry_of,
    hand_in,
    hang_out,
    key_ballot,
    make_paper_vote,
    make_vote,
    stop,
)

YES, NO = {"choice": "yes"}, {"choice": "no"}


@pytest.fixture
def vote(town):
    """The owners' vote, open, every home with a ballot."""
    return make_paper_vote(town)


@pytest.fixture
def office(page, town):
    return page.as_(town.secretary)


def test_from_the_matter_to_printed_ballots(office, town):
    topic = opinion_formed(town.secretary)
    assert "准备纸质表决" in office.get("votes.matters", no=topic.id)
    office.get("votes.new_paper", no=topic.id, matter="use_fund")
    day = (local_today() + timedelta(days=9)).isoformat()
    office.submit(
        "存好,先不开始",
        convened_by="星榆花园业主大会",
        question="动用维修资金修屋顶",
        closes_on=day,
        closes_hour="20",
    )
    made = db.session.scalar(select(Vote))
    hang_out(made, town.secretary)
    with writing():
        open_vote(made, by=town.secretary)
    office.get("votes.show", no=made.id)
    office.follow("纸质选票管理")
    first, second = str(town.residents_committee.id), str(town.property.id)
    office.submit("就这两家", first=first, second=second)
    doc = office.submit("给还没有选票的每一户编号发票")
    assert any("已编号7张" in said for said in doc.flashes)
    office.follow(town.door.label)
    doc = office.follow("打印选票")
    here = select(func.count()).where(Household.door_id == town.door.id)
    assert len(doc.all("li.cut")) == db.session.scalar(here) > 1
    assert serial_of(made.id, 1) in doc and "同意" in doc


def test_one_body_twice_is_refused_on_the_page(office, town):
    vote = make_vote(town.secretary)
    office.get("votes.papers_page", no=vote.id)
    both = str(town.property.id)
    assert "两遍" in office.submit("就这两家", first=both, second=both, status=422)


def test_handed_in_by_number_the_balance_follows(vote, office, town):
    office.get("votes.papers_page", no=vote.id)
    number = ballot_of(vote, town.household)
    doc = office.submit("登记,下一张", serial=f"{number:04}", day=local_today().isoformat())
    assert [one for one in doc.texts("dl.facts dd")][:4] == ["7", "1", "0", "6"]
    doc = office.submit("登记,下一张", serial=f"{number:04}", day=local_today().isoformat(), status=409)
    assert doc.one("input[name=serial]").attributes["value"] == f"{number:04}"
    office.submit("登记,下一张", serial="甲乙", day=local_today().isoformat(), status=422)


def test_a_spoiled_one_is_exchanged(vote, office, town):
    office.get("votes.papers_page", no=vote.id)
    number = ballot_of(vote, town.household)
    typed = {"spoiled-serial": str(number), "spoiled-flaw": "exchanged"}
    doc = office.submit("作废,换一张新的", typed)
    assert any("换成8号" in said for said in doc.flashes)
    assert db.session.get(PaperBallot, (vote.id, number)).fate is Fate.SPOILED


def test_the_hand_count_has_to_add_up(vote, office, town):
    hand_in(vote, town.household)
    stop(vote)
    office.get("votes.papers_page", no=vote.id)
    doc = office.submit("记下清点结果", returned="2", spoiled="0", unreturned="5", status=422)
    assert "2" in doc.one("input[name=returned]").attributes["value"]
    assert db.session.get(PaperSheet, vote.id) is None
    office.submit("记下清点结果", returned="1", spoiled="0", unreturned="6")
    assert "票箱里的1张中" in office.get("votes.papers_page", no=vote.id)
    doc = office.submit("现在计票", status=409)
    assert "1" in doc.one(".notice.urgent").text()
    assert db.session.get(Vote, vote.id).state is VoteState.COUNTING


def test_two_bodies_key_blind_and_a_third_person_settles(vote, page, town):
    hand_in(vote, town.household)
    number = ballot_of(vote, town.household)
    vote = stop(vote)
    count_by_hand(vote, town, returned=1, spoiled=0, unreturned=6)
    for person, said in ((town.staff, "yes"), (town.delegate, "no")):
        theirs = page.as_(person)
        doc = theirs.get("votes.keying", no=vote.id)
        assert not doc.all("input[checked]")  # nothing of the other's shows
        theirs.submit("录好,下一张", serial=f"{number:04}", choice=said)
    assert len(db.session.scalars(select(PaperKeying)).all()) == 2
    office = page.as_(town.secretary)
    office.get("votes.papers_page", no=vote.id)
    doc = office.follow(f"选票{number:04}")
    assert "不同意" in doc
    office.submit("就是这么写的", choice="yes", status=422)  # without a reason
    office.submit("就是这么写的", choice="yes", reason="勾得很清楚")
    office.submit("现在计票")
    doc = page.get("votes.show", no=vote.id)
    assert "勾得很清楚" in doc and "发出7张" in doc


def test_a_ballot_is_keyed_once_by_each_and_what_was_typed_stays(vote, page, town):
    hand_in(vote, town.household)
    number = ballot_of(vote, town.household)
    key_ballot(vote, town.staff, number, YES)
    hand_in(vote, town.neighbour_household)
    theirs = page.as_(town.staff)
    theirs.get("votes.keying", no=vote.id)
    doc = theirs.submit("录好,下一张", serial=str(number), choice="no", status=409)
    assert doc.one("input[name=serial]").attributes["value"] == str(number)


def test_an_unreadable_ballot_is_keyed_with_its_flaw(vote, page, town):
    hand_in(vote, town.household)
    theirs = page.as_(town.staff)
    theirs.get("votes.keying", no=vote.id)
    theirs.submit("录好,下一张", flaw="blank")
    assert db.session.scalar(select(PaperKeying.flaw)) == "blank"


def test_the_number_on_a_ballot_says_only_whether_it_came_back(vote, page, town):
    number = ballot_of(vote, town.household)
    serial = serial_of(vote.id, number)
    assert "还没收回" in page.get("votes.paper", no=vote.id, serial=serial)
    hand_in(vote, town.household)
    doc = page.get("votes.paper", no=vote.id, serial=serial)
    assert town.household.unit_label not in doc.one("main").text()
    page.get("votes.paper", no=vote.id, serial=f"{number:04}-AAAAAA", status=404)


def test_three_days_in_vain_stand_on_the_sheet_of_the_door(vote, page, town, clock):
    line = {"line": entry_of(vote, town.household).id, "door": town.door.id}
    for _day in range(3):
        office = page.as_(town.secretary)
        office.get("votes.door_papers", no=vote.id, door_id=town.door.id)
        office.post("votes.note_visit", line, no=vote.id)
        clock.forward(days=1)
    doc = page.as_(town.secretary).get("votes.print_papers", no=vote.id, door_id=town.door.id, what="sheet")
    assert town.household.unit_label in doc.one("article").text()


def test_papers_are_the_office_s_and_the_keyers_business(vote, page, town):
    for person in (town.resident, town.officer, town.auditor):
        theirs = page.as_(person)
        theirs.get("votes.papers_page", no=vote.id, status=403)
        theirs.get("votes.keying", no=vote.id, status=403)
        theirs.post("votes.take_back", {"serial": "0001"}, no=vote.id, status=403)
        theirs.post("votes.create_certification", no=vote.id, status=403)
        theirs.get("votes.print_papers", no=vote.id, door_id=town.door.id, what="ballots", status=403)
    theirs = page.as_(town.delegate)  # keys, but does not run it
    theirs.get("votes.papers_page", no=vote.id)
    theirs.post("votes.issue_papers", no=vote.id, status=403)
    page.as_(town.secretary).get("votes.print_papers", no=vote.id, door_id=town.door.id, what="x", status=404)


def test_the_steward_prints_the_ballots_of_their_door_but_no_slips(vote, page, town):
    steward = make_staff(Role.DOOR_STEWARD, place_id=town.door.id, community_id=town.community.id)
    theirs, here = page.as_(steward), {"no": vote.id, "door_id": town.door.id}
    assert "不写姓名。填错了,凭这张票换新票" in theirs.get("votes.print_papers", **here, what="ballots")
    theirs.get("votes.print_papers", **here, what="sheet")
    theirs.get("votes.print_papers", **here, what="slips", status=403)
    assert not theirs.get("votes.door_papers", **here).all("main form")


def test_pages_cost_the_same_however_many_ballots(vote, page, queries, town):
    def cost():
        office = page.as_(town.secretary)
        sizes = []
        for endpoint, more in (
            ("votes.papers_page", {}),
            ("votes.show", {}),
            ("votes.door_papers", {"door_id": town.door.id}),
        ):
            with queries() as sent:
                office.get(endpoint, no=vote.id, **more)
            sizes.append(len(sent))
        return sizes

    hand_in(vote, town.household)
    few = cost()
    for home in (town.neighbour_household, town.other_household):
        hand_in(vote, home)
    assert cost() == few
    assert few[1] <= 8  # the page everybody reads
