"""Verbs of motions: the text is put, fixed, read aloud, and hands are counted. Nothing secret here."""

import hashlib
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from civic.database import local_today, locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings import presence, quorum, terms
from civic.meetings.hands_queries import aside_for, lines_of, missing_seats, regime_of
from civic.meetings.hands_tally import result, weight_of
from civic.meetings.live_models import Hand, Motion
from civic.meetings.live_queries import current_item
from civic.meetings.live_states import BEFORE_THE_ROOM, MOTION_TRANSITIONS, Choice, MotionState, Way
from civic.meetings.live_workflow import hold
from civic.meetings.models import Attendance, Meeting
from civic.meetings.quorum import counts_seats
from civic.meetings.states import Capacity
from civic.meetings.workflow import note

MOVED = act("motion.moved", public={"motion", "item", "replaces"})
WORDED = act("motion.worded", public={"motion"})
FROZEN = act("motion.frozen", public={"motion", "text", "breaks"})
READ = act("motion.read_aloud", public={"motion"})
CALLED = act("motion.hands_called", public={"motion", "way", "base", "weight"})
VOICED = act("motion.seat_voiced", public={"motion", "seat", "choice"})
STOPPED = act("motion.count_stopped", public={"motion"})
SETTLED = act("motion.settled", public={"motion", "result", "for", "against", "abstain", "base"})


@dataclass(frozen=True)
class Count:
    """Hands as whoever chairs counted them."""

    agree: int
    against: int
    abstain: int

    @property
    def total(self) -> int:
        return self.agree + self.against + self.abstain


def move(meeting, *, by, text, replaces=None) -> Motion:
    """Put a text before the room on the point of now. `replaces`: the motion whose text it changes.

    Raises Conflict while another text is before the room, or when the old one is past replacing.
    """
    meeting = hold(meeting)
    item = current_item(meeting.id)
    if item is None:
        raise Conflict(_("No point is being talked over yet."), _("Go to a point of the agenda first."))
    if replaces is not None:
        replaces = _move(locked(Motion, replaces.id), MotionState.REPLACED)
        db.session.flush()
    before = select(Motion.id).where(Motion.meeting_id == meeting.id, Motion.state.in_(BEFORE_THE_ROOM))
    if db.session.scalar(before.limit(1)) is not None:
        raise Conflict(
            _("Another text is before the room."),
            _("Count hands on it first, or replace it: one matter at a time."),
        )
    number = db.session.scalar(select(func.max(Motion.number)).where(Motion.meeting_id == meeting.id)) or 0
    motion = Motion(
        meeting_id=meeting.id, item_id=item.id, number=number + 1, text=text.strip(), proposed_by=by.id,
        replaces_id=replaces.id if replaces is not None else None,
    )  # fmt: skip
    db.session.add(motion)
    old = replaces.number if replaces is not None else None
    _changed(meeting, MOVED, by, motion=motion.number, item=item.position, replaces=old)
    return motion


def word(motion, *, by, text) -> None:
    """Change the text while it is being worded. Raises Conflict once it stands."""
    meeting, motion = _held(motion)
    if motion.state != MotionState.DRAFTED:
        raise Conflict(
            _("This text stands and cannot be changed any more."), _("Put a new text in its place.")
        )
    motion.text = text.strip()
    _changed(meeting, WORDED, by, motion=motion.number)


def freeze(motion, *, by, breaks_id) -> None:
    """Fix the text. `breaks_id`: the bottom line it would break, 0: none was found, None: nobody looked.

    I11: where the topic has bottom lines somebody must have looked; what breaks one is not votable.
    """
    meeting, motion = _held(motion)
    lines = {line.id for line in lines_of(motion.item_id, meeting)}
    if lines and breaks_id is None:
        raise Refused(_("Say whether it breaks one of the bottom lines; nobody may vote one away."))
    motion = _move(motion, MotionState.FROZEN)
    motion.breaks_id = breaks_id if breaks_id in lines else None
    motion.text_hash = hashlib.sha256(motion.text.encode()).hexdigest()
    motion.frozen_at = utcnow()
    breaks = motion.breaks_id
    _changed(meeting, FROZEN, by, motion=motion.number, text=motion.text_hash, breaks=breaks)


def read_aloud(motion, *, by) -> None:
    """The text as it stands was read to the room."""
    meeting, motion = _held(motion)
    if motion.state != MotionState.FROZEN or motion.read_at is not None:
        raise Conflict(_("Only a text that stands is read aloud, once."))
    motion.read_at = utcnow()
    _changed(meeting, READ, by, motion=motion.number)


def call_hands(motion, *, by, way) -> None:
    """Ask for hands. Refuses what breaks a bottom line (I11), what only owners decide (I19), what was
    not read aloud, and a room that is too empty."""
    meeting, motion = _held(motion)
    if motion.breaks_id is not None:
        raise Refused(_("It breaks a bottom line; nobody may vote that away. Put another text."))
    if motion.read_at is None:
        raise Refused(_("Read the text aloud first, as it stands here; then count hands."))
    by_seats = counts_seats(meeting)
    weight = weight_of(by_seats, regime_of(motion.item_id, meeting))
    if weight is None:
        raise Refused(
            _("Only the owners decide this, on paper. Note what people here think as words in the minutes.")
        )
    if by_seats != (way == Way.SEATS):
        raise Refused(_("At a council one seat has one voice; elsewhere persons are counted."))
    terms.guard_meeting(meeting, local_today())
    quorum.guard(meeting)
    motion = _move(motion, MotionState.HANDS)
    present = presence.here(meeting)
    motion.weight, motion.way, motion.hands_at = weight, way, utcnow()
    motion.base = present.get(Capacity.SEAT, 0) if by_seats else presence.hands(present)
    public = {"way": way.value, "base": motion.base, "weight": weight.value}
    _changed(meeting, CALLED, by, motion=motion.number, **public)


def voice_seat(motion, seat_id, choice, *, by) -> None:
    """The voice of a seat that is present; until the count ends the last one stands."""
    meeting, motion = _held(motion, Way.SEATS)
    there = select(Attendance.id).where(
        Attendance.meeting_id == meeting.id, Attendance.seat_id == seat_id, Attendance.left_at.is_(None)
    )
    if db.session.scalar(there.limit(1)) is None:
        raise Conflict(_("Nobody is here for that seat."), _("Check them in first."))
    if seat_id in aside_for(motion, meeting):
        raise Refused(_("That seat steps aside for this topic: it counts on neither side."))
    _raise(motion, choice, seat_id=seat_id)
    _changed(meeting, VOICED, by, motion=motion.number, seat=seat_id, choice=choice.value)


def tap(motion, attendance, choice) -> None:
    """The hand of somebody present; one a person, until the count ends the last one stands."""
    meeting, motion = _held(motion, Way.TAPPED)
    _raise(motion, choice, attendance_id=attendance.id)
    meeting.version += 1


def settle(motion, *, by, count=None) -> None:
    """End the count: every present seat has spoken, or the hands counted are not more than persons here."""
    meeting, motion = _held(motion, Way.COUNTED if count is not None else None)
    if count is None and motion.way == Way.COUNTED:
        raise Refused(_("Type how many hands you counted."))
    terms.guard_meeting(meeting, local_today())
    quorum.guard(meeting)
    if motion.way == Way.SEATS:
        _demand_all_seats(motion, meeting)
    if count is not None:
        _take_over(motion, count)
    elif motion.way == Way.TAPPED:
        motion.base = max(presence.hands(presence.here(meeting)), _sum(motion))
        db.session.execute(delete(Hand).where(Hand.motion_id == motion.id))  # the numbers stay, not whose
    motion = _move(motion, result(motion.way, motion.for_count, motion.against_count, motion.base))
    motion.settled_at = utcnow()
    counts = {"for": motion.for_count, "against": motion.against_count, "abstain": motion.abstain_count}
    outcome = {"motion": motion.number, "result": motion.state.value, "base": motion.base}
    _changed(meeting, SETTLED, by, **outcome, **counts)


def stop_count(motion, *, by) -> None:
    """Put the hands down without a result: too many have left, or it has to be asked once more."""
    meeting, motion = _held(motion)
    motion = _move(motion, MotionState.FROZEN)
    db.session.execute(delete(Hand).where(Hand.motion_id == motion.id))
    motion.way = motion.weight = motion.hands_at = None
    motion.for_count = motion.against_count = motion.abstain_count = motion.base = 0
    _changed(meeting, STOPPED, by, motion=motion.number)


def _demand_all_seats(motion, meeting):
    silent = missing_seats(motion, meeting)
    if silent:
        who = "、".join(seat.short_name for seat in silent)
        raise Refused(_("These seats are here and have not said anything yet: %(who)s.", who=who))
    motion.base = _sum(motion)


def _take_over(motion, count):
    if motion.base and count.total > motion.base:
        raise Refused(
            _(
                "%(hands)s hands, but %(here)s persons are here. Count again, or check in who came later.",
                hands=count.total,
                here=motion.base,
            )  # fmt: skip
        )
    motion.base = motion.base or count.total  # nobody was checked in: those who raised a hand were there
    motion.for_count, motion.against_count, motion.abstain_count = count.agree, count.against, count.abstain


def _raise(motion, choice, **owner):
    same = [getattr(Hand, name) == value for name, value in owner.items()]
    hand = db.session.scalar(select(Hand).where(Hand.motion_id == motion.id, *same))
    if hand is None:
        hand = Hand(motion_id=motion.id, **owner)
        db.session.add(hand)
    else:
        _add(motion, hand.choice, -1)
    hand.choice, hand.at = choice, utcnow()
    _add(motion, choice, 1)


def _add(motion, choice, one):
    motion.for_count += one * (choice == Choice.FOR)
    motion.against_count += one * (choice == Choice.AGAINST)
    motion.abstain_count += one * (choice == Choice.ABSTAIN)


def _sum(motion):
    return motion.for_count + motion.against_count + motion.abstain_count


def _held(motion, way=None):
    """The meeting, locked and going on, and the motion as it is now; with `way`, hands of that way are up."""
    meeting = hold(db.session.get(Meeting, motion.meeting_id))
    motion = locked(Motion, motion.id)
    if way is not None and (motion.state != MotionState.HANDS or motion.way != way):
        raise Conflict(_("No hands are being counted in that way now."), _("Look at the page as it is now."))
    return meeting, motion


def _changed(meeting, verb, by, **public):
    db.session.flush()
    meeting.version += 1
    note(verb, meeting, by, **public)


def _move(motion, state):
    if state not in MOTION_TRANSITIONS[motion.state]:
        raise Conflict(
            _("This cannot be done now: the text stands at “%(state)s”.", state=motion.state.label),
            _("Look at the page as it is now."),
        )
    motion.state = state
    return motion
