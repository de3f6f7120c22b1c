"""星榆花园 votes: where the bins go (V1), who does and pays what (V5), and one that is open now.

The figures are those of domain.md §7. Ballots are made up so that they add up to them exactly, then
shuffled and counted by the room's own code: no figure is written down by hand.
"""

import secrets
from datetime import datetime, time, timedelta

from sqlalchemy import select

from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role
from civic.councils.models import Council, Seat
from civic.database import SHANGHAI, local_today, utcnow
from civic.extensions import db
from civic.places import queries as places
from civic.topics.models import Topic
from civic.topics.options import add_option
from civic.topics.states import TopicState
from civic.topics.workflow import hasten, propose
from civic.votes import workflow
from civic.votes.casting import cast, enclose
from civic.votes.closing import Box, figures_of, open_box
from civic.votes.models import RollEntry, Vote, VoteOption
from civic.votes.regimes import Regime
from civic.votes.states import Channel, ReceiptStanding
from civic.votes.tally import Choice, Voice, pack_voice
from civic.votes.workflow import open_vote, publish_count, record_voice, stop_taking

BINS = "垃圾桶站放在哪儿"
DUTIES = "丙方案谁做什么、钱怎么分:六方定下来"
CORNER = "闲置空地先做什么"
CHOSEN = {"丙": 417, "甲": 201, "乙": 86}
CANNOT = {"乙": 233, "甲": 148, "丙": 61}
CHANNELS = {Channel.PHONE: 388, Channel.PAPER: 271, Channel.DESK: 45}
VOICES = {
    "业主委员会": (Voice.STAND_ASIDE, "花公共收益的部分,等业主大会表决过了再算数。"),
    "社区党委": (Voice.CONSENT, "试八周,6月15日回头看。"),
    "星榆物业": (Voice.CONSENT, "桶身每天清洗,S6补一盏灯。"),
    "望榆小学": (Voice.CONSENT, "出二十四名家长,轮周六早班。"),
}
IDEAS = (
    ("铺草皮,放两张长椅", ["900元", "两个周末", "浇水要有人"]),
    ("做个孩子的沙坑", ["1,600元", "三个周末", "每月换一次沙"]),
    ("先平整,秋天再种树", ["300元", "一个周末", "夏天有点晒"]),
)


def at(month, day, hour=20) -> datetime:
    """A moment of spring 2026 in the demo town, never later than now."""
    return min(datetime(2026, month, day, hour, tzinfo=SHANGHAI), utcnow() - timedelta(days=1))


def load(town) -> int:
    """Add what is missing; returns how many votes were added."""
    secretary = db.session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == Role.SECRETARY)
    )
    topic = db.session.scalar(select(Topic).where(Topic.title.contains("桶站")).order_by(Topic.id).limit(1))
    added = 0
    if topic is not None and topic.state in (TopicState.OPINION_FORMED, TopicState.VOTING):
        added += _where_the_bins_go(topic, secretary) + _who_does_what(topic, secretary)
    return added + _open_now(town, secretary)


def _there(question) -> bool:
    return db.session.scalar(select(Vote.id).where(Vote.question == question)) is not None


def _opened(topic, secretary, **what) -> Vote:
    soon = utcnow() + timedelta(hours=1)
    vote = workflow.prepare(topic, by=secretary, opens_at=utcnow(), closes_at=soon, **what)
    return open_vote(vote, by=secretary)


def _end(vote, opened, closed):
    """Move the vote to its days in spring and end it."""
    vote.opens_at, vote.closes_at = min(opened, closed - timedelta(days=1)), closed
    db.session.flush()
    return stop_taking(vote)


def _where_the_bins_go(topic, secretary) -> int:
    """V1: 1,032 homes, 704 ballots."""
    if _there(BINS):
        return 0
    vote = _opened(topic, secretary, regime=Regime.ADVISORY, question=BINS,
                   about="定7个投放点和1个驿站的位置。消防通道、盲道不能占,这是底线,不在票上。")  # fmt: skip
    letters = tuple(db.session.scalars(
        select(VoteOption.letter).where(VoteOption.vote_id == vote.id).order_by(VoteOption.position)
    ))  # fmt: skip
    _end(vote, at(3, 26, 8), at(4, 2))
    result = publish_count(vote, _box(vote, letters))
    result.counted_on = vote.closes_at.astimezone(SHANGHAI).date()
    return 1


def _box(vote, letters) -> Box:
    """Ballots that add up to CHOSEN and CANNOT, with a receipt each."""
    ballots = [[letter, []] for letter in letters for _ in range(CHOSEN[letter])]
    for letter in letters:
        others = [ballot for ballot in ballots if ballot[0] != letter]
        for ballot in secrets.SystemRandom().sample(others, CANNOT[letter]):
            ballot[1].append(letter)
    choices = [Choice(letter, tuple(cannot)) for letter, cannot in ballots]
    receipts = [
        {"vote_id": vote.id, "fingerprint": secrets.token_hex(32), "standing": ReceiptStanding.COUNTED}
        for _ in choices
    ]
    receipts.sort(key=lambda line: line["fingerprint"])
    channels = [channel for channel, number in CHANNELS.items() for _ in range(number)]
    return figures_of(vote, letters, choices, receipts, channels)


def _who_does_what(topic, secretary) -> int:
    """V5: six seats, five agree, one stands aside."""
    if _there(DUTIES) or topic.council_id is None:
        return 0
    vote = _opened(topic, secretary, regime=Regime.COUNCIL, question=DUTIES,
                   about="各家认领的事写进承诺清单;办不到的现在说。")  # fmt: skip
    lines = db.session.execute(
        select(RollEntry, Seat).join(Seat, Seat.id == RollEntry.unit_id).where(RollEntry.vote_id == vote.id)
    ).all()
    for entry, seat in lines:
        voice, reason = next(
            (said for name, said in VOICES.items() if name in entry.label), (Voice.CONSENT, "")
        )
        cast(enclose(vote, entry, pack_voice(voice, reason)))
        record_voice(vote, seat=seat.id, voice=voice, by=None)
    vote = _end(vote, at(4, 3, 19), at(4, 4, 20))
    result = publish_count(vote, open_box(vote))
    result.counted_on = vote.closes_at.astimezone(SHANGHAI).date()
    return 1


def _open_now(town, secretary) -> int:
    """A small question to every home, open for some days: for whoever tries the site out."""
    if _there(CORNER):
        return 0
    community, council = places.community(), db.session.scalar(select(Council).limit(1))
    topic = propose(
        community_id=community.id,
        title=CORNER,
        by=secretary,
        quick=True,
        council_id=council and council.id,
        why="11号楼后面那块空地一直扬尘。先花小钱弄起来,半年后不满意再换。",
        fact_names=["花多少", "多久弄好", "以后"],
    )
    for title, facts in IDEAS:
        add_option(topic, by=secretary, title=title, facts=facts)
    hasten(topic, by=secretary, regime=Regime.ADVISORY.value)
    last = datetime.combine(local_today() + timedelta(days=6), time(20), SHANGHAI)
    vote = workflow.prepare(
        topic,
        by=secretary,
        regime=Regime.ADVISORY,
        question=CORNER,
        opens_at=utcnow(),
        closes_at=last,
        about="三个办法都能反悔:半年后大家再看一次。",
    )
    open_vote(vote, by=secretary)
    return 1
