"""星榆花园 topics: the bin stations from four issues to a formed opinion, and others at every stage.

The bins follow domain.md §7 on its days of spring 2026; the rest is dated from today. Everything goes
through the room's own verbs. The texts are below; the seed of the letters is looked for, so that the
options keep the names of the story and the draw can still be repeated by anybody.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role
from civic.councils.models import Body, Council
from civic.database import SHANGHAI, dated, local_today, utcnow
from civic.demo.issues import case
from civic.demo.topic_texts import BINS, MINUTES, OPINIONS, PAINT, PARKING, PARKING_SAID, WISHES
from civic.dispatch.queries import order_of_issue
from civic.dispatch.states import OrderState
from civic.extensions import db
from civic.places import queries as places
from civic.topics import rounds, support, workflow
from civic.topics.causes import open_cause
from civic.topics.documents import add_document
from civic.topics.lots import LETTERS, draw
from civic.topics.models import Option, Topic
from civic.topics.options import (
    add_bottom_line,
    add_option,
    ask_removal_review,
    mark_breaking,
    remove_option,
    rule_removal,
)
from civic.topics.promotion import promote_issues
from civic.topics.states import DocumentKind, RefusalCode, ReplyOutcome

YEAR, SETTLED = 2026, datetime(2026, 7, 1, tzinfo=SHANGHAI)


def spring(month, day, hour=9) -> datetime:
    """A moment of the story's spring, moved back whole where the clock has not come so far."""
    told = datetime(YEAR, month, day, hour, tzinfo=SHANGHAI)
    return told - max(timedelta(0), SETTLED - utcnow())


def ago(**parts) -> datetime:
    """So long before now."""
    return utcnow() - timedelta(**parts)


def load(town) -> int:
    """Add the topics that are missing; returns how many."""
    cast = people(town)
    council = db.session.scalar(select(Council).order_by(Council.id).limit(1))
    there = set(db.session.scalars(select(Topic.title)))
    added = 0
    for title, tell in ((BINS["title"], _bins), (PARKING["title"], _parking), (PAINT["title"], _paint)):
        if title not in there:
            tell(cast, council, town)
            added += 1
    missing = [wish for wish in WISHES if wish["title"] not in there]
    for wish in missing:
        _wish(wish, cast, council)
    return added + len(missing)


def people(town) -> dict[str, Person]:
    """The cast by key."""
    names = {player.nickname: player.key for player in town.CAST}
    found = db.session.scalars(select(Person).where(Person.nickname.in_(names)).order_by(Person.id.desc()))
    return {names[person.nickname]: person for person in found}


def _promote(keys, text, cast, council):
    found = [issue for issue in map(case, keys) if issue and issue.state == "accepted"]
    what = {"title": text["title"], "why": text["why"], "council_id": council and council.id}
    community = places.community()
    if found:
        return promote_issues(found, by=cast["secretary"], place_id=community.id, **what)
    return workflow.propose(community_id=community.id, by=cast["secretary"], **what)


def _about_the_cause(key, text, cast, council):
    """向前一步: what was settled within a day led to talking over what lies behind it."""
    issue = case(key)
    order = issue and order_of_issue(issue.id)
    if order is None or order.state != OrderState.CLOSED:
        return _promote((key,), text, cast, council)
    what = {"title": text["title"], "why": text["why"], "council_id": council and council.id}
    return open_cause(order, issue, by=cast["secretary"], place_id=places.community().id, **what)


def _bins(cast, council, town):
    secretary = cast["secretary"]
    with dated(spring(3, 10)):
        topic = _promote(("C04", "C05", "C06", "C07"), BINS, cast, council)
        workflow.screen(topic, by=secretary, regime="advisory", fact_names=BINS["facts"],
                        doer_body_id=_body(town, "property").id)  # fmt: skip
        options = [_scheme(topic, scheme, town, cast) for scheme in town.SCHEMES]
        lane, _ = [add_bottom_line(topic, by=secretary, text=text, source=source)
                   for text, source in BINS["lines"]]  # fmt: skip
        options.append(add_option(topic, by=cast["hawthorn"], **BINS["breaking"]))
        mark_breaking(options[-1], lane, by=cast["officer"])
    with dated(spring(3, 11)):
        workflow.notice(topic, by=secretary, days=7)
        _letter_in_order(topic, options)
        asked = rounds.open_round(topic, by=secretary, days=9)
    with dated(spring(3, 14)):
        workflow.deliberate(topic, by=secretary)
    _say(asked, OPINIONS, cast, spring(3, 15), spring(3, 21))
    with dated(spring(3, 22)):
        rounds.close_round(asked, by=secretary)
    with dated(spring(3, 24)):
        workflow.form_opinion(topic, by=secretary)
    for paper in MINUTES:
        _paper(topic, paper, secretary)


def _scheme(topic, scheme, town, cast):
    sites = {site.code: site for site in town.SITES}
    cost = sum(sites[code].cost_fen for code in scheme.sites)
    facts = [f"{scheme.farthest_m} 米", f"{scheme.mean_m} 米", f"{scheme.near_windows} 个",
             f"{cost / 1_000_000:.1f} 万元", scheme.note]  # fmt: skip
    marks = [{"x": sites[c].x, "y": sites[c].y, "label": c, "words": sites[c].name} for c in scheme.sites]
    return add_option(topic, by=cast["staff"], title=BINS["titles"][scheme.letter], facts=facts, marks=marks)


def _letter_in_order(topic, options):
    """Publish a seed under which the lot gives these options the first letters in this order."""
    wanted = {option.id: letter for option, letter in zip(options, LETTERS, strict=False)}
    seeds = (f"{number:032x}" for number in range(1, 100_000))
    topic.letters_seed = next(seed for seed in seeds if draw(seed, wanted) == wanted)
    for option in options:
        option.letter = None
    db.session.flush()
    for option in options:
        option.letter = wanted[option.id]


def _say(asked, said, cast, first, answered):
    """Opinions six hours apart, then one answer for each group; groups without one stay open."""
    for group in said:
        ids = []
        for number, (who, words, letter) in enumerate(group["said"]):
            with dated(first + timedelta(hours=6 * number)):
                option = _lettered(asked.topic_id, letter)
                ids.append(rounds.give_opinion(asked, by=cast[who], body=words, option_id=option).id)
        if group.get("outcome"):
            with dated(answered):
                rounds.answer_opinions(asked, ids, by=cast["secretary"], reason=group["reason"],
                                       outcome=ReplyOutcome(group["outcome"]))  # fmt: skip


def _lettered(topic_id, letter):
    if letter is None:
        return None
    return db.session.scalar(select(Option.id).where(Option.topic_id == topic_id, Option.letter == letter))


def _paper(topic, paper, by):
    month, day = paper["day"]
    with dated(spring(month, day, 21)):
        add_document(topic, by=by, kind=DocumentKind(paper["kind"]), dated=local_today(),
                     title=paper["title"], where_when=paper["where"], body=paper["body"])  # fmt: skip


def _parking(cast, council, town):
    secretary, committee = cast["secretary"], _body(town, "committee")
    with dated(ago(days=15)):
        topic = _about_the_cause("C01", PARKING, cast, council)
        workflow.screen(topic, by=secretary, regime="advisory", fact_names=PARKING["facts"])
        for option in PARKING["options"]:
            add_option(topic, by=cast["staff"], **option)
        add_bottom_line(topic, by=secretary, text=PARKING["line"][0], source=PARKING["line"][1])
        wall = add_option(topic, by=cast["hawthorn"], **PARKING["removed"]["option"])
    with dated(ago(days=12)):
        remove_option(wall, by=secretary, reason=PARKING["removed"]["reason"], body_id=committee.id)
        ask_removal_review(wall, by=cast["hawthorn"], grounds=PARKING["removed"]["grounds"])
    with dated(ago(days=11)):
        rule_removal(wall, by=cast["property"], body_id=_body(town, "property").id, restored=False,
                     reason=PARKING["removed"]["ruling"])  # fmt: skip
    with dated(ago(days=9)):
        workflow.notice(topic, by=secretary, days=7)
    with dated(ago(days=2)):
        workflow.deliberate(topic, by=secretary)
        asked = rounds.open_round(topic, by=secretary, days=7)
    _say(asked, PARKING_SAID, cast, ago(days=1, hours=20), ago(hours=3))


def _body(town, key):
    name = next(row.name for row in (*town.SEATS, *town.OTHER_BODIES) if row.key == key)
    return db.session.scalar(select(Body).where(Body.name == name))


def _paint(cast, council, town):
    """A small one that has gone the whole way."""
    secretary, at = cast["secretary"], ago(days=80)
    steps = (
        lambda topic: workflow.screen(topic, by=secretary, regime="advisory", burdens_others=False),
        lambda topic: [add_option(topic, by=cast["staff"], title=title) for title in PAINT["options"]],
        lambda topic: workflow.notice(topic, by=secretary, days=7),
        lambda topic: workflow.deliberate(topic, by=secretary),
        lambda topic: workflow.form_opinion(topic, by=secretary),
        lambda topic: workflow.mark_decided(topic, by=secretary),
        lambda topic: workflow.implement(topic, by=secretary),
        lambda topic: workflow.report_back(topic, by=secretary),
        lambda topic: workflow.evaluate(topic, by=secretary),
        lambda topic: workflow.archive(topic, by=secretary),
    )
    with dated(at):
        topic = workflow.propose(community_id=places.community().id, by=cast["staff"], title=PAINT["title"],
                                 why=PAINT["why"], council_id=council and council.id)  # fmt: skip
    for number, step in enumerate(steps):
        with dated(at + timedelta(days=5 * number + 1)):
            step(topic)
    for kind, title, body in PAINT["papers"]:
        with dated(ago(days=30)):
            add_document(topic, by=secretary, kind=DocumentKind(kind), dated=local_today(), title=title,
                         body=body)  # fmt: skip


def _wish(wish, cast, council):
    """A proposal looking for support, waiting for the secretary's answer, or refused."""
    with dated(ago(days=wish["days"])):
        topic = workflow.propose(
            community_id=places.community().id, by=cast[wish["who"]], title=wish["title"], why=wish["why"],
            council_id=council and council.id,
        )  # fmt: skip
    homes = select(Membership.household_id, Person).join(Person, Membership.person_id == Person.id)
    homes = homes.where(Membership.role == Role.RESIDENT, Membership.household_id.is_not(None))
    seen = {}
    for household_id, person in db.session.execute(homes.order_by(Membership.household_id)):
        seen.setdefault(household_id, person)
    for number, (household_id, person) in enumerate(list(seen.items())[: wish.get("supports", 0)]):
        with dated(ago(days=wish["days"]) + timedelta(hours=2 * number + 1)):
            support.support(topic, by=person, household_id=household_id)
    if wish.get("refused"):
        with dated(ago(days=wish["days"] - 2)):
            workflow.not_admit(
                topic, by=cast["staff"], code=RefusalCode(wish["refused"]), reason=wish["reason"]
            )
