"""The register of owners: homes by their written address, one owner a home, one head on the roll."""

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from civic.database import writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry
from civic.notifications.models import Message
from civic.places.models import Household
from civic.votes import owners, roll
from civic.votes.models import RollEntry, Vote
from civic.votes.regimes import Regime, Unit
from civic.votes.roll_models import Basis, OwnedHome, Owner, RollHome
from tests.factories.votes import (
    ballot_of,
    close,
    count_by_hand,
    hand_in,
    key_twice,
    make_draft,
    make_paper_vote,
    stop,
    tell_homes,
)


def join(town, *homes, basis=Basis.REGISTRY):
    with writing():
        return owners.join(list(homes), basis=basis, by=town.secretary)


def all_homes():
    return list(db.session.scalars(select(Household).order_by(Household.id)))


@pytest.mark.parametrize("written", ["3号楼1门{}", "3-1-{}", " 3 楼 1 单元 {} ", "03-01-{}"])
def test_a_home_is_found_as_people_write_it(town, written):
    home = town.household
    found = owners.homes_written(town.community.id, [written.format(home.unit_label)])
    assert [one.id for one in found] == [home.id]


@pytest.mark.parametrize("line", ["", "张三", "3-1", "99-1-301", "3-1-99999", "3号楼", "'; drop table owner"])
def test_what_is_no_home_is_named(town, line):
    with pytest.raises(Refused) as refusal:
        owners.homes_written(town.community.id, [f"3-1-{town.household.unit_label}", line])
    assert line.strip()[:40] in refusal.value.message


def test_several_homes_are_one_head_with_all_areas(town):
    first, second, third = all_homes()[:3]
    join(town, second, third)
    vote = make_paper_vote(town)
    lines = {one.unit_id: one for one in db.session.scalars(select(RollEntry))}
    assert {one.unit_kind for one in lines.values()} == {Unit.OWNER}
    assert vote.roll_size == len(all_homes()) - 1 and third.id not in lines
    assert lines[second.id].area_centi == second.area_centi + third.area_centi
    assert vote.roll_area == sum(home.area_centi for home in all_homes())
    further = db.session.execute(select(RollHome.household_id, RollHome.roll_entry_id)).all()
    assert further == [(third.id, lines[second.id].id)]


def test_only_owners_count_that_way(town):
    join(town, *all_homes()[:3])
    draft = make_draft(town.secretary)
    assert len(roll.lines_of(draft)) == len(all_homes())


def test_a_home_has_one_owner(town):
    first, second, third = all_homes()[:3]
    join(town, first, second)
    with pytest.raises(Conflict, match="已经"):
        join(town, second, third)
    assert db.session.scalar(select(func.count()).select_from(Owner)) == 1
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(insert(OwnedHome).values(household_id=second.id, owner_id=1))


@pytest.mark.parametrize("number", [0, 1])
def test_one_home_needs_no_entry(town, number):
    homes = all_homes()[:number]
    with pytest.raises(Refused):
        join(town, *homes, *homes)


def test_taken_out_they_count_one_by_one_again(town):
    owner = join(town, *all_homes()[:3])
    with writing():
        owners.part(owner, by=town.secretary)
    assert not db.session.scalar(select(func.count()).select_from(OwnedHome))
    vote = make_draft(town.secretary, regime=Regime.OWNERS_SPECIAL, **PAPER)
    assert len(roll.lines_of(vote)) == len(all_homes())
    verbs = list(db.session.scalars(select(LedgerEntry.verb).where(LedgerEntry.verb.like("owners.%"))))
    assert verbs == ["owners.joined", "owners.parted"]


PAPER = {"conduct": "paper", "convened_by": "星榆花园业主大会"}


def test_an_open_vote_keeps_its_roll(town):
    owner = join(town, *all_homes()[:3])
    vote = make_paper_vote(town)
    root = vote.roll_root
    with writing():
        owners.part(owner, by=town.secretary)
    assert db.session.get(Vote, vote.id).roll_root == root
    assert db.session.scalar(select(func.count()).select_from(RollHome)) == 2


def test_its_one_ballot_weighs_all_its_homes(town):
    homes = [town.household, *(home for home in all_homes() if home.id != town.household.id)][:3]
    join(town, *homes)
    vote = make_paper_vote(town)
    lead = min(homes, key=lambda home: home.id)
    number, issued = ballot_of(vote, lead), vote.roll_size
    hand_in(vote, lead)
    vote = stop(vote)
    count_by_hand(vote, town, 1, 0, issued - 1)
    key_twice(vote, town, number, {"choice": "yes"})
    result = close(vote)
    assert (result.returned, result.returned_area) == (1, sum(home.area_centi for home in homes))


def test_every_home_of_the_owner_is_told(town, clock):
    other = next(home for home in all_homes() if home.id == town.other_household.id)
    lead, further = sorted((town.household, other), key=lambda home: home.id)
    join(town, lead, further)
    vote = make_paper_vote(town)
    hand_in(vote, lead)
    tell_homes(clock)
    told = set(db.session.scalars(select(Message.person_id).where(Message.verb == "vote.entered")))
    assert {town.resident.id, town.neighbour.id} <= told


def test_the_office_keeps_it_on_a_page(page, town):
    office = page.as_(town.secretary)
    office.get("votes.owners_page")
    first, second = [f"3-1-{home.unit_label}" for home in all_homes() if home.door_id == town.door.id][:2]
    doc = office.submit("这几户是同一个业主", homes=f"{first}\n9-9-901", basis="registry", status=422)
    assert "9-9-901" in doc and first in doc.one("textarea").text()
    doc = office.submit("这几户是同一个业主", homes=f"{first}\n{second}", basis="unsold")
    assert any("算一个" in said for said in doc.flashes) and "同一个业主的2户" in doc
    doc = office.submit("对,还是一户算一个")
    assert "同一个业主的2户" not in doc


def test_nobody_else_sees_it(page, town):
    for person in (town.resident, town.delegate, town.officer):
        page.as_(person).get("votes.owners_page", status=403)
    page.as_().get("votes.owners_page", status=303)


def test_from_a_further_home_one_reads_what_was_entered_and_doubts_it(town, page, clock):
    lead, further = sorted((town.household, town.other_household), key=lambda home: home.id)
    join(town, lead, further)
    vote = make_paper_vote(town)
    hand_in(vote, lead)
    tell_homes(clock)
    person = town.neighbour if further.id == town.other_household.id else town.resident
    home = page.as_(person)
    home.get("votes.entered_for_us", no=vote.id)
    doc = home.submit("这不是我投的")
    assert "社区正在查" in doc
    doc = page.as_(town.resident).get("votes.show", no=vote.id)
    assert "请填好纸质票" in doc
