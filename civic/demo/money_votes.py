"""星榆花园 gave a sum out in May by equal shares: five wishes, real ballots, counted by the room.

More homes want the two dear ones, yet those who want the small ones get their share of the sum, too.
"""

import secrets
from datetime import timedelta

from sqlalchemy import select

from civic.database import dated, utcnow
from civic.demo.topics import spring
from civic.extensions import db
from civic.places import queries as places
from civic.topics.options import add_option, fill_facts
from civic.topics.workflow import hasten, propose
from civic.votes import workflow
from civic.votes.casting import cast, enclose
from civic.votes.closing import open_box, options_of
from civic.votes.contents import Sheet
from civic.votes.models import RollEntry, Vote
from civic.votes.regimes import Regime, at_least
from civic.votes.states import Method
from civic.votes.terms import BudgetRule

QUESTION = "社区公益金6万元,今年先做哪几样"
SUM = 6_000_000  # fen
WISHES = {  # fact by fact as on the ballot, with the cost in fen
    "给3号楼到6号楼的楼道装扶手": (("18个楼道", "五周"), 2_600_000),
    "儿童滑梯换新,地垫重铺": (("中心花园", "三周"), 3_200_000),
    "添6张长椅,挪到树荫下": (("南北两条路", "一周"), 600_000),
    "搭公共晾衣架": (("10号楼后面", "两周"), 900_000),
    "路口装两面凸面镜": (("东门和车库口", "三天"), 300_000),
}
# Which wishes, by their place above, so many homes tick together.
TICKED = {(0, 1): 214, (1,): 61, (0,): 38, (2, 3, 4): 97, (2, 3): 44, (3,): 19, (4, 2): 31, (1, 4): 22}
QUORUM = at_least(1, 3)


def load(secretary) -> int:
    """Add the vote where it is missing; returns how many were added."""
    if db.session.scalar(select(Vote.id).where(Vote.question == QUESTION)) is not None:
        return 0
    opened, closed = spring(5, 9, 8), spring(5, 16, 20)
    later = utcnow() + timedelta(hours=1)  # the database's own clock must find it open while ballots go in
    with dated(opened):
        vote = workflow.open_vote(_prepared(_topic(secretary), secretary, later), by=secretary)
    with dated(opened + timedelta(hours=3)):
        _fill(vote)
    vote.opens_at, vote.closes_at = opened, closed
    db.session.flush()
    with dated(closed + timedelta(minutes=1)):
        workflow.publish_count(workflow.stop_taking(vote), open_box(vote))
    return 1


def _topic(secretary):
    topic = propose(
        community_id=places.community().id,
        title=QUESTION,
        by=secretary,
        quick=True,
        why="街道给的社区公益金,今年6万元,年底前要用完。",
        fact_names=["在哪儿", "多久做好"],
    )
    made = {add_option(topic, by=secretary, title=title).id: told for title, told in WISHES.items()}
    fill_facts(
        topic,
        by=secretary,
        fact_names=topic.fact_names,
        facts={option: told[0] for option, told in made.items()},
        costs={option: told[1] for option, told in made.items()},
    )
    hasten(topic, by=secretary, regime=Regime.ADVISORY.value)
    return topic


def _prepared(topic, secretary, closes_at):
    return workflow.prepare(
        topic,
        by=secretary,
        regime=Regime.ADVISORY,
        method=Method.PROJECTS,
        quorum=QUORUM,
        question=QUESTION,
        about="想要的都可以勾。钱按人头平分:每户手里一份,勾了同一样的一起出。",
        budget_fen=SUM,
        budget_rule=BudgetRule.EQUAL_SHARES,
        cannot_accept=False,
        opens_at=utcnow(),
        closes_at=closes_at,
    )


def _fill(vote):
    """Sealed ballots of homes drawn by lot."""
    drawn = {one.title: one.letter for one in options_of(vote)}
    letters = [drawn[title] for title in WISHES]
    ballots = [[letters[one] for one in ticked] for ticked, number in TICKED.items() for _ in range(number)]
    homes = list(db.session.scalars(select(RollEntry).where(RollEntry.vote_id == vote.id)))
    sheet = Sheet.of(vote, list(drawn.values()))
    for entry, ticked in zip(secrets.SystemRandom().sample(homes, len(ballots)), ballots, strict=True):
        cast(enclose(vote, entry, sheet.pack({"approved": ticked})))
