"""星榆花园 issues, raised and sorted by the room's own verbs on the days of the story.

`case("C04")` finds one for the later parts. The demo resident 杜仲 has one to confirm (N07), one
summary to read (N20) and one accepted (C01); some twenty fresh ones wait on the secretary's desk.

The texts are in issues.csv: `day` is a moment in Shanghai or days ago; `place` "3" (building),
"3-1" (door), "@spot key" or empty (everywhere); `who` a key of the cast or a building's number;
`fate` where it has got to, with the words that takes. remarks.csv holds comments.
"""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import select

from civic.accounts.models import Membership, Person
from civic.accounts.roles import Role, Standing
from civic.database import SHANGHAI, dated, utcnow
from civic.extensions import db
from civic.issues import queries, refusals, summaries, voices, workflow
from civic.issues.kinds import DeclineReason, IssueKind, LawfulChannel, Urgency, Visibility
from civic.issues.models import Issue
from civic.places import queries as places
from civic.places.models import Place, PlaceKind

HERE = Path(__file__).parent
UNSORTED = ("received", "merged", "urgent")  # an urgent one is sorted in the part that tells its minutes


def case(key) -> Issue | None:
    """The demo issue "C01" … "N20", if it is loaded."""
    return db.session.scalar(select(Issue).where(Issue.external_no == key))


def load(town) -> int:
    """Add what is missing, oldest first; returns how many issues were added."""
    cast = Cast(town)
    there = set(db.session.scalars(select(Issue.external_no).where(Issue.external_no.is_not(None))))
    missing = [row for row in rows("issues.csv") if row.key not in there]
    for row in sorted(missing, key=lambda row: (_moment(row.day), row.key)):
        _tell(row, cast)
    for row in rows("remarks.csv") if missing else ():
        _remark(row, cast)
    return len(missing)


def rows(name) -> list[SimpleNamespace]:
    """The lines of a file beside this one."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [SimpleNamespace(**row) for row in csv.DictReader(file)]


def _moment(day) -> datetime:
    """A moment of the story's spring (two months ago at the latest), or so many days ago."""
    if "-" not in day:
        return utcnow() - timedelta(days=float(day))
    told = datetime.strptime(day, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    return min(told, utcnow() - timedelta(days=60))


class Cast:
    """People by key of the cast or by building, and places as the texts name them."""

    def __init__(self, town):
        self.community = places.community()
        names = {player.key: player.nickname for player in town.CAST}
        found = db.session.scalars(select(Person).order_by(Person.id).limit(400))
        by_name = {person.nickname: person for person in found}
        self.named = {key: by_name[name] for key, name in names.items()}
        self.spots = {f"@{spot.key}": spot.name for spot in town.SPOTS}
        on_plan = places.on_plan(self.community.id)
        self.places = {place.label: place for place in on_plan}
        self.buildings = {p.number: p for p in on_plan if p.kind is PlaceKind.BUILDING}
        self.neighbours = self._neighbours(set(names.values()))
        self.used = dict.fromkeys(self.neighbours, 0)

    def _neighbours(self, known):
        rows = db.session.execute(
            select(Place.parent_id, Person, Membership.household_id)
            .join(Membership, Membership.person_id == Person.id)
            .join(places.Household, places.Household.id == Membership.household_id)
            .join(Place, Place.id == places.Household.door_id)
            .where(Membership.role == Role.RESIDENT, Membership.standing == Standing.VERIFIED)
            .order_by(Person.id)
        )
        numbers = {place.id: number for number, place in self.buildings.items()}
        found = {}
        for building_id, person, household_id in rows:
            if person.nickname not in known:
                found.setdefault(str(numbers[building_id]), []).append((person, household_id))
        return found

    def person(self, who) -> Person:
        """A person of the cast, or the next neighbour of that building."""
        if who in self.named:
            return self.named[who]
        self.used[who] += 1
        people = self.neighbours[who]
        return people[self.used[who] % len(people)][0]

    def place(self, text) -> Place:
        """The place a text names."""
        if not text:
            return self.community
        if text in self.spots:
            return self.places[self.spots[text]]
        building, _dash, door = text.partition("-")
        label = self.buildings[int(building)].label
        return self.places[f"{label}{door}门"] if door else self.buildings[int(building)]

    def homes(self, besides):
        """(person, household) of one adult for each home, building by building in turn."""
        rounds = max(len(people) for people in self.neighbours.values())
        taken = {besides}
        for n in range(rounds):
            for people in self.neighbours.values():
                if n < len(people) and people[n][1] not in taken:
                    taken.add(people[n][1])
                    yield people[n]


def _tell(row, cast) -> None:
    """Raise it on its day and let its fate take its course."""
    raised = _moment(row.day)
    reporter = cast.person(row.who)
    with dated(raised):
        closed = row.fate.endswith(":handlers_only")
        issue = workflow.submit(
            words=row.words,
            community_id=cast.community.id,
            place_id=cast.place(row.place).id,
            visibility=Visibility.HANDLERS_ONLY if closed else Visibility.PUBLIC,
            reporter=reporter,
            household_id=queries.household_in(reporter, cast.community.id),
        )
        issue.external_no = row.key
    fate, _colon, words = row.fate.partition(":")
    if fate not in UNSORTED:
        _accept(issue, row, cast, raised + timedelta(hours=2))
    if fate not in (*UNSORTED, "shown"):
        make_public(issue, row, reporter, cast, raised + timedelta(hours=20))
    if fate in FATES:
        FATES[fate](issue, words, reporter, cast.named["secretary"], raised + timedelta(days=2))


def _accept(issue, row, cast, moment) -> None:
    with dated(_past(moment)):
        workflow.accept(
            issue, by=cast.named["secretary"], kind=IssueKind(row.kind), category=row.category,
            urgency=Urgency(row.urgency), title=row.title, summary=row.summary,
        )  # fmt: skip


def _past(moment):
    return min(moment, utcnow() - timedelta(minutes=5))


def make_public(issue, row, reporter, cast, moment) -> None:
    """The reporter agrees to the summary, and the neighbours say 我家也这样."""
    with dated(_past(moment)):
        summaries.agree(issue, by=reporter)
        homes = cast.homes(besides=issue.reporter_household_id)
        for _n, (person, household_id) in zip(range(int(row.supports)), homes, strict=False):
            voices.support(issue, by=person, household_id=household_id)


def _merge(issue, key, reporter, secretary, moment) -> None:
    with dated(_past(moment)):
        refusals.merge(issue, by=secretary, into=case(key))


def _answer(issue, words, reporter, secretary, moment) -> None:
    with dated(_past(moment)):
        workflow.answer(issue, by=secretary, words=words)


def _confirm(issue, words, reporter, secretary, moment) -> None:
    _answer(issue, words, reporter, secretary, moment)
    with dated(_past(moment + timedelta(days=1))):
        workflow.confirm(issue, by=reporter)


def _decline(issue, words, reporter, secretary, moment) -> None:
    code, _colon, reason = words.partition(":")
    with dated(_past(moment)):
        refusals.decline(issue, by=secretary, code=DeclineReason(code), words=reason)


def _redirect(issue, words, reporter, secretary, moment) -> None:
    channel, _colon, reason = words.partition(":")
    with dated(_past(moment)):
        refusals.redirect(issue, by=secretary, channel=LawfulChannel(channel), words=reason)


FATES = {
    "merged": _merge,
    "answered": _answer,
    "confirmed": _confirm,
    "declined": _decline,
    "redirected": _redirect,
}


def _remark(row, cast) -> None:
    issue, person = case(row.key), cast.person(row.who)
    if not issue.is_told:
        return
    with dated(_past(issue.summary_released_at + timedelta(hours=7))):
        place_id = queries.building_of(person, cast.community.id)
        voices.comment(issue, by=person, words=row.words, place_id=place_id)
