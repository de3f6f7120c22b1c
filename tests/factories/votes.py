"""Votes at any stage, through the room's verbs."""

from datetime import timedelta

from sqlalchemy import case, select, update

from civic.database import local_today, utcnow, writing
from civic.extensions import db
from civic.ticking import SWEEPS
from civic.votes import casting, closing, keying, paper_returns, papers
from civic.votes.balance import Sheet as HandCount
from civic.votes.contents import Sheet
from civic.votes.models import RollEntry, Vote
from civic.votes.paper_models import Fate, PaperBallot
from civic.votes.regimes import Regime
from civic.votes.roll_check import draw
from civic.votes.states import Method
from civic.votes.tally import Voice, pack_voice
from civic.votes.terms import Conduct
from civic.votes.workflow import open_vote, prepare, record_voice, stop_taking
from tests.factories.topics import opinion_formed
from tests.harness.scenes import staged


@staged
def make_draft(by, topic=None, regime=Regime.ADVISORY, days=7, **what):
    """A prepared vote on a topic whose notice is over."""
    council = what.pop("council_id", None)
    topic = topic or opinion_formed(by, options=what.pop("options", 3), council_id=council)
    now = utcnow()
    what = {"question": "桶站放哪儿", "opens_at": now, "closes_at": now + timedelta(days=days)} | what
    with writing():
        return prepare(topic, by=by, regime=regime, **what)


@staged
def make_vote(by, **what):
    """An open vote by household."""
    draft = make_draft(by, **what)
    with writing():
        return open_vote(draft, by=by)


@staged
def make_council_vote(by, council, **what):
    """An open vote by seat."""
    return make_vote(by, regime=Regime.COUNCIL, council_id=council.id, question="分工和花费", **what)


def entry_of(vote, unit):
    """The unit's line on the roll."""
    return db.session.scalar(
        select(RollEntry).where(RollEntry.vote_id == vote.id, RollEntry.unit_id == unit.id)
    )


def single(letter, cannot=()) -> bytes:
    """A ballot of one option, packed."""
    letters = ("甲", "乙", "丙", "丁", "戊")
    marks = [one for one in letters if one in cannot]
    return Sheet(Method.SINGLE, letters).pack({"choice": letter, "cannot": marks})


def cast_content(vote, household, content, **how):
    """Put any ballot of this vote's method in the box."""
    letters = [one.letter for one in closing.options_of(vote)]
    ready = casting.enclose(vote, entry_of(vote, household), Sheet.of(vote, letters).pack(content), **how)
    with writing():
        casting.cast(ready)


def cast_for(vote, household, letter="甲", cannot=(), claimed_by=None, replace=False):
    """Put a household's ballot in the box; returns the closed envelope."""
    ballot = single(letter, cannot)
    ready = casting.enclose(vote, entry_of(vote, household), ballot, claimed_by=claimed_by)
    with writing():
        casting.cast(ready, replace=replace)
    return ready


def speak_for(vote, seat, voice=Voice.CONSENT, by=None, reason="", replace=False):
    """Let a seat say something."""
    ready = casting.enclose(vote, entry_of(vote, seat), pack_voice(voice, reason))
    with writing():
        casting.cast(ready, replace=replace)
        record_voice(db.session.get(Vote, vote.id), seat=seat.id, voice=voice, by=by)


def end(vote, seconds=1):
    """Let the hour of the close have come."""
    now = utcnow()
    with writing():
        over = now - timedelta(seconds=seconds)
        times = {"opens_at": now - timedelta(days=9), "closes_at": over}
        times["opening_at"] = case((Vote.opening_at.is_not(None), over), else_=None)
        db.session.execute(update(Vote).where(Vote.id == vote.id).values(**times))


def close(vote):
    """End the vote and count it."""
    end(vote)
    return closing.close_vote(vote.id)


@staged
def make_paper_vote(town, regime=Regime.OWNERS_ORDINARY, **what):
    """A vote held on paper, open, every unit with a ballot; keyed by committee and property."""
    held = {"conduct": Conduct.PAPER, "convened_by": "星榆花园业主大会"}
    what = {"question": "动用维修资金修屋顶"} | held | what
    vote = make_draft(town.secretary, regime=regime, **what)
    hang_out(vote, town.secretary)
    with writing():
        open_vote(vote, by=town.secretary)
    put_on_paper(vote, town)
    return db.session.get(Vote, vote.id)


@staged
def hang_out(vote, by, days=4):
    """The roll was drawn so many days ago."""
    with writing():
        draw(vote, by=by)
        drawn_on = local_today() - timedelta(days=days)
        db.session.execute(update(Vote).where(Vote.id == vote.id).values(roll_drawn_on=drawn_on))


@staged
def put_on_paper(vote, town):
    """Name the keyers and issue a ballot for every unit of an open vote."""
    with writing():
        papers.name_keyers(vote, town.residents_committee, town.property, by=town.secretary)
        papers.issue(vote, by=town.secretary)


def ballot_of(vote, household) -> int:
    """The number of the household's ballot that is not spoiled."""
    of_unit = PaperBallot.roll_entry_id == entry_of(vote, household).id
    wanted = select(PaperBallot.number).where(PaperBallot.vote_id == vote.id, of_unit)
    return db.session.scalar(wanted.where(PaperBallot.fate != Fate.SPOILED))


def hand_in(vote, household, day=None):
    """The household's ballot comes back; whether it counts."""
    number = ballot_of(vote, household)
    with writing():
        return paper_returns.hand_in(vote, number, day or local_today())


def tell_homes(clock, days=0):
    """The day after, homes hear of what was entered in their name; then so many days pass."""
    clock.forward(days=1)
    SWEEPS["votes.tell_homes"]()
    clock.forward(days=days)


def count_by_hand(vote, town, returned, spoiled, unreturned):
    """The hand count at the close."""
    with writing():
        papers.count_by_hand(vote, HandCount(returned, spoiled, unreturned), by=town.secretary)


def key_ballot(vote, person, number, content=None, flaw=None):
    """One keyer reads one ballot."""
    with writing():
        keying.key(keying.table_or_404(vote.id), number, content=content, flaw=flaw, by=person)


def key_twice(vote, town, number, content=None, flaw=None):
    """Both keyers read it alike."""
    for person in (town.staff, town.delegate):
        key_ballot(vote, person, number, content, flaw)


def stop(vote):
    """End the vote; the paper is still to be counted."""
    end(vote)
    with writing():
        stop_taking(db.session.get(Vote, vote.id))
    return db.session.get(Vote, vote.id)
