"""An owners' vote of 星榆花园 held on paper, its ballots out: some are back, some keyed, one read twice.

Whoever tries the site out can print, hand in, key for a body, settle a difference and see the door sheet.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from civic.accounts.models import Membership
from civic.councils.models import BodyKind
from civic.councils.queries import body_of_kind
from civic.database import SHANGHAI, dated, local_today, utcnow
from civic.demo.topics import people
from civic.extensions import db
from civic.places import queries as places
from civic.topics.options import add_option
from civic.topics.workflow import hasten, propose
from civic.votes import keying, paper_returns, papers, roll_check, workflow
from civic.votes.models import RollEntry, Vote
from civic.votes.paper_models import Fate, Flaw, PaperBallot
from civic.votes.regimes import Regime
from civic.votes.terms import Conduct

GATES = "12栋楼的门禁坏了一半,从维修资金里出钱换"
MOTION = "同意动用维修资金9.6万元,换36个单元门的门禁"
DRAWN, OPENED, PRINTED = 9, 5, 4  # days ago
BACK, SPOILED, IN_VAIN, KEYED = 84, 3, 2, 30
IDEAS = (
    ("36个门都换,刷卡加按钮", ["9.6万元", "三周装完", "保修五年"]),
    ("先修坏的17个", ["3.1万元", "一周修完", "保修一年"]),
)
KEYERS = ("staff", "owner")  # of the residents' committee and of the owners' committee


def load(town, secretary) -> int:
    """Add the vote where it is missing; returns how many were added."""
    if db.session.scalar(select(Vote.id).where(Vote.question == MOTION)) is not None:
        return 0
    vote = _opened(secretary)
    numbers = _handed_in(vote)
    _spoiled(vote, secretary)
    _keyed(vote, numbers, [people(town)[key] for key in KEYERS])
    return 1


def _ago(days, hour=10):
    return datetime.combine(local_today() - timedelta(days=days), time(hour), SHANGHAI)


def _opened(secretary) -> Vote:
    closes = _ago(-10, 20)
    with dated(_ago(DRAWN)):
        vote = workflow.prepare(
            _topic(secretary),
            by=secretary,
            regime=Regime.OWNERS_ORDINARY,
            matter="use_fund",
            question=MOTION,
            about="表决由业主大会办;这里只印票、录票、加总。",
            conduct=Conduct.PAPER,
            convened_by="星榆花园业主大会",
            cannot_accept=False,
            proxies=True,
            opens_at=utcnow(),
            closes_at=closes,
        )
        roll_check.draw(vote, by=secretary)
    with dated(_ago(OPENED)):
        vote = workflow.open_vote(vote, by=secretary)
    with dated(_ago(PRINTED)):
        here = vote.community_id
        first, second = (
            body_of_kind(here, kind) for kind in (BodyKind.RESIDENTS_COMMITTEE, BodyKind.OWNERS_COMMITTEE)
        )
        papers.name_keyers(vote, first, second, by=secretary)
        papers.issue(vote, by=secretary)
    return vote


def _topic(secretary):
    topic = propose(
        community_id=places.community().id,
        title=GATES,
        by=secretary,
        quick=True,
        why="36个单元门,17个的门禁坏了,外人随便进。维修资金里这一项还有41万元。",
        fact_names=["花多少", "多久弄好", "保修"],
    )
    for title, facts in IDEAS:
        add_option(topic, by=secretary, title=title, facts=facts)
    hasten(topic, by=secretary, regime=Regime.OWNERS_ORDINARY.value)
    return topic


def _quiet_ballots(vote) -> list[PaperBallot]:
    """Ballots of homes that nobody of the cast lives in, in the order of the doors."""
    lived_in = select(Membership.household_id).where(Membership.household_id.is_not(None))
    of_homes = RollEntry.id == PaperBallot.roll_entry_id
    wanted = select(PaperBallot).join(RollEntry, of_homes)
    wanted = wanted.where(PaperBallot.vote_id == vote.id, RollEntry.unit_id.not_in(lived_in))
    return list(db.session.scalars(wanted.order_by(PaperBallot.number)))


def _handed_in(vote) -> list[int]:
    """Every eleventh comes back, on one of three days; at two doors nobody was at home three times."""
    ballots = _quiet_ballots(vote)
    numbers = [one.number for one in ballots[::11]][:BACK]
    for turn, number in enumerate(numbers):
        day = 3 - turn % 3
        with dated(_ago(day, 19)):
            paper_returns.hand_in(vote, number, local_today())
    for ballot in ballots[5 :: len(ballots) // IN_VAIN - 1][:IN_VAIN]:
        entry = db.session.get(RollEntry, ballot.roll_entry_id)
        for day in (3, 2, 1):
            with dated(_ago(day, 18)):
                paper_returns.stand_in_vain(vote, entry, local_today())
    return numbers


def _spoiled(vote, secretary):
    out = [one.number for one in _quiet_ballots(vote) if one.fate == Fate.OUT]
    with dated(_ago(2)):
        for number in out[7 :: len(out) // SPOILED][:SPOILED]:
            papers.exchange(vote, number, Flaw.EXCHANGED, by=secretary)


def _keyed(vote, numbers, cast):
    """Both bodies have begun; they read one ballot differently, and that waits for a third person."""
    table = keying.table_or_404(vote.id)
    for turn, number in enumerate(numbers[:KEYED]):  # today: who speaks for a body does so from now on
        said = "no" if turn % 6 == 5 else "abstain" if turn % 11 == 7 else "yes"
        for person in cast:
            differs = turn == KEYED - 1 and person is cast[1]
            content, flaw = (None, Flaw.UNCLEAR) if differs else ({"choice": said}, None)
            keying.key(table, number, content=content, flaw=flaw, by=person)
