"""A box whose key lies with holders, from birth to the verified count, with the real programs."""

import base64
import itertools
import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.tampering import PROGRAM
from civic.database import utcnow, writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.votes import boxes, ceremony, closing, holding, keystore, sealing
from civic.votes.box_models import BoxRehearsal, OpeningWitness, SealedBox
from civic.votes.models import CountedBallot, Envelope, ReceiptLine, Vote
from civic.votes.states import VoteState
from civic.votes.workflow import open_vote
from tests.factories.votes import cast_for, end, entry_of, make_draft, single

KEYHOLDER = PROGRAM.with_name("keyholder.py")
NAMES = ["党委 王芳", "业委会 李强", "物业 赵敏"]


def run(*arguments):
    """The key program in a process of its own; its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-I", str(KEYHOLDER), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


class Holders:
    """Three people with a card each."""

    def __init__(self, folder: Path, needed=2, total=3):
        self.folder = folder
        assert run("birth", "--holders", total, "--needed", needed, "--out", folder / "keys")[0] == 0
        self.public = (folder / "keys" / "public-key.json").read_text()
        cards = sorted((folder / "keys").glob("card-*.txt"))
        self.shares = [re.search(r"\d-[0-9A-Z-]{30,}", card.read_text()).group() for card in cards]

    def open(self, box: str, who=(0, 1), shares=None):
        """(exit code, what was written) for a box and the shares present."""
        path, out = self.folder / "box.json", self.folder / "opened.json"
        path.write_text(box)
        out.unlink(missing_ok=True)
        typed = shares or [self.shares[one] for one in who]
        code, self.said = run("open", "--box", path, "--out", out, *(f"--share={one}" for one in typed))
        return code, out.read_text() if out.exists() else None


@pytest.fixture(scope="module")
def holders(tmp_path_factory):
    return Holders(tmp_path_factory.mktemp("holders"))


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    return Holders(tmp_path_factory.mktemp("strangers"))


def announced(vote, by):
    told = ceremony.Announced(
        vote.closes_at + timedelta(hours=1), "居委会院里", ("张三", "李四"), "王五", "赵六", "孙七"
    )
    with writing():
        ceremony.announce(vote, told, by=by)


def rehearsed(vote, holders, by, who=(0, 1)):
    with writing():
        holding.take_key(vote, boxes.read_key(holders.public), NAMES, by=by)
    code, brought = holders.open(db.session.get(BoxRehearsal, vote.id).box, who)
    assert code == 0, holders.said
    with writing():
        holding.pass_rehearsal(vote, brought, by=by)


def open_with(holders, town):
    vote = make_draft(town.secretary)
    rehearsed(vote, holders, town.secretary)
    announced(vote, town.secretary)
    with writing():
        return open_vote(vote, by=town.secretary)


def closed_box(holders, town, homes=("household", "other_household")):
    vote = open_with(holders, town)
    for home, letter in zip(homes, "甲乙", strict=False):
        cast_for(vote, getattr(town, home), letter)
    end(vote)
    assert closing.close_vote(vote.id) is None
    return db.session.get(Vote, vote.id)


def test_no_box_is_opened_before_the_hour_that_was_announced(holders, town):
    vote = closed_box(holders, town)
    _, brought = holders.open(db.session.get(SealedBox, vote.id).box)
    with writing():
        db.session.get(Vote, vote.id).opening_at = utcnow() + timedelta(hours=1)
    with pytest.raises(Refused, match="不能提前"):
        closing.count_opened(vote.id, brought, by=town.secretary)
    assert db.session.get(Vote, vote.id).state == VoteState.SEALED
    with writing():
        db.session.get(Vote, vote.id).opening_at = utcnow() - timedelta(seconds=1)
    assert closing.count_opened(vote.id, brought, by=town.secretary).returned == 2


@pytest.mark.parametrize("who", list(itertools.combinations(range(3), 2)), ids=str)
def test_from_birth_to_count_and_losing_one_of_three_loses_nothing(holders, town, who):
    vote = closed_box(holders, town)
    assert vote.state == VoteState.SEALED
    code, brought = holders.open(db.session.get(SealedBox, vote.id).box, who)
    assert code == 0, holders.said
    result = closing.count_opened(vote.id, brought, by=town.secretary)
    assert result.counts["chosen"] == {"甲": 1, "乙": 1, "丙": 0}
    assert (result.returned, result.spoiled, result.by_channel) == (2, 0, {"phone": 2})
    again = closing.count_opened  # a second upload finds nothing waiting
    with pytest.raises(Conflict):
        again(vote.id, brought, by=town.secretary)


def test_the_closed_box_tells_no_home_and_nobody_here_can_open_it(holders, town):
    vote = open_with(holders, town)
    cast_for(vote, town.household, "甲")
    envelope = db.session.scalar(select(Envelope))
    key = keystore.load(vote.id)
    home = sealing.reference(key, "household", town.household.id)
    with pytest.raises(sealing.Unopenable):
        sealing.unseal(key, home, envelope.payload)
    assert "甲".encode() not in envelope.payload
    kept = b"".join(path.read_bytes() for path in keystore.path_of(0).parents[1].rglob("*") if path.is_file())
    assert not any(share.split("-", 1)[1].encode() in kept for share in holders.shares)
    end(vote)
    closing.close_vote(vote.id)
    box = db.session.get(SealedBox, vote.id)
    assert db.session.scalar(select(func.count()).select_from(Envelope)) == 0
    assert home not in box.box and not keystore.path_of(vote.id).exists()
    assert db.session.scalar(select(ReceiptLine.standing)) == "counted"


def test_changed_ballots_and_the_order_of_casting_leave_no_trace_in_the_box(holders, town):
    vote = open_with(holders, town)
    cast_for(vote, town.household, "甲")
    cast_for(vote, town.household, "丙", replace=True)
    cast_for(vote, town.other_household, "乙")
    end(vote)
    closing.close_vote(vote.id)
    box = json.loads(db.session.get(SealedBox, vote.id).box)
    inside = [base64.b64decode(one) for one in box["envelopes"]]
    assert inside == sorted(inside) and len(inside) == 2
    _, brought = holders.open(db.session.get(SealedBox, vote.id).box)
    result = closing.count_opened(vote.id, brought, by=town.secretary)
    assert result.counts["chosen"] == {"甲": 0, "乙": 1, "丙": 1}


def test_one_share_a_mistyped_or_a_foreign_one_opens_nothing(holders, strangers, town):
    box = db.session.get(SealedBox, closed_box(holders, town).id).box
    first, second = holders.shares[:2]
    assert holders.open(box, (0,))[0] == 1
    assert holders.open(box, shares=[first, first])[0] == 1
    assert holders.open(box, shares=[first, second[:-1] + ("0" if second[-1] != "0" else "1")])[0] == 1
    assert "输错" in holders.said
    assert holders.open(box, shares=[first, strangers.shares[1]])[0] == 1
    assert "另一把" in holders.said
    assert holders.open("not a box")[0] == 2


def changed(brought, **what):
    return json.dumps(json.loads(brought) | what)


def test_a_list_that_is_not_what_the_holders_signed_is_refused(holders, strangers, town):
    vote = closed_box(holders, town)
    box = db.session.get(SealedBox, vote.id).box
    _, brought = holders.open(box)
    said = json.loads(brought)
    ballots = said["ballots"]
    forged = [ballots[0].replace("甲", "丙").replace("乙", "丙"), *ballots[1:]]
    for wrong in (
        "nonsense", "[]", changed(brought, extra=1), changed(brought, vote=vote.id + 1),
        changed(brought, ballots=forged), changed(brought, ballots=ballots[1:]),
        changed(brought, ballots=forged, list=boxes.list_digest(forged)),
        changed(brought, ballots=ballots[1:], list=boxes.list_digest(ballots[1:]), unreadable=1),
        changed(brought, signatures=said["signatures"][:1]),
        changed(brought, signatures=[said["signatures"][0]] * 2),
        changed(brought, box="0" * 64), changed(brought, kind="rehearsal"),
        changed(brought, signatures=[{"holder": 9, "signature": "00"}, {"holder": "x"}, 3]),
    ):  # fmt: skip
        with pytest.raises(Refused):
            closing.count_opened(vote.id, wrong, by=town.secretary)
        db.session.rollback()
    assert db.session.get(Vote, vote.id).state == VoteState.SEALED
    assert closing.count_opened(vote.id, brought, by=town.secretary).returned == 2


def test_envelopes_of_another_vote_are_not_opened(holders, town):
    vote = open_with(holders, town)
    stranger = boxes.seal(vote.box_key, boxes.VOTE, vote.id + 1, single("甲"))
    ready = closing.Gathered([], [], {"phone": 1}, 0, [stranger])
    box = holding.sealed_box(vote, ready).box
    code, brought = holders.open(box)
    assert code == 0 and json.loads(brought)["unreadable"] == 1 and json.loads(brought)["ballots"] == []


def test_no_opening_without_rehearsal_or_without_who_opens(holders, strangers, town):
    vote = make_draft(town.secretary)
    with writing():
        holding.take_key(vote, boxes.read_key(holders.public), NAMES, by=town.secretary)
    with pytest.raises(Refused, match="rehears|排练"), writing():
        open_vote(vote, by=town.secretary)
    practice = db.session.get(BoxRehearsal, vote.id).box
    _, brought = holders.open(practice)
    wrong = json.loads(brought)["ballots"][:-1] + ["made up"]
    for refused in (changed(brought, ballots=wrong, list=boxes.list_digest(wrong)), "{}"):
        with pytest.raises(Refused), writing():
            holding.pass_rehearsal(vote, refused, by=town.secretary)
    with writing():
        holding.pass_rehearsal(vote, brought, by=town.secretary)
    with pytest.raises(Refused), writing():
        open_vote(vote, by=town.secretary)
    announced(vote, town.secretary)
    with writing():
        holding.take_key(vote, boxes.read_key(strangers.public), NAMES, by=town.secretary)
    with pytest.raises(Refused), writing():  # another key has to be rehearsed again
        open_vote(vote, by=town.secretary)


@pytest.mark.parametrize("change", [
    {"scrutineers": ("张三",), "for_objectors": "张三"}, {"teller": "张三"}, {"caller": "赵六"},
    {"opening_at": utcnow()}, {"scrutineers": ()},
])  # fmt: skip
def test_those_who_watch_are_several_and_do_nothing_else(town, change):
    vote = make_draft(town.secretary)
    told = {
        "opening_at": vote.closes_at, "place": "院里", "scrutineers": ("张三", "李四"),
        "for_objectors": "王五", "teller": "赵六", "caller": "孙七",
    } | change  # fmt: skip
    with pytest.raises(Refused), writing():
        ceremony.announce(vote, ceremony.Announced(**told), by=town.secretary)


def test_a_witness_counts_once_and_only_when_there_is_something_to_see(holders, town):
    vote = open_with(holders, town)
    with pytest.raises(Conflict), writing():
        ceremony.witness(vote, by=town.delegate)
    end(vote)
    closing.close_vote(vote.id)
    for _ in range(2):
        with writing():
            ceremony.witness(db.session.get(Vote, vote.id), by=town.delegate)
    assert db.session.scalar(select(func.count()).select_from(OpeningWitness)) == 1


@pytest.mark.parametrize(
    "count, drawn", [(0, ""), (1, "一"), (4, "止"), (5, "正"), (13, "正正下"), (2001, "")]
)
def test_strokes(count, drawn):
    assert ceremony.strokes(count) == drawn


def test_nothing_is_counted_before_the_box_is_opened(holders, town, tick):
    vote = closed_box(holders, town)
    tick()
    assert db.session.get(Vote, vote.id).state == VoteState.SEALED
    assert db.session.scalar(select(func.count()).select_from(CountedBallot)) == 0
    assert entry_of(vote, town.household) is not None
