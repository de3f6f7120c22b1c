"""The owners of 星榆花园: 1,019 heads with 1,032 homes (domain.md §7), and a vote of theirs on paper.

Its roll hangs out since five days, so that whoever tries the site out can check a line or open the vote.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from civic.database import SHANGHAI, dated, local_today, utcnow
from civic.extensions import db
from civic.places import queries as places
from civic.places.models import Household
from civic.topics.options import add_option
from civic.topics.workflow import hasten, propose
from civic.votes import owners, roll_check, workflow
from civic.votes.models import Vote
from civic.votes.regimes import Regime
from civic.votes.roll_models import Basis, Owner
from civic.votes.terms import Conduct

CHARGING = "自行车棚旁边装充电桩,从公共收益里出钱"
MOTION = "同意从公共收益里出2.4万元,在自行车棚旁边装12个充电口"
UNSOLD, BOUGHT = 13, 2  # homes of the developer, and of one buyer: 1,032 homes are 1,019 owners
IDEAS = (
    ("装12个充电口,带自动断电", ["2.4万元", "一个月装好", "物业每天看一次"]),
    ("先装4个,半年后再看", ["0.9万元", "两周装好", "物业每天看一次"]),
)


def load(secretary) -> int:
    """Add register and vote where they are missing; returns how many votes were added."""
    community = places.community()
    if not db.session.scalar(select(func.count()).select_from(Owner)):
        _register(community, secretary)
    if db.session.scalar(select(Vote.id).where(Vote.question == MOTION)) is not None:
        return 0
    with dated(utcnow() - timedelta(days=6)):
        roll_check.draw(_prepared(community, secretary), by=secretary)
    return 1


def _register(community, secretary):
    """The last homes of the last building are not sold; two next to each other are one buyer's."""
    last = select(Household).where(Household.community_id == community.id).order_by(Household.id.desc())
    homes = list(db.session.scalars(last.limit(UNSOLD + BOUGHT)))
    owners.join(homes[:UNSOLD], basis=Basis.UNSOLD, by=secretary)
    owners.join(homes[UNSOLD:], basis=Basis.REGISTRY, by=secretary)


def _prepared(community, secretary) -> Vote:
    topic = propose(
        community_id=community.id,
        title=CHARGING,
        by=secretary,
        quick=True,
        why="楼道里充电的车多,消防来查过两次。公共收益账上有11.2万元,够用。",
        fact_names=["花多少", "多久弄好", "谁来看"],
    )
    for title, facts in IDEAS:
        add_option(topic, by=secretary, title=title, facts=facts)
    hasten(topic, by=secretary, regime=Regime.ADVISORY.value)
    return workflow.prepare(
        topic,
        by=secretary,
        regime=Regime.OWNERS_ORDINARY,
        matter="common_income",
        question=MOTION,
        about="装不装由业主大会定;这里只印票、录票、加总。",
        conduct=Conduct.PAPER,
        convened_by="星榆花园业主大会",
        cannot_accept=False,
        proxies=True,
        opens_at=utcnow(),
        closes_at=datetime.combine(local_today() + timedelta(days=30), time(20), SHANGHAI),
    )
