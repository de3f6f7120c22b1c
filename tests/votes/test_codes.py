"""投票码: printed once, drawn unseen, one ballot each; the site knows neither the code nor who has it."""

import pytest
from sqlalchemy import func, select

from benchmarks.tampering import load, verdict
from civic.accounts.household_codes import ALPHABET, new_code
from civic.database import writing
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.models import LedgerEntry, LedgerPayload
from civic.votes import bundle, casting, closing, codes, queries
from civic.votes.code_models import BallotCode, CodeDrawn, CodeSheet
from civic.votes.models import Envelope, RollEntry, Vote
from civic.votes.papers import issue, name_keyers
from civic.votes.states import BallotKind, VoidReason
from civic.votes.workflow import void
from tests.factories.votes import cast_for, close, end, entry_of, make_vote, single

verifier = load()


@pytest.fixture
def vote(town):
    return make_vote(town.secretary, by_code=True)


def printed(vote, town, number=7):
    with writing():
        return codes.print_codes(vote, number, by=town.secretary)


def draw(vote, home):
    with writing():
        codes.hand_out(vote, entry_of(vote, home))


def cast(vote, code, letter="甲", replace=False):
    ready = casting.enclose(vote, codes.unit_of(vote, code), single(letter))
    with writing():
        casting.cast(ready, replace=replace)
    return ready


def rows(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_from_the_printer_to_the_count(vote, town):
    given = printed(vote, town)
    assert len(set(given)) == 7 and vote.ballot_kind == BallotKind.CODE
    for code, letter in zip(given, "甲甲甲乙乙", strict=False):
        cast(vote, code, letter)
    result = close(vote)
    assert result.counts["chosen"] == {"甲": 3, "乙": 2, "丙": 0} and result.returned == 5
    raw = bundle.bundle_file(queries.vote_or_404(vote.id)).read_bytes()
    assert verdict(verifier, raw) == (0, "")


def test_one_ballot_a_code_and_the_last_one_counts(vote, town):
    code = printed(vote, town)[0]
    cast(vote, code, "甲")
    with pytest.raises(casting.AlreadyVoted):
        cast(vote, code, "乙")
    cast(vote, code, "乙", replace=True)
    assert rows(Envelope) == 1
    assert close(vote).counts["chosen"]["乙"] == 1


@pytest.mark.parametrize("how", [str.lower, "-".join, lambda code: f" {code[:4]} {code[4:8]}-{code[8:]} "])
def test_a_code_is_read_as_people_type_it(vote, town, how):
    code = printed(vote, town)[0]
    assert codes.unit_of(vote, how(code)) == codes.unit_of(vote, code)


def test_a_code_of_another_vote_or_of_nobody_is_none(vote, town):
    other = make_vote(town.secretary, by_code=True)
    code = printed(other, town)[0]
    assert codes.unit_of(other, code) and codes.unit_of(vote, code) is None
    assert codes.unit_of(vote, new_code()) is None and codes.unit_of(vote, "") is None


def test_nobody_votes_with_an_account_on_paper_or_at_the_desk(vote, town):
    with pytest.raises(Conflict, match="信封"):
        cast_for(vote, town.household)
    with writing():
        name_keyers(vote, town.residents_committee, town.property, by=town.secretary)
    with pytest.raises(Conflict), writing():
        issue(vote, by=town.secretary)


def test_a_code_opens_no_other_kind_of_vote(vote, town):
    unit = codes.unit_of(vote, printed(vote, town)[0])
    plain = make_vote(town.secretary)
    with pytest.raises(Conflict):
        casting.enclose(plain, unit, single("甲"))


def test_the_database_holds_no_code_and_no_way_from_home_to_ballot(vote, town, app):
    given = printed(vote, town)
    draw(vote, town.household)
    cast(vote, given[0])
    kept = "".join(db.session.scalars(select(BallotCode.mark)))
    words = str(db.session.execute(select(LedgerPayload.public_json, LedgerPayload.sealed_json)).all())
    folder = "".join(str(path.read_bytes()) for path in app.config["INSTANCE"].rglob("*") if path.is_file())
    for code in given:
        assert code not in kept and code not in words and code not in folder
    marks = set(db.session.scalars(select(BallotCode.mark)))
    assert not marks & set(db.session.scalars(select(Envelope.unit_ref)))
    assert set(CodeDrawn.__table__.c.keys()) == {"vote_id", "roll_entry_id"}
    verbs = list(db.session.scalars(select(LedgerEntry.verb).where(LedgerEntry.verb.like("codes.%"))))
    assert verbs == ["codes.printed"]


@pytest.mark.parametrize("ends", ["counted", "void"])
def test_codes_and_who_drew_are_forgotten_and_the_figures_stay(vote, town, ends):
    given = printed(vote, town)
    draw(vote, town.household)
    cast(vote, given[0])
    if ends == "counted":
        close(vote)
    else:
        with writing():
            void(db.session.get(Vote, vote.id), reason=VoidReason.WITHDRAWN, note="x", by=town.secretary)
    assert not rows(BallotCode) and not rows(CodeDrawn)
    sheet = db.session.get(CodeSheet, vote.id)
    assert (sheet.printed, sheet.drawn) == (7, 1)


def test_each_home_draws_once_and_no_more_than_there_are(vote, town):
    printed(vote, town, 1)
    draw(vote, town.household)
    with pytest.raises(Conflict, match="抽过"):
        draw(vote, town.household)
    with pytest.raises(Conflict, match="抽完"):
        draw(vote, town.other_household)


def test_no_more_codes_than_homes_and_a_few(vote, town):
    printed(vote, town, 7)
    with pytest.raises(Refused):
        printed(vote, town, codes.SPARE + 1)
    printed(vote, town, codes.SPARE)
    end(vote)
    closing.close_vote(vote.id)
    with pytest.raises(Conflict):
        printed(vote, town, 1)


def test_a_stranger_votes_with_a_code_and_gets_a_receipt(vote, town, page):
    code = printed(vote, town)[0]
    stranger = page.as_()
    assert "我有投票码" in stranger.get("votes.show", no=vote.id)
    stranger.get("votes.code_ballot", no=vote.id)
    doc = stranger.submit("投这张票", code=code, status=422)
    assert code in str(doc.one("[name=code]").attributes)
    doc = stranger.submit("投这张票", code=code.lower(), choice="乙")
    assert "收到" in doc
    stranger.get("votes.code_ballot", no=vote.id)
    doc = stranger.submit("投这张票", code=code, choice="丙", status=409)
    assert doc.all("[name=replace]")
    stranger.submit("投这张票", code=code, choice="丙", replace="y")
    assert close(vote).counts["chosen"] == {"甲": 0, "乙": 0, "丙": 1}


def test_five_wrong_codes_an_hour_and_a_slip_of_the_finger_costs_none(vote, town, page, clock):
    code = printed(vote, town)[0]
    stranger = page.as_()
    stranger.get("votes.code_ballot", no=vote.id)
    last = ALPHABET[(ALPHABET.index(code[-1]) + 1) % 32]
    for _try in range(7):
        assert "有一位不对" in stranger.submit("投这张票", code=code[:-1] + last, choice="甲", status=422)
    for left in range(4, -1, -1):
        doc = stranger.submit("投这张票", code=new_code(), choice="甲", status=422)
        assert f"{left}次" in doc
    stranger.post("votes.create_code_ballot", {"code": code, "choice": "甲"}, no=vote.id, status=429)
    clock.forward(hours=1, minutes=1)
    stranger.post("votes.create_code_ballot", {"code": code, "choice": "甲"}, no=vote.id)
    assert rows(Envelope) == 1


def test_the_office_prints_and_hands_out(vote, town, page):
    office = page.as_(town.secretary)
    office.get("votes.show", no=vote.id)
    office.follow("信封里的投票码")
    doc = office.submit("生成,准备打印", number="3", status=200)
    shown = [one.text() for one in doc.all("li.slip p.num")]
    assert len(shown) == 3 and all(codes.unit_of(vote, one) for one in shown)
    assert "no-store" in doc.headers["Cache-Control"]
    office.get("votes.codes_page", no=vote.id)
    office.follow(town.door.label)
    doc = office.submit("li.row:first-child form")
    assert "抽过了" in doc and rows(CodeDrawn) == 1
    page.as_(town.resident).get("votes.codes_page", no=vote.id, status=403)


def test_the_result_says_when_more_came_than_were_drawn(vote, town, page):
    given = printed(vote, town)
    for code in given[:5]:
        cast(vote, code)
    draw(vote, town.household)
    close(vote)
    doc = page.as_().get("votes.show", no=vote.id)
    assert "印了7个码,1户抽过,凭码投来5张票" in doc and "票比抽走的信封多" in doc


def test_the_roll_stays_the_homes(vote):
    assert rows(RollEntry) == vote.roll_size == 7
