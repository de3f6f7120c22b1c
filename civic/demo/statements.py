"""Short sentences on parking and what the neighbours answer, so that circles show on the demo.

Two ways of looking at it: those who come home late and want places shared, and those who want a fixed
place. The cast that visitors sign in as has not answered: there is something left to tap.
"""

from datetime import timedelta
from random import Random

from sqlalchemy import select

from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role, Standing
from civic.database import dated, utcnow
from civic.demo.topic_texts import PARKING
from civic.extensions import db
from civic.topics.answering import answer
from civic.topics.models import Topic
from civic.topics.statement_models import Stand, Statement
from civic.topics.statements import propose_statement

# The sentence; how many of ten agree among those for sharing, and among those for fixed places.
SENTENCES = (
    ("楼门口先给轮椅和救护车留位置,别的再商量", 10, 10),
    ("消防通道上停车,不管是谁家的,都该马上挪", 10, 9),
    ("收的停车费要每个季度贴出来", 9, 10),
    ("晚上借学校操场停车,我愿意多走几步", 9, 2),
    ("车位谁先到谁停,最公平", 7, 1),
    ("一家一个固定车位,心里才踏实", 2, 9),
    ("摇号没摇上的,半年也等得起", 1, 7),
    ("两辆车以上的人家,第二辆多交点钱", 8, 4),
    ("外来车晚上十点以后不让进", 4, 8),
    ("私装地锁的,先劝,三天不拆就请物业拆", 8, 8),
    ("把花坛改成车位,少点绿也行", 2, 4),
    ("访客停两个小时以内不收钱", 7, 6),
)
SHARING, FIXED, SEEN = 26, 18, 0.85


def load(town) -> int:
    """Add the sentences and the answers when there are none; returns how many sentences."""
    topic = db.session.scalar(select(Topic).where(Topic.title == PARKING["title"]))
    there = topic and db.session.scalar(select(Statement.id).where(Statement.topic_id == topic.id).limit(1))
    neighbours = _neighbours(town, topic) if topic and not there else []
    if not neighbours:
        return 0
    made = []
    for number, (body, *_sides) in enumerate(SENTENCES):
        with dated(utcnow() - timedelta(days=6, hours=-number)):
            made.append(propose_statement(topic, by=neighbours[number % len(neighbours)], body=body))
    dice = Random(7)  # noqa: S311 - the same town every time
    for place, person in enumerate(neighbours):
        for statement, (_body, *sides) in zip(made, SENTENCES, strict=True):
            if dice.random() < SEEN:
                answer(statement, by=person, stand=_stand(dice, sides[place >= SHARING]))
    return len(made)


def _stand(dice, agree_of_ten):
    if dice.random() < 0.08:
        return Stand.UNDECIDED
    return Stand.AGREE if dice.random() * 10 < agree_of_ten else Stand.DISAGREE


def _neighbours(town, topic):
    """Verified residents who are not of the cast, at most as many as answer."""
    cast = {player.nickname for player in town.CAST}
    found = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == Role.RESIDENT, Membership.standing == Standing.VERIFIED)
        .where(Membership.community_id == topic.community_id, Person.nickname.not_in(cast))
        .order_by(Person.id)
        .limit(SHARING + FIXED)
    )
    return list(db.session.scalars(found).unique())
