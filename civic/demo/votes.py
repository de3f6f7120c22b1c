"""星榆花园 votes: where the bins go (V1), who does and pays what (V5), and one that is open now.

The figures are those of domain.md §7. Ballots are made up so that they add up to them exactly, then
shuffled and counted by the room's own code: no figure is written down by hand.
"""

import secrets
from datetime import datetime, time, timedelta

from sqlalchemy import select

from civic.accounts.models import Membership
from civic.councils.models import Council
from civic.database import SHANGHAI, dated, local_today, utcnow
from civic.demo import money_votes, outside_votes, owner_votes, paper_votes
from civic.demo.topic_texts import BINS
from civic.demo.topics import people, spring
from civic.extensions import db
from civic.places import queries as places
from civic.topics.models import Topic
from civic.topics.options import add_option
from civic.topics.states import TopicState
from civic.topics.workflow import hasten, propose
from civic.votes import keystore, workflow
from civic.votes.by_building import rows_at_close
from civic.votes.casting import cast, enclose
from civic.votes.closing import Box, figures_of, open_box, options_of
from civic.votes.contents import Sheet
from civic.votes.models import RollEntry, Turnout, Vote
from civic.votes.regimes import Regime, Unit
from civic.votes.sealing import reference
from civic.votes.states import Channel, Method, ReceiptStanding
from civic.votes.tally import Voice, in_steps, pack_voice

DUTIES = "丙方案谁做什么、钱怎么分:六方定下来"
CORNER = "闲置空地先做什么"
IN_THE_BOX = 213
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


def load(town) -> int:
    """Add what is missing; returns how many votes were added."""
    secretary = people(town)["secretary"]
    topic = db.session.scalar(select(Topic).where(Topic.title == BINS["title"]))
    added = 0
    if topic is not None and topic.state in (TopicState.OPINION_FORMED, TopicState.VOTING):
        added += _where_the_bins_go(topic, secretary) + _who_does_what(topic, secretary)
        added += outside_votes.load(topic, secretary)
    added += money_votes.load(secretary) + owner_votes.load(secretary)
    return added + paper_votes.load(town, secretary) + _open_now(secretary)


def _there(question) -> bool:
    return db.session.scalar(select(Vote.id).where(Vote.question == question)) is not None


def _opened(topic, secretary, day, **what) -> Vote:
    """A vote opened on `day` of the story; its close is put there by `_counted`."""
    close = utcnow() + timedelta(hours=1)
    with dated(day):
        vote = workflow.prepare(topic, by=secretary, opens_at=utcnow(), closes_at=close, **what)
        return workflow.open_vote(vote, by=secretary)


def _counted(vote, opened, closed, box) -> int:
    """End the vote on `closed` and publish what `box()` finds in it."""
    vote.opens_at, vote.closes_at = opened, closed
    db.session.flush()
    with dated(closed + timedelta(minutes=1)):
        workflow.publish_count(workflow.stop_taking(vote), box())
    return 1


def _where_the_bins_go(topic, secretary) -> int:
    """V1: 1,032 homes, 704 ballots."""
    if _there(BINS["title"]):
        return 0
    opened, closed = spring(3, 26, 8), spring(4, 2, 20)
    vote = _opened(
        topic,
        secretary,
        opened,
        regime=Regime.ADVISORY,
        method=Method.RANKED,
        question=BINS["title"],
        about="定7个投放点和1个驿站的位置。消防通道、盲道不能占,这是底线,不在票上。",
    )
    return _counted(vote, opened, closed, lambda: _box(vote, options_of(vote)))


def _box(vote, options) -> Box:
    """Ballots whose first places and marks add up to CHOSEN and CANNOT, with a receipt each.

    Whoever can accept the others ranks them, too, in an order drawn by lot.
    """
    letters, dice = [one.letter for one in options], secrets.SystemRandom()
    ballots = [{"ranking": [letter], "cannot": []} for letter in letters for _ in range(CHOSEN[letter])]
    for letter in letters:
        others = [ballot for ballot in ballots if ballot["ranking"] != [letter]]
        for ballot in dice.sample(others, CANNOT[letter]):
            ballot["cannot"].append(letter)
    for ballot in ballots:
        rest = [one for one in letters if one not in ballot["cannot"] and one not in ballot["ranking"]]
        ballot["ranking"] += dice.sample(rest, len(rest))
    choices = ballots
    receipts = [
        {"vote_id": vote.id, "fingerprint": secrets.token_hex(32), "standing": ReceiptStanding.COUNTED}
        for _ in choices
    ]
    receipts.sort(key=lambda line: line["fingerprint"])
    channels = [channel for channel, number in CHANNELS.items() for _ in range(number)]
    box = figures_of(vote, options, choices, receipts, channels)
    box.buildings = rows_at_close(vote, _homes_that_voted(vote, len(choices)))
    return box


def _homes_that_voted(vote, number):
    """References of so many homes of the roll, as the box would hold them."""
    homes, key = select(RollEntry.unit_id).where(RollEntry.vote_id == vote.id), keystore.load(vote.id)
    for home in secrets.SystemRandom().sample(list(db.session.scalars(homes)), number):
        yield reference(key, Unit.HOUSEHOLD.value, home)


def _who_does_what(topic, secretary) -> int:
    """V5: six seats, five agree, one stands aside."""
    if _there(DUTIES) or topic.council_id is None:
        return 0
    opened, closed = spring(4, 3, 19), spring(4, 4, 20)
    vote = _opened(
        topic,
        secretary,
        opened,
        regime=Regime.COUNCIL,
        question=DUTIES,
        about="各家认领的事写进承诺;办不到的现在说。",
    )
    for entry in db.session.scalars(select(RollEntry).where(RollEntry.vote_id == vote.id)):
        said = (said for name, said in VOICES.items() if name in entry.label)
        voice, reason = next(said, (Voice.CONSENT, ""))
        ready = enclose(vote, entry, pack_voice(voice, reason))
        with dated(opened + timedelta(hours=1)):
            cast(ready)
            workflow.record_voice(vote, seat=entry.unit_id, voice=voice, by=None)
    return _counted(vote, opened, closed, lambda: open_box(vote))


def _open_now(secretary) -> int:
    """A small question to every home, open for some days: for whoever tries the site out."""
    if _there(CORNER):
        return 0
    community, council = places.community(), db.session.scalar(select(Council).order_by(Council.id).limit(1))
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
    vote = workflow.prepare(
        topic,
        by=secretary,
        regime=Regime.ADVISORY,
        question=CORNER,
        opens_at=utcnow(),
        closes_at=datetime.combine(local_today() + timedelta(days=6), time(20), SHANGHAI),
        about="三个办法都能反悔:半年后大家再看一次。",
    )
    _fill(workflow.open_vote(vote, by=secretary))
    return 1


def _fill(vote):
    """Sealed ballots of homes that nobody of the cast lives in, so that the site looks lived in."""
    lived_in = select(Membership.household_id).where(Membership.household_id.is_not(None))
    quiet = select(RollEntry).where(RollEntry.vote_id == vote.id, RollEntry.unit_id.not_in(lived_in))
    letters = [one.letter for one in options_of(vote)]
    sheet, homes = Sheet.of(vote, letters), list(db.session.scalars(quiet.order_by(RollEntry.id)))
    for entry in secrets.SystemRandom().sample(homes, IN_THE_BOX):
        cast(enclose(vote, entry, sheet.pack({"choice": secrets.choice(letters), "cannot": []})))
    db.session.get(Turnout, (vote.id, Channel.PHONE)).published = in_steps(IN_THE_BOX)
