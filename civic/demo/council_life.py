"""Two more tables, rules, promises, a residents' seat, a drawing by lot and a statement of circumstances."""

from datetime import timedelta

from sqlalchemy import select

from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role
from civic.councils import application_workflow, exemption_workflow, lottery_workflow, rules_workflow
from civic.councils.exemption_models import Circumstance, Matter
from civic.councils.lottery_models import AgeBand, Tenancy
from civic.councils.models import Body, Council, Seat
from civic.councils.pledge_models import PledgeState
from civic.councils.pledge_workflow import promise, settle
from civic.councils.table_workflow import recuse, start
from civic.councils.workflow import appoint, found_council, seat_body
from civic.database import SHANGHAI, dated, local_today, utcnow
from civic.demo.council_texts import (
    COMMITMENT,
    DRAW_SEED,
    DRAW_SOURCE,
    DRAWN,
    DRAWN_WITH,
    HOUSE_RULES,
    JOINT,
    NEIGHBOURS,
    PLEDGES,
    QUOTAS,
)
from civic.demo.topic_texts import PARKING
from civic.demo.topics import ago, people, spring
from civic.extensions import db
from civic.places import queries as places
from civic.places.models import Household, Place, PlaceKind
from civic.topics.models import Topic


def load(town) -> int:
    """Add what is missing: all of it or nothing; returns how many tables."""
    community = places.community()
    if db.session.scalar(select(Council.id).where(Council.name == JOINT)) is not None:
        return 0
    cast = people(town)
    bodies = {body.name: body for body in db.session.scalars(select(Body))}
    named = {row.key: bodies[row.name] for row in (*town.SEATS, *town.OTHER_BODIES)}
    partners = db.session.scalar(select(Council).where(Council.name == town.COUNCIL))
    _rules(partners, cast)
    _joint(town, community, named, cast)
    _neighbours(community, named, cast)
    _step_aside(partners, named, cast)
    _statements(community, named, cast)
    return 2


def _rules(council, cast):
    for day, how, changed, text in HOUSE_RULES:
        with dated(spring(*day, hour=20)):
            rules_workflow.adopt_house_rules(council, text, how=how, changed=changed, by=cast["secretary"])
    with dated(spring(3, 6, hour=19)):
        lines = rules_workflow.preset_lines()
        rules_workflow.adopt_order(council, lines, how="第1次合伙人会,六席都同意", by=cast["secretary"])


def _joint(town, community, named, cast):
    since = spring(3, 20).astimezone(SHANGHAI).date()
    with dated(spring(3, 20)):
        council = found_council(community, JOINT, by=cast["secretary"], kind="joint")
        seats = {}
        for row in (*town.SEATS, town.OTHER_BODIES[0]):
            convenes = row is town.SEATS[0]
            seats[row.key] = seat_body(council, named[row.key], by=cast["secretary"], convener=convenes)
        start(council, by=cast["secretary"])
    for row in (*town.SEATS, town.OTHER_BODIES[0]):  # undated: their roles may be younger than the story
        if row.delegate in cast:
            appoint(seats[row.key], cast[row.delegate], by=cast["secretary"], valid_from=since)
    council.term_to = since.replace(year=since.year + 2)
    for row in PLEDGES:
        _promised(council, seats[row[0]], row, cast)


def _promised(council, seat, row, cast):
    _key, what, standard, due, outcome, settled, why = row
    due = local_today() + timedelta(days=due) if isinstance(due, int) else _day(due)
    told = {"by": cast["secretary"], "community_id": council.community_id}
    with dated(spring(3, 28, hour=20)):
        pledge = promise(seat, what, standard, due, **told)
    if settled:
        with dated(spring(*settled, hour=18)):
            settle(pledge, PledgeState(outcome), why=why, **told)


def _day(month_and_day):
    return spring(*month_and_day).astimezone(SHANGHAI).date()


def _neighbours(community, named, cast):
    building = db.session.scalar(
        select(Place).where(
            Place.community_id == community.id, Place.kind == PlaceKind.BUILDING, Place.number == 10
        )
    )
    with dated(ago(days=40)):
        council = found_council(
            community, NEIGHBOURS, by=cast["secretary"], kind="neighbours", place=building,
            term_to=local_today() + timedelta(days=365),
        )  # fmt: skip
        seats = [
            seat_body(council, named[key], by=cast["secretary"], convener=key == "residents")
            for key in ("residents", "property")
        ]
        mine = application_workflow.apply(
            council, cast["pomegranate"], "我妈走不远,我们楼的事我天天看得见。", by=cast["pomegranate"]
        )
    for seat, key in zip(seats, ("staff", "property"), strict=True):
        appoint(seat, cast[key], by=cast["secretary"])
    with dated(ago(days=36)):
        answer = "楼里老人的事您最清楚,请您来坐一席。"
        application_workflow.accept(mine, answer, person=cast["pomegranate"], by=cast["secretary"])
    others = _living_in(building, but=cast["pomegranate"])
    _draw(council, building, others[1:], cast)
    start(council, by=cast["secretary"])
    with dated(ago(days=2)):
        rules_workflow.adopt_order(council, _shorter(), how="第一次楼前会,举手通过", by=cast["secretary"])
        application_workflow.apply(council, others[0], "我上夜班,想替夜里回家的人说几句。", by=others[0])


def _shorter():
    """The ten, with a minute for each and no talk of motions: a yard is not a hall."""
    shorter = {"speech_seconds": 60, "sentence": "每人每次一分钟,一件事最多说两次。"}
    lines = (line for line in rules_workflow.preset_lines() if line["moment"] != "motion")
    return [line | (shorter if line["speech_seconds"] else {}) for line in lines]


def _living_in(building, but):
    lived = select(Person).join(Membership, Membership.person_id == Person.id)
    lived = lived.join(Household, Household.id == Membership.household_id)
    lived = lived.where(Household.door_id.in_(places.ids_within(building)), Person.id != but.id)
    return list(db.session.scalars(lived.where(Membership.role == Role.RESIDENT).order_by(Person.id)))


def _draw(council, building, pool, cast):
    """Drawn by the real program once; its result stands in the texts and counts only for this very pool."""
    told = {"by": cast["secretary"]}
    today = local_today()
    with dated(ago(days=30)):
        lottery = lottery_workflow.announce(
            council, seats=2, quotas=QUOTAS, seed_source=DRAW_SOURCE, closes_on=today - timedelta(days=20),
            draw_on=today - timedelta(days=15), **told,
        )  # fmt: skip
    with dated(ago(days=25)):
        for no, person in enumerate(pool):
            age = AgeBand.OLD if no % 2 else AgeBand.MIDDLE
            lottery_workflow.enter(lottery, person, building.label, age, Tenancy.OWNER, by=person)
    with dated(ago(days=18)):
        lottery_workflow.fix(lottery, mix=lambda entries: None, **told)
    with dated(ago(days=15, hours=-1)):
        lottery_workflow.seed(lottery, DRAW_SEED, **told)
        if lottery.commitment == COMMITMENT:
            lottery_workflow.record_draw(lottery, list(DRAWN), DRAWN_WITH)


def _step_aside(partners, named, cast):
    seat = db.session.scalar(
        select(Seat).where(Seat.council_id == partners.id, Seat.body_id == named["property"].id)
    )
    topic_id = db.session.scalar(select(Topic.id).where(Topic.title == PARKING["title"]))
    if topic_id is not None:
        with dated(ago(days=3)):
            recuse(
                seat, topic_id, "车位收费关系到我们的收入", by=cast["property"],
                community_id=partners.community_id,
            )  # fmt: skip


def _statements(community, named, cast):
    today = local_today()
    with dated(ago(days=60)):
        arrangement = exemption_workflow.arrange(
            community.id, named["enforcement"], document="望榆城管〔2026〕12号(演示)",
            matters=[Matter.PARKING, Matter.LOADING], valid_from=today - timedelta(days=60),
            valid_to=today + timedelta(days=300), per_half_year=3, days_good=30, by=cast["secretary"],
        )  # fmt: skip
    for key, days, circumstance in (
        ("resident", 3, Circumstance.TO_HOSPITAL),
        ("hawthorn", 1, Circumstance.REMOVAL),
    ):
        with dated(min(ago(days=days), utcnow())):
            statement = exemption_workflow.ask(
                arrangement, cast[key], matter=Matter.PARKING, circumstance=circumstance,
                happened_on=local_today(), by=cast[key],
            )  # fmt: skip
        if key == "resident":
            with dated(ago(days=2)):
                exemption_workflow.issue(statement, by=cast["secretary"])
