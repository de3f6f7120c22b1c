"""What is said for and against the bins, who has something at stake, door topics that went up, the needs.

Follows the spring of domain.md §7; through the room's own verbs. Whether suggestions were kept is said
by the part kept_suggestions, once the decision is there.
"""

from datetime import timedelta

from sqlalchemy import select

from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role, Standing
from civic.database import dated, local_today, utcnow
from civic.demo.argument_texts import (
    DOOR_TOPICS,
    GATHERED,
    INTERESTS,
    INVITED,
    NOTE,
    REASONS,
    SUGGESTIONS,
    SURVEYS,
    VISITS,
)
from civic.demo.topic_texts import BINS
from civic.demo.topics import ago, people, spring
from civic.extensions import db
from civic.places import queries as places
from civic.places.models import Place, PlaceKind
from civic.topics import affected, arguments, calling, needs, surveying, workflow
from civic.topics import suggestions as kept
from civic.topics.affected_models import InterestKind
from civic.topics.argument_models import Argument, Degree, Side
from civic.topics.level_workflow import join_topics, raise_level
from civic.topics.models import Topic
from civic.topics.need_models import NeedKind, Survey, Visit
from civic.topics.states import ReplyOutcome, TopicLevel, TopicState

ANSWERING = 60  # homes that answer each survey on the site


def load(town) -> int:
    """Add what is missing; returns how many things."""
    cast, added = people(town), 0
    bins = db.session.scalar(select(Topic).where(Topic.title == BINS["title"]))
    said = bins and db.session.scalar(select(Argument.id).where(Argument.topic_id == bins.id).limit(1))
    if bins is not None and bins.state == TopicState.OPINION_FORMED and not said:
        added += _reasons(bins, cast) + _stakes(bins, cast)
    if db.session.scalar(select(Topic.id).where(Topic.title == GATHERED["title"])) is None:
        added += _levels(cast)
    if db.session.scalar(select(Visit.id).limit(1)) is None:
        added += _visits(cast)
    if db.session.scalar(select(Survey.id).limit(1)) is None:
        added += sum(_survey(cast, text) for text in SURVEYS)
    community = places.community()
    if calling.adults_of(community.id) is None:
        told = {"adults": 2187, "counted_on": ago(days=300).date(), "source": "居委会居民名册"}
        with dated(ago(days=299)):
            calling.write_adults(community, by=cast["staff"], **told)
        added += 1
    return added


def _reasons(topic, cast):
    number = 0
    for group in REASONS:
        ids = []
        for side, theme, who, words in group["said"]:
            number += 1
            with dated(spring(3, 12) + timedelta(hours=5 * number)):
                made = arguments.argue(topic, by=cast[who], side=Side(side), theme=theme, body=words)
            ids.append(made.id)
        with dated(spring(3, 23)):
            arguments.answer_arguments(topic, ids, by=cast["secretary"], reason=group["reason"],
                                       outcome=ReplyOutcome(group["outcome"]))  # fmt: skip
    for degree, who, words, *_later in SUGGESTIONS:
        with dated(spring(3, 16)):
            kept.suggest(topic, by=cast[who], degree=Degree(degree), body=words)
    return number + len(SUGGESTIONS)


def _stakes(topic, cast):
    for kind, who in INTERESTS:
        with dated(spring(3, 11, 12) if kind != "earns" else utcnow()):  # mandates begin today
            affected.declare_interest(topic, by=cast[who], kind=InterestKind(kind))
    as_whom, words = INVITED
    with dated(spring(3, 13)):
        invited, _token = affected.invite_reply(topic, by=cast["secretary"], as_whom=as_whom)
    with dated(spring(3, 17)):
        affected.reply(invited, body=words)
    return len(INTERESTS) + 1


def _levels(cast):
    community = places.community()
    common = {"community_id": community.id}
    with dated(ago(days=18)):
        upper = workflow.propose(by=cast["secretary"], title=GATHERED["title"], why=GATHERED["why"], **common)
    joined = []
    for number, text in enumerate(DOOR_TOPICS):
        door = _door(community, *text["key"])
        with dated(ago(days=25 - number)):
            low = workflow.propose(by=cast[text["who"]], title=text["title"], why=text["why"], **common,
                                   level=TopicLevel.DOOR, place_id=door.id)  # fmt: skip
        if "up" in text:
            with dated(ago(days=16)):
                raise_level(low, TopicLevel(text["up"]), by=cast["secretary"], reason=text["reason"])
        else:
            joined.append(low.id)
    with dated(ago(days=15)):
        join_topics(upper, joined, by=cast["secretary"], reason=GATHERED["reason"])
    return 1 + len(DOOR_TOPICS)


def _building(community, number):
    here = (Place.community_id == community.id, Place.kind == PlaceKind.BUILDING, Place.number == number)
    return db.session.scalar(select(Place).where(*here))


def _door(community, number, door):
    building = _building(community, number)
    return db.session.scalar(select(Place).where(Place.parent_id == building.id, Place.number == door))


def _visits(cast):
    community, added = places.community(), 0
    for building, heard in VISITS:
        doors = places.doors_of(_building(community, building))
        for need, times in heard.items():
            for _time in range(times):
                added += 1
                needs.note_visit(
                    doors[added % len(doors)], by=cast["staff"], need=NeedKind(need),
                    visited_on=local_today() - timedelta(days=added % 50), note=NOTE if added == 3 else "",
                )  # fmt: skip
    with dated(ago(days=2)):
        needs.look_at_notes(community, by=cast["staff"], reason="给助餐点报人数")
    return added


def _survey(cast, text):
    community = places.community()
    with dated(ago(days=20 if text["closed"] else 3)):
        made = needs.make_survey(
            community, by=cast["staff"], title=text["title"], why=text["why"], line=text["line"],
            questions=text["questions"], days=10,
        )  # fmt: skip
        lines = iter(text["lines"])
        for number, person in enumerate(_neighbours(community)):
            choices = [(number * 7 + at) % len(one["choices"]) for at, one in enumerate(text["questions"])]
            surveying.answer_survey(made, by=person, choices=choices, line=next(lines, ""))
        for number in range(18 if text["closed"] else 6):
            needs.key_slip(made, by=cast["staff"], choices=[number % 2, number % 3])
    return 1


def _neighbours(community):
    """One verified resident of each of some homes, without the cast that visitors sign in as."""
    held = (
        select(Membership)
        .where(
            Membership.role == Role.RESIDENT,
            Membership.standing == Standing.VERIFIED,
            Membership.community_id == community.id,
            Membership.household_id.is_not(None),
        )
        .order_by(Membership.id.desc())
    )
    found = {}
    for membership in db.session.scalars(held.limit(3 * ANSWERING)):
        found.setdefault(membership.household_id, membership.person_id)
    return [db.session.get(Person, person_id) for person_id in list(found.values())[:ANSWERING]]
