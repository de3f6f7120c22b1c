"""星榆花园 whistles, played by the rooms' own verbs on the days of the story: the building astride the
border, the vacant land that became a park, the quarry with 16 departments and 117 days; beside them
one running to a meeting and one that waits for the street.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from civic.accounts.models import Contact, Person
from civic.accounts.roles import Role
from civic.accounts.sealing import seal
from civic.accounts.second_factor import DEMO_SECRET
from civic.accounts.second_factor import PURPOSE as FACTOR
from civic.accounts.session_models import SecondFactor
from civic.accounts.signing_in import PHONE, phone_key
from civic.accounts.workflow import grant_role
from civic.action_items import workflow as promises
from civic.councils.models import Body, BodyKind
from civic.councils.workflow import found_body
from civic.database import SHANGHAI, dated, utcnow
from civic.demo import whistle_texts as texts
from civic.demo.issues import case
from civic.demo.topics import YEAR, ago, people, spring
from civic.dispatch import (
    whistle_asking,
    whistle_call_workflow,
    whistle_findings,
    whistle_ratings,
    whistle_workflow,
)
from civic.dispatch import whistle_queries as queries
from civic.dispatch.whistle_models import Whistle
from civic.dispatch.whistle_states import QUESTIONS, Method, Side
from civic.extensions import db
from civic.issues import workflow as issues
from civic.places import queries as places
from civic.places.models import PlaceKind
from civic.places.workflow import add_place

NEIGHBOURS = ("resident", "second_adult", "pomegranate", "hawthorn", "owner", "treasurer", "parent")
KNOWN = {"planning": "planner", "traffic": "trafficker", "enforcement": "officer", "property": "property"}


def prepare(town) -> dict:
    """Seal what must be sealed before the transaction."""
    numbers = {f"+86{phone}" for _, _, phone, _ in texts.PEOPLE}
    phones = {each: (phone_key(each), seal(PHONE, each)) for each in numbers}
    return {"phones": phones, "secrets": {key: seal(FACTOR, DEMO_SECRET) for key, *_ in texts.PEOPLE}}


def load(town, prepared) -> int:
    """Play what is missing; returns how many whistles were added."""
    if db.session.scalar(select(Whistle.id).limit(1)) is not None:
        return 0
    stage = Stage(town, prepared)
    for story in (texts.QUARRY, texts.BORDER, texts.PARK):
        Story(stage, story).play()
    _meeting(stage)
    _draft(stage)
    return 5


class Stage:
    """Places, bodies and people of the stories, made once."""

    def __init__(self, town, prepared):
        self.cast = people(town)
        self.home = places.community()
        self.street = queries.place(self.home.parent_id)
        district = queries.place(self.street.parent_id)
        beyond = add_place(
            PlaceKind.DISTRICT, texts.NEXT_DISTRICT, by=None, parent=queries.place(district.parent_id)
        )
        self.next = add_place(PlaceKind.SUBDISTRICT, texts.NEXT_STREET, by=None, parent=beyond)
        self.town = add_place(PlaceKind.SUBDISTRICT, texts.TOWN, by=None, parent=district)
        self.village = add_place(PlaceKind.COMMUNITY, texts.VILLAGE, by=None, parent=self.town)
        self.bodies = self._bodies(town, district, beyond)
        self._people(prepared)
        self.officers = {}

    def _bodies(self, town, district, beyond):
        known = {body.name: body for body in db.session.scalars(select(Body))}
        found = {row.key: known[row.name] for row in (*town.SEATS, *town.OTHER_BODIES)}
        rows = [(row, district) for row in texts.OF_DISTRICT] + [
            (row, beyond) for row in texts.OF_NEXT_DISTRICT
        ]
        for key, place in (("next", self.next), ("town", self.town)):
            rows += [(row, place) for row in texts.OF_STREETS[key]]
        for (key, kind, name, short), place in rows:
            found[key] = found_body(BodyKind(kind), name, by=None, short_name=short, place_id=place.id)
        return found

    def _people(self, prepared):
        led = {"next_street": self.next, "town_street": self.town}
        for key, nickname, phone, body in texts.PEOPLE:
            lookup, sealed = prepared["phones"][f"+86{phone}"]
            contact = Contact(phone_lookup=lookup, phone_sealed=sealed)
            db.session.add(contact)
            db.session.flush()
            person = Person(nickname=nickname, contact_id=contact.id, is_adult=True)
            db.session.add(person)
            db.session.flush()
            factor = {"secret_sealed": prepared["secrets"][key], "confirmed_at": utcnow(), "last_step": 0}
            db.session.add(SecondFactor(person_id=person.id, **factor))
            if key in led:
                grant_role(person, Role.STREET_STAFF, by=None, place_id=led[key].id)
            else:
                grant_role(
                    person, Role.OFFICER, by=None, body_id=self.bodies[body].id, community_id=self.home.id
                )
            self.cast[key] = person

    def officer(self, body):
        """Whoever acts for a body in the stories; made when first asked for."""
        if body in KNOWN:
            return self.cast[KNOWN[body]]
        if body not in self.officers:
            person = Person(nickname=f"{self.bodies[body].short_name}值守", is_adult=True)
            db.session.add(person)
            db.session.flush()
            where = {"body_id": self.bodies[body].id, "community_id": self.home.id}
            grant_role(person, Role.OFFICER, by=None, **where)
            self.officers[body] = person
        return self.officers[body]

    def request(self, text, community, by, **more):
        """Ask for it as the text says."""
        return whistle_asking.request(
            by=by,
            community=community,
            bodies=[self.bodies[key] for key in text["bodies"]],
            gather_place=text["where"],
            **{name: text[name] for name in ("kind", "title", "summary", "asked", "background")},
            **more,
        )


class Story:
    """One whistle from the first word to its end."""

    def __init__(self, stage, text):
        self.stage, self.text = stage, text
        self.in_village = "issue" not in text
        self.leader = stage.cast["town_street" if self.in_village else "street"]
        self.second = stage.cast["next_street"] if text["border"] else None
        self.issue = case(text["issue"]) if "issue" in text else None
        self.moved = spring(1, 1) - datetime(YEAR, 1, 1, 9, tzinfo=SHANGHAI)

    def on(self, month, day, hour=9) -> datetime:
        """A moment of the story; unlike `spring` it may be asked inside `dated`."""
        return datetime(YEAR, month, day, hour, tzinfo=SHANGHAI) + self.moved

    def day(self, month, day):
        """A day of the story."""
        return self.on(month, day).astimezone(SHANGHAI).date()

    def play(self):
        """Everything, in order, each act on its day."""
        with dated(self.on(*self.text["asked_on"], 9)):
            self._blow()
        with dated(self.on(*self.text["asked_on"], 9) + timedelta(hours=6)):
            self._come()
        with dated(self.on(*self.text["acted_on"], 10)):
            self._act()
        self._promise()
        with dated(self.on(*self.text["solved_on"], 16)):
            self._solve()
        with dated(self.on(*self.text["closed_on"], 10)):
            self._rate()

    def _blow(self):
        more = {"second_street": self.stage.next, "crosses_border": True} if self.second else {}
        community = self.stage.village if self.in_village else self.stage.home
        asker = self.leader if self.in_village else self.stage.cast["secretary"]
        self.whistle = self.stage.request(self.text, community, asker, issue=self.issue, **more)
        whistle_workflow.approve(self.whistle, by=self.leader)
        if self.second:
            whistle_workflow.join(self.whistle, by=self.second)
        whistle_workflow.blow(self.whistle, by=self.leader)
        keys = {self.stage.bodies[key].id: key for key in self.text["bodies"]}
        self.calls = {keys[call.body_id]: call for call in queries.calls_of(self.whistle)}

    def _come(self):
        for key, call in self.calls.items():
            if key != self.text["late"]:
                whistle_call_workflow.check_in(call, by=self.stage.officer(key), has_decider=True)
        late = self.calls.get(self.text["late"])
        if late is not None:
            with dated(late.report_by):
                whistle_call_workflow.turn_late(late)
            with dated(late.report_by + timedelta(minutes=95)):
                whistle_call_workflow.check_in(late, by=self.leader, method=Method.HOST, has_decider=False)
        with dated(max(call.came_at for call in self.calls.values()) + timedelta(minutes=10)):
            whistle_workflow.open_diagnosis(self.whistle, by=self.leader)
            self._find()

    def _find(self):
        for key, call in self.calls.items():
            finding, will_do = self.text["findings"][key]
            whistle_findings.write_finding(call, by=self.stage.officer(key), finding=finding, will_do=will_do)
        whistle_findings.release_findings(self.whistle, by=self.leader)
        for name, body, _found in self.text.get("links", ()):
            whistle_findings.add_link(self.whistle, by=self.leader, name=name, body=self.stage.bodies[body])

    def _act(self):
        if self.second:
            facts = {"words": self.text["survey"], "surveyed_by": self.text["surveyors"]}
            facts["surveyed_on"] = self.day(*self.text["survey_on"])
            street, other = self.whistle.street_id, self.whistle.second_street_id
            whistle_findings.survey(self.whistle, by=self.leader, street_id=street, **facts)
            whistle_findings.agree_border(self.whistle, by=self.second, street_id=other)
        whistle_workflow.act_together(self.whistle, by=self.leader)
        if "force" in self.text:
            name, lead, first, _days = self.text["force"]
            day = self.day(*first)
            lead = self.stage.bodies[lead]
            whistle_findings.form_task_force(self.whistle, by=self.leader, name=name, lead=lead, from_on=day)

    def _promise(self):
        made = []
        with dated(self.on(*self.text["acted_on"], 11)):
            for body, what, standard, due, _done in self.text["promises"]:
                day = self.day(*due)
                facts = {"owner": self.stage.bodies[body], "what": what, "standard": standard, "due_on": day}
                made.append(promises.commit_from_whistle(self.whistle, by=self.leader, **facts))
        for item, (body, what, _standard, _due, done) in zip(made, self.text["promises"], strict=True):
            with dated(self.on(*done, 15)):
                words = f"{what}:办完了。"
                promises.finish(item, by=self.stage.officer(body), words=words, seen_at=self.text["where"])

    def _solve(self):
        for link, (_name, _body, found) in zip(
            queries.links_of(self.whistle), self.text.get("links", ()), strict=True
        ):
            whistle_findings.note_link(link, by=self.leader, finding=found)
            whistle_findings.finish_link(link, by=self.leader)
        if "force" in self.text:
            _name, _lead, first, days = self.text["force"]
            last = self.day(*first) + timedelta(days=days - 1)
            whistle_findings.end_task_force(self.whistle, by=self.leader, to_on=last)
        whistle_findings.plan_after_use(self.whistle, by=self.leader, words=self.text["after_use"])
        whistle_workflow.resolve(self.whistle, by=self.leader, words=self.text["result"])
        reporter = self.issue and db.session.get(Person, self.issue.reporter_id)
        if reporter is not None:
            issues.confirm(self.issue, by=reporter)

    def _rate(self):
        neighbours = [self.stage.cast[key] for key in NEIGHBOURS]
        for person, mark in zip(neighbours, self.text["residents"], strict=False):
            whistle_ratings.rate_result(self.whistle, by=person, mark=mark)
        for key, call in self.calls.items():
            mark = "poor" if key == self.text["late"] else "good"
            marks = {name: mark if name != "result" else "good" for name in QUESTIONS[Side.WHISTLER]}
            whistle_ratings.rate_call(call, by=self.leader, side=Side.WHISTLER, marks=marks)
            said = dict.fromkeys(QUESTIONS[Side.RESPONDER], "good")
            whistle_ratings.rate_call(call, by=self.stage.officer(key), side=Side.RESPONDER, marks=said)
        whistle_workflow.archive(self.whistle, by=self.leader)


def _meeting(stage):
    """M22: the secretary's whistle calls people to a table with residents, the day after tomorrow."""
    begins = (
        (utcnow() + timedelta(days=2))
        .astimezone(SHANGHAI)
        .replace(hour=19, minute=0, second=0, microsecond=0)
    )
    when = {"gather_at": begins, "report_by": begins, "gathering": texts.MEETING["gathering"]}
    with dated(ago(hours=20)):
        whistle = stage.request(texts.MEETING, stage.home, stage.cast["secretary"], **when)
        whistle_workflow.approve(whistle, by=stage.cast["street"])
        whistle_workflow.blow(whistle, by=stage.cast["street"])
    with dated(ago(hours=18)):
        for call in queries.calls_of(whistle)[1:]:
            body = next(key for key, each in stage.bodies.items() if each.id == call.body_id)
            whistle_call_workflow.acknowledge(call, by=stage.officer(body))


def _draft(stage):
    """What waits for the street."""
    with dated(ago(hours=3)):
        stage.request(texts.DRAFT, stage.home, stage.cast["secretary"])
