"""Reads of what goes on: one small statement whether anything changed, a handful for all of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload

from civic.database import utcnow
from civic.errors import NotFound
from civic.extensions import db
from civic.meetings import presence, quorum, speaking
from civic.meetings.adopted_rules import adopted_by, limits_in, sentence
from civic.meetings.live_models import Hand, Motion, Speech
from civic.meetings.live_states import BEFORE_THE_ROOM, MotionState, SpeechState
from civic.meetings.models import AgendaItem, Attendance, Meeting
from civic.meetings.rules_now import rule_now
from civic.meetings.states import MeetingKind, MeetingState

QUICK, SLOW = 5, 60  # seconds after which an unchanged page is drawn anew: while somebody speaks, else
NOW = and_(AgendaItem.begun_at.is_not(None), AgendaItem.ended_at.is_(None))


@dataclass
class Pulse:
    """What tells whether anybody must see something new."""

    no: int
    version: int
    state: MeetingState
    chair_id: int | None
    kind: MeetingKind
    place_id: int
    community_id: int
    item_at: datetime | None
    speech_at: datetime | None

    # As policies ask a meeting.
    @property
    def tag(self) -> str:
        """Equal while nothing on the page would differ: the version, and the time in coarse steps."""
        began = self.speech_at or self.item_at
        step = QUICK if self.speech_at else SLOW
        return f"{self.version}.{int((utcnow() - began).total_seconds()) // step if began else 0}"


def pulse_or_404(no) -> Pulse:
    """One statement, three rows at most. Raises NotFound."""
    statement = (
        select(
            Meeting.id, Meeting.version, Meeting.state, Meeting.chair_id, Meeting.kind, Meeting.place_id,
            Meeting.community_id,
            AgendaItem.begun_at, Speech.began_at,
        )
        .outerjoin(AgendaItem, and_(AgendaItem.meeting_id == Meeting.id, NOW))
        .outerjoin(Speech, and_(Speech.meeting_id == Meeting.id, Speech.state == SpeechState.SPEAKING))
        .where(Meeting.id == no)
    )  # fmt: skip
    found = db.session.execute(statement).first()
    if found is None:
        raise NotFound(None)
    return Pulse(*found)


@dataclass
class Room:
    """A meeting as it stands now, for the screen and every phone in the room."""

    meeting: Meeting
    item: AgendaItem | None  # talked over now
    speech: Speech | None  # speaking now
    line: list[Speech]  # who is called next, in order
    resting: list[Speech]  # who asked, and has used up their times
    motions: list[Motion]  # not replaced, the latest first
    present: dict
    rules: list  # of order, as its council adopted them
    mine: Attendance | None  # the row of whoever looks, while they are in the room
    now: datetime

    @property
    def tag(self) -> str:
        """As `Pulse.tag`."""
        began = self.item.begun_at if self.item else None
        spoke = self.speech.began_at if self.speech else None
        meeting = self.meeting
        pulse = Pulse(
            meeting.id, meeting.version, meeting.state, None, meeting.kind, meeting.place_id,
            meeting.community_id, began, spoke,
        )  # fmt: skip
        return pulse.tag

    @property
    def seen(self) -> str:
        return floor_tag(self.item, self.speech)

    @property
    def is_on(self) -> bool:
        return self.meeting.state == MeetingState.OPEN

    @property
    def motion(self) -> Motion | None:
        """What is before the room; else what was settled last on this point."""
        before = (one for one in self.motions if one.state in BEFORE_THE_ROOM)
        here = (one for one in self.motions if self.item and one.item_id == self.item.id)
        return next(before, None) or next(here, None)

    @property
    def place(self) -> int:
        """Of the current point among the agenda, from 1; 0 before the first."""
        return self.meeting.items.index(self.item) + 1 if self.item else 0

    @property
    def seconds(self) -> int:
        """Spoken about the point of now."""
        return max(0, int((self.now - self.item.begun_at).total_seconds())) if self.item else 0

    @property
    def seconds_whole(self) -> int:
        """Since the meeting began, or in all."""
        began = self.meeting.opened_at
        return int(((self.meeting.ended_at or self.now) - began).total_seconds()) if began else 0

    @property
    def speech_left(self) -> int:
        """Seconds left to whoever speaks; negative when over."""
        return self.speech.allowed - self.speech.seconds_at(self.now) if self.speech else 0

    @property
    def enough(self) -> bool:
        return quorum.is_met(self.meeting)

    @property
    def people(self) -> int:
        return self.meeting.present

    @property
    def rule(self):
        """The rule of order the room needs now, in its council's words; empty where not theirs."""
        rule = rule_now(
            self.meeting.state, speaking=self.speech is not None, waiting=len(self.line),
            time_is_up=self.speech is not None and self.speech_left <= 0, item=self.item is not None,
            motion=self.motion.state if self.motion else None,
        )  # fmt: skip
        return sentence(rule, self.rules)

    @property
    def limits(self) -> speaking.Limits:
        """How long and how often one may speak here."""
        return limits_in(self.rules)

    @property
    def my_request(self) -> Speech | None:
        """Mine that waits or is being spoken."""
        if self.mine is None:
            return None
        open_ones = [*self.line, *self.resting, *([self.speech] if self.speech else [])]
        return next((one for one in open_ones if one.attendance_id == self.mine.id), None)

    @property
    def my_place(self) -> int:
        """In the line, from 1; 0: not in it."""
        request = self.my_request
        return self.line.index(request) + 1 if request in self.line else 0


def room_of(no, person_id=None) -> Room:
    """Everything that shows what goes on; at most eight statements. Raises NotFound."""
    statement = (
        select(Meeting)
        .where(Meeting.id == no)
        .options(
            joinedload(Meeting.council),
            joinedload(Meeting.place),
            selectinload(Meeting.items).joinedload(AgendaItem.topic),
        )
    )
    meeting = db.session.scalar(statement.execution_options(populate_existing=True))
    if meeting is None:
        raise NotFound(None)
    item = next((one for one in meeting.items if one.begun_at and not one.ended_at), None)
    speeches = _speeches(item)
    speech = next((one for one in speeches if one.state == SpeechState.SPEAKING), None)
    rules = adopted_by(meeting)
    line, resting = _called(limits_in(rules), speeches)
    return Room(
        meeting=meeting, item=item, speech=speech, line=line, resting=resting, motions=motions_of(no),
        present=presence.here(meeting), rules=rules, mine=attendance_of(no, person_id) if person_id else None,
        now=utcnow(),
    )  # fmt: skip


def attendance_of(no, person_id) -> Attendance | None:
    """The row of somebody who is in the room now; None when they did not check in, or left."""
    return db.session.scalar(
        select(Attendance).where(
            Attendance.meeting_id == no, Attendance.person_id == person_id, Attendance.left_at.is_(None)
        )
    )


def motions_of(no) -> list[Motion]:
    """Those that no other text replaced, the latest first; the hands of seats with them."""
    statement = (
        select(Motion)
        .where(Motion.meeting_id == no, Motion.state != MotionState.REPLACED)
        .options(joinedload(Motion.breaks), selectinload(Motion.hands.and_(Hand.seat_id.is_not(None))))
    )
    return list(db.session.scalars(statement.order_by(Motion.number.desc())))


def _speeches(item):
    if item is None:
        return []
    statement = select(Speech).where(Speech.item_id == item.id, Speech.state != SpeechState.WITHDRAWN)
    who = joinedload(Speech.attendance), joinedload(Speech.body), joinedload(Speech.door)
    return list(db.session.scalars(statement.options(*who).order_by(Speech.id)))


def _called(limits, speeches):
    spoken = [word_of(one) for one in by_end(speeches)]
    if speaks := next((one for one in speeches if one.state == SpeechState.SPEAKING), None):
        spoken.append(word_of(speaks))
    waiting = {one.id: one for one in speeches if one.state == SpeechState.WAITING}
    words = speaking.order([word_of(one) for one in waiting.values()], spoken, limits)
    line = [waiting.pop(word.id) for word in words]
    return line, list(waiting.values())


def by_end(speeches) -> list[Speech]:
    """Those that were spoken, in the order they were."""
    return sorted((one for one in speeches if one.state == SpeechState.SPOKEN), key=lambda one: one.ended_at)


def words_on(item_id) -> tuple[list, list]:
    """(spoken, waiting) on that point as the order of speakers knows them; fresh from the database."""
    statement = select(Speech).where(Speech.item_id == item_id).order_by(Speech.id)
    rows = list(db.session.scalars(statement.execution_options(populate_existing=True)))
    waiting = [word_of(one) for one in rows if one.state == SpeechState.WAITING]
    return [word_of(one) for one in by_end(rows)], waiting


def current_item(meeting_id) -> AgendaItem | None:
    """The point that is being talked over; fresh from the database."""
    statement = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, NOW)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def current_speech(meeting_id) -> Speech | None:
    """Whoever speaks now; fresh from the database."""
    statement = select(Speech).where(Speech.meeting_id == meeting_id, Speech.state == SpeechState.SPEAKING)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def floor_tag(item, speech) -> str:
    """What whoever holds the meeting saw: the point and the speaker of that moment."""
    return f"{item.id if item else 0}.{speech.id if speech else 0}"


def word_of(speech) -> speaking.Word:
    """The request as the order of speakers knows it. Somebody of a door without a row counts alone."""
    if speech.attendance_id is not None:
        voice = ("person", speech.attendance_id)
    else:
        voice = ("body", speech.body_id) if speech.body_id else ("request", speech.id)
    return speaking.Word(voice, speech.side, speech.body_id, speech.seconds, speech.id)


def speech_or_404(no, word) -> Speech:
    """A request with its meeting and who made it. Raises NotFound."""
    statement = select(Speech).where(Speech.id == word, Speech.meeting_id == no)
    statement = statement.options(joinedload(Speech.meeting), joinedload(Speech.attendance))
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound(None)
    return found


def in_the_room(no) -> list[Attendance]:
    """Everybody who is there now, with body; as they came."""
    statement = select(Attendance).where(Attendance.meeting_id == no, Attendance.left_at.is_(None))
    return list(db.session.scalars(statement.options(joinedload(Attendance.body)).order_by(Attendance.id)))
