"""居民会议 held here: its roll checked first, its key with three people, more than half of more than half."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.database import local_today, writing
from civic.errors import Refused
from civic.extensions import db
from civic.places.models import Household
from civic.votes import boxes, closing, holding, outside
from civic.votes.box_models import SealedBox
from civic.votes.matters import BY_CODE
from civic.votes.models import Vote, VoteResult
from civic.votes.regimes import HALF, Outcome, Regime, at_least
from civic.votes.states import Method, VoteState
from civic.votes.workflow import open_vote
from tests.factories.topics import opinion_formed
from tests.factories.votes import cast_content, end, hang_out, make_draft
from tests.votes.test_key_holders import NAMES, Holders, announced, rehearsed


@pytest.fixture(scope="module")
def holders(tmp_path_factory):
    return Holders(tmp_path_factory.mktemp("holders"))


def draft(town, **terms):
    return make_draft(town.secretary, regime=Regime.RESIDENTS_MEETING, cannot_accept=False, **terms)


def opened(holders, town):
    vote = draft(town)
    hang_out(vote, town.secretary)
    rehearsed(vote, holders, town.secretary)
    announced(vote, town.secretary)
    with writing():
        return open_vote(db.session.get(Vote, vote.id), by=town.secretary)


def homes():
    return list(db.session.scalars(select(Household).order_by(Household.id)))


def counted(holders, town, said):
    """The result after these answers, one a home."""
    vote = opened(holders, town)
    for home, word in zip(homes(), said, strict=False):
        cast_content(vote, home, {"choice": word})
    end(vote)
    closing.close_vote(vote.id)
    code, brought = holders.open(db.session.get(SealedBox, vote.id).box, (0, 2))
    assert code == 0, holders.said
    return closing.count_opened(vote.id, brought, by=town.secretary)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (["yes", "yes", "yes", "no"], Outcome.PASSED),
        (["yes", "yes", "no", "no"], Outcome.NOT_PASSED),  # exactly half of those who took part
        (["yes", "yes", "no", "abstain"], Outcome.NOT_PASSED),
        (["yes", "yes", "yes"], Outcome.VOID),  # less than half of the seven homes
    ],
)
def test_more_than_half_of_more_than_half(holders, town, said, outcome):
    assert len(homes()) == 7
    result = counted(holders, town, said)
    assert (result.outcome, result.returned, result.roll_size) == (outcome, len(said), 7)


def test_its_lines_are_the_law_s_whatever_is_asked_for(town):
    vote = draft(town, quorum=at_least(1, 10), threshold=at_least(1, 10))
    assert (vote.quorum, vote.threshold, vote.method) == (HALF, HALF, Method.YES_NO)


def test_it_does_not_open_with_the_site_s_own_key(town):
    vote = draft(town)
    hang_out(vote, town.secretary)
    with pytest.raises(Refused, match="至少三个人"), writing():
        open_vote(vote, by=town.secretary)


def test_a_key_that_one_person_can_use_is_not_enough(town, tmp_path):
    vote = draft(town)
    hang_out(vote, town.secretary)
    for needed, total in ((1, 3), (2, 2)):
        key = boxes.read_key(Holders(tmp_path / f"{needed}{total}").public)
        with writing():
            holding.take_key(vote, key, NAMES, by=town.secretary)
            db.session.get(Vote, vote.id).holders_needed = needed
            db.session.get(Vote, vote.id).holders_total = total
        with pytest.raises(Refused, match="至少三个人"), writing():
            open_vote(db.session.get(Vote, vote.id), by=town.secretary)


def test_it_does_not_open_before_its_roll_was_checked(holders, town):
    vote = draft(town)
    rehearsed(vote, holders, town.secretary)
    announced(vote, town.secretary)
    with pytest.raises(Refused, match="没有公布名册"), writing():
        open_vote(db.session.get(Vote, vote.id), by=town.secretary)


def test_the_matter_offers_here_paper_and_elsewhere(town, page):
    topic = opinion_formed(town.secretary)
    office = page.as_(town.secretary)
    office.get("votes.matters", no=topic.id)
    office.get("votes.new", no=topic.id, matter="pact")
    doc = office.submit(
        "存好,先不开始", regime="residents_meeting", question="把投放时间写进居民公约", method="single",
        closes_on=(local_today() + timedelta(days=9)).isoformat(),
    )  # fmt: skip
    vote = db.session.scalar(select(Vote))
    assert (vote.matter, vote.method, vote.state) == ("pact", Method.YES_NO, VoteState.DRAFT)
    assert "居民会议" in doc and "业主大会" not in doc.one("main").text()


def test_its_result_may_still_come_from_elsewhere(town):
    topic = opinion_formed(town.secretary)
    with writing():
        vote = outside.enter_result(
            topic, BY_CODE["pact"], outside.Figures(1032, 540, 322, 190), by=town.secretary,
            question="把投放时间写进居民公约", convened_by="居民会议", held_on=local_today(),
            evidence="居委会二层",
        )  # fmt: skip
    assert db.session.get(VoteResult, vote.id).outcome == Outcome.PASSED
