"""The steps before a vote whose key lies with holders, on the pages, and its opening in public."""

import io
from datetime import timedelta

import pytest

from civic.extensions import db
from civic.votes import closing
from civic.votes.box_models import BoxRehearsal, SealedBox
from civic.votes.models import Vote
from civic.votes.states import VoteState
from tests.factories.votes import cast_for, end, make_draft
from tests.votes.test_key_holders import NAMES, Holders, open_with


@pytest.fixture(scope="module")
def holders(tmp_path_factory):
    return Holders(tmp_path_factory.mktemp("holders"))


def file(words):
    return io.BytesIO(words.encode()), "file.json"


OPENING = {
    "opens_hour": "20", "place": "居委会院里", "scrutineers": "张三\n李四", "for_objectors": "王五",
    "teller": "赵六", "caller": "孙七", "independent": "y",
}  # fmt: skip


def test_step_by_step_on_the_pages_until_everybody_reads_who_opened_it(page, town, holders, client):
    vote = make_draft(town.secretary)
    no, names = vote.id, "\n".join(NAMES)
    opening = OPENING | {"opens_on": (vote.closes_at + timedelta(days=1)).date().isoformat()}
    desk = page.as_(town.secretary)
    desk.post("votes.create_key", no=no, data={"key": file("{}"), "names": names}, status=422)
    desk.post("votes.create_key", no=no, data={"key": file(holders.public), "names": NAMES[0]}, status=422)
    desk.post("votes.create_key", no=no, data={"key": file(holders.public), "names": names})
    assert "排练" in desk.post("votes.open_now", no=no, status=422)
    practice = desk.fetch("votes.rehearsal_box", no=no).text
    code, brought = holders.open(practice)
    assert code == 0 and practice == db.session.get(BoxRehearsal, no).box
    desk.post("votes.create_rehearsal", no=no, data={"opened": file("nonsense")}, status=422)
    desk.post("votes.create_rehearsal", no=no, data={"opened": file(brought)})
    desk.post("votes.create_officials", no=no, data=opening | {"teller": "张三"}, status=422)
    desk.post("votes.create_officials", no=no, data=opening)
    desk.post("votes.open_now", no=no)
    vote = db.session.get(Vote, no)
    assert vote.state == VoteState.OPEN
    words = page.as_().get("votes.show", no=no)
    assert "王五" in words and "由不同意的人推举" in words and NAMES[0] in words
    for home, letter in ((town.household, "甲"), (town.other_household, "乙")):
        cast_for(vote, home, letter)
    end(vote)
    closing.close_vote(no)
    assert "当众开箱" in page.get("votes.show", no=no)
    page.get("votes.tally_sheet", no=no, status=404)
    _, brought = holders.open(page.as_(town.secretary).fetch("votes.sealed_box", no=no).text)
    desk.post("votes.create_opened", no=no, data={"opened": file(brought.replace("1", "2"))}, status=422)
    desk.post("votes.create_opened", no=no, data={"opened": file(brought)})
    assert db.session.get(Vote, no).state == VoteState.CLOSED
    page.as_(town.delegate).post("votes.create_witness", no=no)
    words = page.as_().get("votes.show", no=no)
    assert "星榆物业" in words and NAMES[1] in words
    sheet = page.get("votes.tally_sheet", no=no)
    assert "张三" in sheet and "一" in sheet.one("tbody").text()


def test_only_of_a_box_that_waits_can_staff_say_that_its_key_is_lost(page, town, holders):
    vote = open_with(holders, town)
    no, desk = vote.id, page.as_(town.secretary)
    lost = {"reason": "key_lost", "note": "三份丢了两份"}
    desk.post("votes.declare_void", no=no, data=lost, status=422)
    cast_for(vote, town.household, "甲")
    end(vote)
    closing.close_vote(no)
    desk.post("votes.declare_void", no=no, data=lost)
    assert db.session.get(Vote, no).state == VoteState.VOID
    assert db.session.get(SealedBox, no) is None
