"""星榆花园 meetings: the three of domain.md §7, from call to published minutes, and one that waits for a yes.

The third has its stream and the list of who is not filmed (46 there, 3 not filmed). What it promised are the
promises of decision D3: the minutes point to those, nothing is promised twice.
"""

from datetime import date, timedelta

from sqlalchemy import select

from civic.action_items import workflow as action_items
from civic.action_items.models import ActionItem
from civic.councils.models import Body, Council
from civic.councils.queries import council_of
from civic.database import SHANGHAI, dated, local_today, utcnow
from civic.demo.action_item_texts import COMMITMENTS
from civic.demo.minutes_texts import FIRST, SECOND, THIRD, WAITING
from civic.demo.topic_texts import BINS
from civic.demo.topics import people, spring
from civic.extensions import db
from civic.meetings import minutes_agreements_workflow as agreements
from civic.meetings import minutes_queries, note_workflow, stream_workflow, workflow
from civic.meetings import minutes_workflow as minutes
from civic.meetings.minutes_commenting import answer_comment, comment
from civic.meetings.minutes_states import Became, CommentOutcome
from civic.meetings.models import AgendaItem, Attendance, Meeting
from civic.meetings.presence import recount
from civic.meetings.states import Capacity, CheckInBy, MeetingKind
from civic.places import queries as places
from civic.places.models import Household, Place, PlaceKind
from civic.topics.models import Topic


def load(town) -> int:
    """Add the meetings that are missing; returns how many."""
    there = set(db.session.scalars(select(Meeting.title)))
    missing = [text for text in (FIRST, SECOND, THIRD, WAITING) if text["title"] not in there]
    told = Town(town) if missing else None
    for text in missing:
        told.play(text)
    return len(missing)


class Town:
    """Who plays: the cast, the bodies, the doors."""

    def __init__(self, town):
        self.cast = people(town)
        names = {each.name: each.key for each in (*town.SEATS, *town.OTHER_BODIES)}
        found = db.session.scalars(select(Body))
        self.bodies = {names[body.name]: body for body in found if body.name in names}
        self.homes = {player.key: player.home for player in town.CAST if player.home}
        self.here = places.community()
        doors = select(Place).where(Place.kind == PlaceKind.DOOR).order_by(Place.id)
        self.doors = list(db.session.scalars(doors))
        self.topic = db.session.scalar(select(Topic).where(Topic.title == BINS["title"]))

    def play(self, text):
        begins = self._begins(text)
        with dated(begins - timedelta(days=8)):
            meeting = self._called(text, begins)
        with dated(begins):
            workflow.open_meeting(meeting, by=self.cast[text["chair"]])
            self._arrive(meeting, text)
        if "stream" in text:
            self._broadcast(meeting, text["stream"], begins)
        for minute, (item, words) in enumerate(text["notes"], 5):
            with dated(begins + timedelta(minutes=minute)):
                note_workflow.save_note(meeting, by=self.cast[text["recorder"]], text=words,
                                        item_id=self.items[item])  # fmt: skip
        ends = self._ends(text, begins)
        due = [self._day(row) for row in text.get("agreed", ())]
        again = self._day({"due": text["dissent"]["again"]}) if "dissent" in text else None
        with dated(ends):
            self._points(meeting, text, due, again)
            workflow.end(meeting, by=self.cast[text["chair"]], had_quorum=True)
        self._minutes(meeting, text, ends)

    def _begins(self, text):
        if "ago" in text:
            return utcnow() - timedelta(days=text["ago"])
        hour, minute = text["at"]
        return spring(*text["day"], hour) + timedelta(minutes=minute)

    def _ends(self, text, begins):
        if "ago" in text:
            return begins + timedelta(minutes=text["until_after"])
        hour, minute = text["until"]
        return spring(*text["day"], hour) + timedelta(minutes=minute)

    def _called(self, text, begins):
        council = council_of(self.here.id) if text.get("seats") else None
        meeting = workflow.prepare(
            self.here, by=self.cast["secretary"], kind=MeetingKind(text["kind"]), title=text["title"],
            where_held=text["where"], starts_at=begins, items=text["items"], why=text["why"],
            chair_id=self.cast[text["chair"]].id, recorder_id=self.cast[text["recorder"]].id,
            council_id=council and council.id, quorum=4 if council else 0, **self._matter(text),
        )  # fmt: skip
        workflow.call(meeting, by=self.cast["secretary"])
        self.items = [item.id for item in self._items(meeting)]
        return meeting

    def _matter(self, text):
        if self.topic is None or "ago" in text:
            return {}
        return {"topic_id": self.topic.id, "thread_id": self.topic.thread_id}

    def _items(self, meeting):
        db.session.flush()
        of_it = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
        return db.session.scalars(of_it.order_by(AgendaItem.position))

    def _arrive(self, meeting, text):
        """Seats, invited bodies, staff, residents with an account, then the door list without names."""
        rows = []
        if text.get("seats"):
            rows += self._seats()
        rows += [self._one(Capacity.BODY, self._of_body(key), body_id=self.bodies[key].id)
                 for key in text.get("bodies", ())]  # fmt: skip
        there = {row.person_id for row in rows}
        rows += [self._one(Capacity.STAFF, self.cast[key]) for key in {text["recorder"]}
                 if self.cast[key].id not in there]  # fmt: skip
        rows += [self._one(Capacity.RESIDENT, self.cast[key], door_id=self._door(key))
                 for key in dict.fromkeys((*text["residents"], *self._neighbour_chair(text)))]  # fmt: skip
        rows += [self._one(Capacity.RESIDENT, None, door_id=self.doors[n * 5 % len(self.doors)].id)
                 for n in range(text["listed"])]  # fmt: skip
        for row in rows:
            row.meeting_id = meeting.id
        db.session.add_all(rows)
        recount(meeting)

    def _neighbour_chair(self, text):
        return [text["chair"]] if text["chair"] in self.homes else []

    def _seats(self):
        council = db.session.scalar(select(Council).limit(1))
        spoken = {body.id: key for key, body in self.bodies.items()}
        return [
            self._one(
                Capacity.SEAT, self._of_body(spoken[seat.body_id]), seat_id=seat.id, body_id=seat.body_id
            )
            for seat in council_of(council.community_id).seats
        ]

    def _of_body(self, key):
        speaks = {"committee": "secretary", "residents": "staff", "property": "property", "owners": "owner",
                  "enforcement": "officer", "school": "teacher", "hauler": "hauler"}  # fmt: skip
        return self.cast[speaks[key]]

    def _one(self, capacity, person, **where):
        return Attendance(
            capacity=capacity, person_id=person and person.id, checked_by=CheckInBy.LIST, **where
        )

    def _door(self, key):
        building, door, _unit = self.homes[key]
        label = f"{building}号楼{door}门"
        found = db.session.scalar(select(Place.id).where(Place.label == label))
        return found or db.session.scalar(select(Household.door_id).limit(1))

    def _broadcast(self, meeting, text, begins):
        holder = self.cast["secretary"]
        keep = local_today() + timedelta(days=text["days"])  # today's: so that the demo still shows it
        with dated(begins):
            stream = stream_workflow.prepare_stream(meeting, by=holder, url=text["url"], keep_until=keep)
            listed = select(Attendance.id).where(Attendance.meeting_id == meeting.id)
            aside = db.session.scalars(listed.where(Attendance.person_id.is_(None)).limit(text["not_filmed"]))
            stream_workflow.call_roll(stream, by=holder, not_filmed=set(aside))
            stream_workflow.show_stream(stream, by=holder)

    def _points(self, meeting, text, due, again):
        by = self.cast[text["recorder"]]
        for row, day in zip(text.get("agreed", ()), due, strict=True):
            owner = self.bodies[row["owner"]].id if "owner" in row else None
            agreements.agree(meeting, by=by, what=row["what"], standard=row.get("standard", ""),
                             owner_id=owner, due_on=day)  # fmt: skip
        for item in self._promised(text):
            agreements.agree(meeting, by=by, what=item.what, standard=item.standard,
                             owner_id=item.owner_body_id, due_on=item.first_due_on)  # fmt: skip
        if "dissent" in text:
            kept = text["dissent"]
            agreements.dissent(meeting, by=by, who=kept["who"], what=kept["what"],
                               again_on=again)  # fmt: skip

    def _promised(self, text):
        wanted = [row["what"] for row in COMMITMENTS if row["decision"] == text.get("promised")]
        found = db.session.scalars(select(ActionItem).where(ActionItem.what.in_(wanted)))
        return sorted(found, key=lambda item: wanted.index(item.what))

    def _day(self, row) -> date | None:
        """Asked outside dated(): spring() moves with the clock."""
        if "in_days" in row:
            return local_today() + timedelta(days=row["in_days"])
        return spring(*row["due"]).astimezone(SHANGHAI).date() if "due" in row else None

    def _minutes(self, meeting, text, ends):
        by = self.cast[text["recorder"]]
        parts = {name: text[name] for name in ("problem", "plan", "telling")}
        with dated(ends + timedelta(hours=1)):
            made = minutes.draft(meeting, by=by)
            minutes.rewrite(made, by=by, version=made.version, **parts)
            minutes.lay_out(made, by=by, comment_days=2 if "confirm" in text else 0)
        if "confirm" not in text:
            return
        if "comment" in text:
            self._comment(made, text, ends, by)
        with dated(ends + timedelta(days=3)):
            for key in text["confirm"]:
                minutes.confirm(made, by=self.cast[key], version=made.version)
            minutes.publish(made, by=by)
        self._afterwards(meeting, text, ends, by)

    def _comment(self, made, text, ends, by):
        who, words, answer = text["comment"]
        with dated(ends + timedelta(days=1)):
            said = comment(made, by=self.cast[who], words=words)
        with dated(ends + timedelta(days=1, hours=3)):
            answer_comment(said, by=by, outcome=CommentOutcome.TAKEN_IN, answer=answer)

    def _afterwards(self, meeting, text, ends, by):
        """Rules of the table, promises of D3, and the dissent that was heard again."""
        promised = {item.what: item for item in self._promised(text)}
        rules = {row["what"] for row in text.get("agreed", ()) if row.get("rule")}
        with dated(ends + timedelta(days=3, hours=1)):
            for made in minutes_queries.agreements_of(meeting.id):
                if made.what in rules:
                    agreements.turn(made, Became.HOUSE_RULE, by=by)
        with dated(spring(4, 16)):
            for made in minutes_queries.agreements_of(meeting.id):
                if made.what in promised:
                    action_items.take_as_answer(made, promised[made.what], by=by)
        for kept in minutes_queries.dissents_of(meeting.id):
            with dated(spring(*text["dissent"]["again"], 18)):
                agreements.hear_again(kept, by=by, outcome=text["dissent"]["outcome"])
