"""代理: in writing, at most three a holder, no chain, void when the owner votes."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from civic.database import local_today, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.places.models import Household
from civic.votes import paper_returns, proxies
from civic.votes.models import RollEntry, Vote
from civic.votes.paper_models import Ended, PaperBallot, Proxy
from civic.votes.regimes import Regime
from tests.factories.votes import ballot_of, hand_in, make_paper_vote, stop

HOLDER, OTHER = "+8613800001111", "+8613800002222"


@pytest.fixture
def vote(town):
    return make_paper_vote(town, proxies=True)


def numbers():
    return list(db.session.scalars(select(PaperBallot.number).order_by(PaperBallot.number)))


def give(vote, town, number, phone=HOLDER, own=None, written_on=None):
    with writing():
        day = written_on or local_today()
        return proxies.give(vote, number, phone, day, by=town.secretary, holder_number=own)


def bring(vote, number, by_proxy):
    with writing():
        return paper_returns.hand_in(db.session.get(Vote, vote.id), number, local_today(), by_proxy=by_proxy)


def held(vote):
    return proxies.number_of(vote)


def test_three_homes_a_holder_and_not_four(vote, town):
    one, two, three, four, *_rest = numbers()
    for number in (one, two, three):
        give(vote, town, number)
    with pytest.raises(Refused, match="三户"):
        give(vote, town, four)
    give(vote, town, four, OTHER)
    assert held(vote) == 4


def test_a_proxy_taken_back_makes_room(vote, town):
    one, two, three, four, *_rest = numbers()
    for number in (one, two, three):
        give(vote, town, number)
    with writing():
        proxies.take_back(vote, two, by=town.secretary)
    give(vote, town, four)
    assert held(vote) == 3


def test_no_chain_in_either_order(vote, town):
    one, two, three, *_rest = numbers()
    give(vote, town, one, own=two)
    with pytest.raises(Refused, match="转"):  # who holds one is not spoken for
        give(vote, town, two, OTHER)
    with pytest.raises(Refused, match="转"):  # who is spoken for holds none
        give(vote, town, three, OTHER, own=one)


def test_nobody_is_their_own_proxy(vote, town):
    with pytest.raises(Refused):
        give(vote, town, 1, own=1)


def test_a_home_has_one_proxy(vote, town):
    found = give(vote, town, 1)
    with pytest.raises(Conflict):
        give(vote, town, 1, OTHER)
    with pytest.raises(IntegrityError), writing() as session:
        columns = {"vote_id": vote.id, "giver_id": found.giver_id, "holder_key": "0" * 64}
        session.execute(insert(Proxy).values(written_on=local_today(), entered_on=local_today(), **columns))


def test_it_is_void_when_the_owner_votes(vote, town):
    found = give(vote, town, 1)
    bring(vote, 1, by_proxy=False)
    assert db.session.get(Proxy, found.id).ended == Ended.OWNER_VOTED and held(vote) == 0


def test_the_holder_brings_it_and_the_writing_stands(vote, town):
    give(vote, town, 1)
    assert bring(vote, 1, by_proxy=True)
    assert held(vote) == 1


def test_nobody_brings_anothers_ballot_without_a_writing(vote, town):
    with pytest.raises(Refused, match="委托书"):
        bring(vote, 1, by_proxy=True)
    assert db.session.get(PaperBallot, (vote.id, 1)).fate == "out"


def test_no_proxy_for_a_home_that_voted(vote, town):
    bring(vote, 1, by_proxy=False)
    with pytest.raises(Conflict, match="已经投"):
        give(vote, town, 1)


def test_a_writing_of_tomorrow_and_an_unknown_ballot_are_refused(vote, town):
    with pytest.raises(Refused):
        give(vote, town, 1, written_on=local_today() + timedelta(days=1))
    with pytest.raises(Refused):
        give(vote, town, 9999)


def test_only_where_it_was_fixed_before_and_while_open(vote, town):
    stop(vote)
    with pytest.raises(Conflict):
        give(vote, town, 1)
    plain = make_paper_vote(town, regime=Regime.OWNERS_SPECIAL)
    with pytest.raises(Conflict):
        give(plain, town, 1)


def test_only_owners_may_send_somebody(town):
    with pytest.raises(Refused, match="业主"):
        make_paper_vote(town, regime=Regime.RESIDENTS_MEETING, proxies=True)


def test_the_number_of_the_holder_is_kept_as_a_fingerprint_of_this_vote(vote, town):
    first = give(vote, town, 1).holder_key
    other = make_paper_vote(town, regime=Regime.OWNERS_SPECIAL, proxies=True)
    assert HOLDER[3:] not in first and give(other, town, 1).holder_key != first


def test_at_the_office(vote, town, page):
    office = page.as_(town.secretary)
    office.get("votes.papers_page", no=vote.id)
    office.follow("书面委托")
    day = local_today().isoformat()
    doc = office.submit("登记委托", serial="0001", phone="123", own="", written_on=day, status=422)
    assert "123" in str(doc.one("[name=phone]").attributes)
    doc = office.submit("登记委托", serial="0001", phone="13800001111", own="", written_on=day)
    assert "现有1份委托" in doc
    assert "有1个业主书面委托别人代交选票" in page.as_().get("votes.show", no=vote.id)
    doc = office.submit("登记委托", serial="0001", phone="13800002222", own="", written_on=day, status=409)
    assert "已经有人代" in doc
    office.get("votes.papers_page", no=vote.id)
    office.submit("登记,下一张", serial="0001", day=day, by_proxy="y")
    assert db.session.get(PaperBallot, (vote.id, 1)).fate == "returned"


def test_the_roll_entry_of_the_giver_is_the_ballots(vote, town):
    number = ballot_of(vote, town.household)
    found = give(vote, town, number)
    line = db.session.get(RollEntry, found.giver_id)
    assert db.session.get(Household, line.unit_id).id == town.household.id
    hand_in(vote, town.household)
