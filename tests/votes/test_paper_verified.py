"""What came on paper can be counted again from the bundle, alone and beside ballots by phone."""

import json

from benchmarks.tampering import load, verdict
from civic.extensions import db
from civic.places.models import Household
from civic.votes import bundle, queries
from civic.votes.paper_models import Flaw
from civic.votes.regimes import Regime
from tests.factories.votes import (
    ballot_of,
    cast_for,
    close,
    count_by_hand,
    hand_in,
    key_twice,
    make_paper_vote,
    make_vote,
    put_on_paper,
    stop,
)

verifier = load()


def homes(number):
    return list(db.session.query(Household).order_by(Household.id).limit(number))


def bundle_of(vote) -> dict:
    raw = bundle.bundle_file(queries.vote_or_404(vote.id)).read_bytes()
    assert verdict(verifier, raw) == (0, "")
    return json.loads(raw)


def test_an_owners_count_by_head_and_area(town):
    vote = make_paper_vote(town)
    for home in homes(6):
        hand_in(vote, home)
    numbers = [ballot_of(vote, home) for home in homes(6)]
    vote = stop(vote)
    count_by_hand(vote, town, returned=6, spoiled=0, unreturned=1)
    for number, answer in zip(numbers, ("yes", "yes", "yes", "no", "abstain"), strict=False):
        key_twice(vote, town, number, {"choice": answer})
    key_twice(vote, town, numbers[5], flaw=Flaw.BLANK)
    close(vote)
    found = bundle_of(vote)
    assert found["result"]["counts"]["yes"]["heads"] == 3
    assert found["result"]["spoiled"] == 1 and found["result"]["by_channel"] == {"paper": 6}


def test_a_secret_meeting_on_paper(town):
    vote = make_paper_vote(town, Regime.RESIDENTS_MEETING, convened_by="居民会议")
    for home in homes(6):
        hand_in(vote, home)
    vote = stop(vote)
    count_by_hand(vote, town, returned=6, spoiled=0, unreturned=1)
    for number in range(1, 7):
        key_twice(vote, town, number, {"choice": "yes" if number > 2 else "no"})
    close(vote)
    found = bundle_of(vote)
    assert found["result"]["counts"]["yes"]["heads"] == 4
    assert all(set(one["content"]) == {"choice"} for one in found["ballots"])


def test_paper_and_phone_in_one_box(town):
    vote = make_vote(town.secretary)
    put_on_paper(vote, town)
    by_phone, on_paper = homes(7)[:3], homes(7)[3:6]
    for home in by_phone:
        cast_for(vote, home, "甲")
    for home in on_paper:
        hand_in(vote, home)
    vote = stop(vote)
    count_by_hand(vote, town, returned=3, spoiled=0, unreturned=4)
    for number in (1, 2, 3):
        key_twice(vote, town, number, {"choice": "乙", "cannot": ["甲"]})
    close(vote)
    found = bundle_of(vote)
    assert found["result"]["counts"]["chosen"] == {"甲": 3, "乙": 3, "丙": 0}
    assert found["result"]["by_channel"] == {"paper": 3, "phone": 3}
    assert len(found["receipts"]) == len(found["ballots"]) == 6
