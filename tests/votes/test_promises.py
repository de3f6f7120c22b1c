"""Each sentence of /votes/<no>/trust against what the site does; none may stand there untested."""

import pytest
from sqlalchemy import func, inspect, select

from benchmarks.tampering import load, verdict
from civic.database import writing
from civic.errors import Conflict
from civic.extensions import db
from civic.notifications.models import Message
from civic.votes import bundle, casting, codes, keystore, queries, roll, sealing
from civic.votes.box_models import SealedBox
from civic.votes.casting import AlreadyVoted
from civic.votes.code_models import BallotCode, CodeDrawn
from civic.votes.contents import Sheet
from civic.votes.models import CountedBallot, Envelope, ReceiptLine, RollEntry, Turnout, Vote, VoteResult
from civic.votes.paper_models import PaperKeying
from civic.votes.promises import PROMISES, About, said_of
from civic.votes.states import BallotKind, Method, VoidReason, VoteState
from civic.votes.terms import Conduct
from tests.factories.votes import (
    cast_for,
    close,
    count_by_hand,
    end,
    entry_of,
    hand_in,
    key_ballot,
    make_council_vote,
    make_vote,
    put_on_paper,
    single,
    speak_for,
    stop,
    tell_homes,
)
from tests.votes.test_key_holders import Holders, open_with

NAMES = {one.name: one for one in PROMISES}


def sealed(town, page):
    vote = make_vote(town.secretary)
    ready = cast_for(vote, town.household, "乙")
    assert "乙".encode() not in ready.payload and b"choice" not in ready.payload
    doc = page.as_(town.secretary).get("votes.show", no=vote.id)
    assert not doc.all("tbody tr .num") and db.session.get(VoteResult, vote.id) is None


def key_apart(town, page):
    vote = make_vote(town.secretary)
    ready = cast_for(vote, town.household, "乙")
    path = keystore.path_of(vote.id)
    assert path.exists() and path.read_text() not in str(db.engine.url)
    opened = sealing.unseal(keystore.load(vote.id), ready.unit_ref, ready.payload)  # whoever holds both
    assert Sheet(Method.SINGLE, ("甲", "乙", "丙")).unpack(opened)["choice"] == "乙"


def steps(town, page):
    vote = make_vote(town.secretary)
    with writing():
        row = db.session.get(Turnout, (vote.id, "phone"))
        row.returned, row.published = 14, 10
    words = page.get("votes.show", no=vote.id).text
    assert "10" in words and "14张" not in words


def destroyed(town, page):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    close(vote)
    assert db.session.scalar(select(func.count()).select_from(Envelope)) == 0
    assert not keystore.path_of(vote.id).exists()
    kept = {column.name for table in (CountedBallot, ReceiptLine) for column in inspect(table).columns}
    assert kept == {"key", "vote_id", "content", "fingerprint", "standing"}


def named(town, page):
    vote = make_council_vote(town.secretary, town.council)
    speak_for(vote, town.seats[0], reason="校门口那条道留着")
    assert "校门口那条道留着" in page.get("votes.show", no=vote.id)


def once(town, page):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    with pytest.raises(AlreadyVoted):
        cast_for(vote, town.household)
    unique = {index["name"] for index in inspect(db.engine).get_indexes("envelope") if index["unique"]}
    assert "uq_envelope_unit" in unique


def changing(town, page):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household, "甲")
    cast_for(vote, town.household, "丙", replace=True)
    assert close(vote).counts["chosen"] == {"甲": 0, "乙": 0, "丙": 1}


def frozen_roll(town, page):
    vote = make_vote(town.secretary)
    lines = db.session.scalars(select(RollEntry).where(RollEntry.vote_id == vote.id).order_by(RollEntry.id))
    assert roll.root_of([vars(line) for line in lines]) == vote.roll_root
    assert vote.roll_root in page.get("votes.trust", no=vote.id)


def receipt(town, page):
    vote = make_vote(town.secretary)
    code = sealing.in_groups(sealing.code_of(cast_for(vote, town.household, "乙").fingerprint))
    assert "乙" not in page.get("votes.receipt", no=vote.id, code=code).one("main").text()
    close(vote)
    doc = page.get("votes.receipt", no=vote.id, code=code)
    assert doc.h1 == "收到了,您家的票算进去了" and "乙" not in doc.one(".box").text()


def recount(town, page):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    close(vote)
    verifier = load()
    assert verdict(verifier, bundle.bundle_file(queries.vote_or_404(vote.id)).read_bytes()) == (0, "")


def key_lost(town, page):
    vote = make_vote(town.secretary)
    cast_for(vote, town.household)
    keystore.destroy(vote.id)
    end(vote)
    close(vote)
    lost = db.session.get(Vote, vote.id)
    assert lost.state is VoteState.VOID and lost.void_reason is VoidReason.KEY_LOST


def pages(town, page):
    """What is said to help must be offered to whoever doubts."""
    vote = make_vote(town.secretary)
    links = [one.attributes["href"] for one in page.get("votes.trust", no=vote.id).all("main a")]
    assert f"/votes/{vote.id}/receipt" in links and "/verify" in links


@pytest.fixture
def cards(tmp_path):
    return Holders(tmp_path)


def test_only_several_holders_together_can_open(town, cards):
    """holders_key: the site's own key opens nothing, one share neither, two do."""
    vote = open_with(cards, town)
    ready = cast_for(vote, town.household, "乙")
    with pytest.raises(sealing.Unopenable):
        sealing.unseal(keystore.load(vote.id), ready.unit_ref, ready.payload)
    end(vote)
    close(vote)
    assert not keystore.path_of(vote.id).exists()
    assert db.session.scalar(select(func.count()).select_from(Envelope)) == 0
    box = db.session.get(SealedBox, vote.id).box
    assert (cards.open(box, (2,))[0], cards.open(box, (0, 2))[0]) == (1, 0)


def at_desk(town, page, clock):
    vote = make_vote(town.secretary)
    office, line = page.as_(town.secretary), entry_of(vote, town.household).id
    office.post("votes.create_desk_ballot", {"choice": "乙", "seen": "y"}, no=vote.id, line=line)
    payload = db.session.scalar(select(Envelope.payload))
    assert "乙".encode() not in payload and b"choice" not in payload
    tell_homes(clock)
    told = select(Message.person_id).where(Message.verb == "vote.entered")
    assert town.resident.id in set(db.session.scalars(told))


def on_paper(town, page):
    vote = make_vote(town.secretary)
    put_on_paper(vote, town)
    hand_in(vote, town.household)
    said = {"choice": "乙", "cannot": []}
    with pytest.raises(Conflict):
        key_ballot(vote, town.staff, 1, said)  # nobody opens an envelope before the close
    vote = stop(vote)
    count_by_hand(vote, town, returned=1, spoiled=0, unreturned=6)
    key_ballot(vote, town.staff, 1, said)
    with pytest.raises(Conflict):
        key_ballot(vote, town.staff, 1, said)
    assert not {"roll_entry_id", "unit_ref", "household_id"} & set(PaperKeying.__table__.c.keys())


def with_code(town):
    vote = make_vote(town.secretary, by_code=True)
    with writing():
        given = codes.print_codes(vote, 3, by=town.secretary)
    return vote, given


def drawn_unseen(town, page):
    vote, given = with_code(town)
    with writing():
        codes.hand_out(vote, entry_of(vote, town.household))
    marks = set(db.session.scalars(select(BallotCode.mark)))
    assert len(marks) == 3 and not marks & set(given)
    assert set(CodeDrawn.__table__.c.keys()) == {"vote_id", "roll_entry_id"}


def once_a_code(town, page):
    vote, given = with_code(town)
    for attempt in range(2):
        ready = casting.enclose(vote, codes.unit_of(vote, given[0]), single("乙"))
        try:
            with writing():
                casting.cast(ready)
        except AlreadyVoted:
            assert attempt == 1
    close(vote)
    assert "凭码投来1张票" in page.as_().get("votes.show", no=vote.id)


BEHAVIOUR = {
    "sealed": sealed, "key_apart": key_apart, "sealed_by_us": key_apart, "steps": steps,
    "destroyed": destroyed, "named": named, "once": once, "changing": changing, "roll": frozen_roll,
    "receipt": receipt, "recount": recount, "beside": changing, "pages": pages, "wrong_roll": frozen_roll,
    "key_lost": key_lost, "desk": at_desk, "paper": on_paper, "codes": drawn_unseen,
    "once_a_code": once_a_code,
}  # fmt: skip
# Nothing the site does could make these false; only for whom they are said is asked below.
WARNINGS = {"printer", "external", "phone", "few", "silence", "fit", "opening_laptop", "shares_lost"}


def test_no_sentence_without_its_test():
    assert set(BEHAVIOUR) | WARNINGS | {"holders_key"} == set(NAMES) and len(NAMES) == len(PROMISES)


@pytest.mark.parametrize("name", BEHAVIOUR)
def test_the_site_does_what_the_sentence_says(town, page, clock, name):
    more = {"clock": clock} if name == "desk" else {}
    BEHAVIOUR[name](town, page, **more)


HELD = {"holders_key", "opening_laptop", "shares_lost"}
CODED = {"codes", "once_a_code", "printer"}
TERMS = {
    "by code": {"ballot_kind": BallotKind.CODE, "conduct": Conduct.HERE, "holders_total": 0},
    "secret": {"ballot_kind": BallotKind.SEALED, "conduct": Conduct.HERE, "holders_total": 0},
    "held by three": {"ballot_kind": BallotKind.SEALED, "conduct": Conduct.HERE, "holders_total": 3},
    "named": {"ballot_kind": BallotKind.NAMED, "conduct": Conduct.HERE, "holders_total": 0},
    "elsewhere": {"ballot_kind": BallotKind.NAMED, "conduct": Conduct.EXTERNAL, "holders_total": 0},
}
ABSENT = {
    "by code": {"named", "external", "silence", "once", "desk", "paper", *HELD},
    "secret": {"named", "external", "silence", *HELD, *CODED},
    "held by three": {"named", "external", "silence", "key_apart", "key_lost", "destroyed", *CODED},
    "named": {"sealed", "key_apart", "sealed_by_us", "steps", "destroyed", "external", "beside", "few",
              "key_lost", "silence", "desk", "paper", *HELD, *CODED},
    "elsewhere": set(NAMES) - {"named", "external", "fit"},
}  # fmt: skip


@pytest.mark.parametrize("kind", TERMS)
def test_only_what_is_true_of_the_vote_is_said(kind):
    vote = Vote(silence_follows=False, **TERMS[kind])
    said = [words for about in About for words in said_of(vote)[about]]
    assert said == [one.words for one in PROMISES if one.name not in ABSENT[kind]]
    assert NAMES["silence"].words in said_of(Vote(silence_follows=True, **TERMS[kind]))[About.LIMITS]
