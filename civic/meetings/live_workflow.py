"""Verbs of a meeting that goes on: begin, go through the agenda, give the word, end.

Whoever holds it says which point and which speaker they saw (`seen`, a `floor_tag`): of two phones
tapped at once the first wins, the other is told what changed. Motions: hands_workflow.py.
"""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.councils.models import Seat
from civic.database import locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings import quorum, speaking, workflow
from civic.meetings.adopted_rules import limits_of
from civic.meetings.live_models import Motion, Speech
from civic.meetings.live_queries import current_item, current_speech, floor_tag, word_of, words_on
from civic.meetings.live_states import SPEECH_TRANSITIONS, MotionState, SpeechState
from civic.meetings.models import AgendaItem, Meeting
from civic.meetings.states import MeetingState
from civic.meetings.workflow import note

ITEM_BEGUN = act("meeting.item_begun", public={"item"})
ASKED = act("speech.asked", public={"item", "side"})
WITHDRAWN = act("speech.withdrawn", public={"item"})
GIVEN = act("speech.given", public={"item", "side", "allowed"})
SPOKEN = act("speech.ended", public={"item", "side", "seconds"})


def begin(meeting, *, by) -> None:
    """Open the meeting and take up the first point."""
    workflow.open_meeting(meeting, by=by)
    first = db.session.scalar(_items(meeting).limit(1))
    if first is not None:
        _take_up(meeting, first, by)


def step(meeting, *, by, seen, back=False) -> None:
    """Go on to the next point of the agenda, or back to the one before; whoever speaks has finished.

    Raises Conflict when somebody moved on meanwhile, while hands are up, or at either end.
    """
    meeting = hold(meeting, seen)
    _refuse_raised_hands(meeting)
    items = list(db.session.scalars(_items(meeting)))
    now = current_item(meeting.id)
    place = items.index(now) + (-1 if back else 1) if now else 0
    if not 0 <= place < len(items):
        raise Conflict(_("There is no further point on the agenda."), _("End the meeting, or stay here."))
    _stop(meeting, by)
    _take_up(meeting, items[place], by)


def end(meeting, *, by, seen, although_too_few=False) -> None:
    """It is over. Raises Conflict, asking once more, when not enough were there to decide."""
    meeting = hold(meeting, seen)
    _refuse_raised_hands(meeting)
    enough = quorum.is_met(meeting)
    if not enough and not although_too_few:
        raise Conflict(
            _("Fewer are here than it takes to decide."),
            _("Nothing decided here would count. Tick that you know this, and end it once more."),
        )
    _stop(meeting, by)
    workflow.end(meeting, by=by, had_quorum=enough)


def ask(meeting, *, by, side, attendance=None, body_id=None, door_id=None) -> Speech:
    """Put somebody on the list of those who want to speak on the point of now.

    Raises Conflict when they stand on it already or nothing is being talked over, Refused when the
    rules give them no more time on it.
    """
    meeting = hold(meeting)
    item = current_item(meeting.id)
    if item is None:
        raise Conflict(_("No point is being talked over yet."), _("Wait until one is called, then ask."))
    if attendance is not None:
        seat = db.session.get(Seat, attendance.seat_id) if attendance.seat_id else None
        body_id, door_id = seat.body_id if seat else attendance.body_id, attendance.door_id
    speech = Speech(
        meeting_id=meeting.id, item_id=item.id, side=side, body_id=body_id, door_id=door_id,
        attendance_id=attendance.id if attendance is not None else None, asked_by=by.id if by else None,
    )  # fmt: skip
    _refuse_twice(meeting, speech, words_on(item.id))
    db.session.add(speech)
    _changed(meeting, ASKED, by, item=item.position, side=side.value)
    return speech


def withdraw(speech, *, by) -> None:
    """They no longer want to speak, or are not there any more."""
    meeting = hold(db.session.get(Meeting, speech.meeting_id))
    speech = _move(speech, SpeechState.WITHDRAWN)
    _changed(meeting, WITHDRAWN, by, item=_position(speech))


def give(speech, *, by, seen) -> None:
    """Give the word: the time runs from now. Whoever spoke has finished."""
    meeting = hold(db.session.get(Meeting, speech.meeting_id), seen)
    item = current_item(meeting.id)
    if item is None or speech.item_id != item.id:
        raise Conflict(_("They asked about another point of the agenda."), _("Go back to that point first."))
    _finish(meeting, by)
    spoken, _waiting = words_on(item.id)
    limits, word = limits_of(meeting), word_of(speech)
    if not speaking.allowed(word, spoken, limits):
        raise Refused(_used_up(word, spoken, limits))
    speech = _move(speech, SpeechState.SPEAKING)
    speech.began_at, speech.allowed = utcnow(), speaking.seconds_for(word, spoken, limits)
    _changed(meeting, GIVEN, by, item=item.position, side=speech.side.value, allowed=speech.allowed)


def finish(meeting, *, by, seen) -> None:
    """Whoever speaks has finished; the seconds are kept."""
    meeting = hold(meeting, seen)
    if current_speech(meeting.id) is None:
        raise Conflict(_("Nobody is speaking."))
    _finish(meeting, by)


def hold(meeting, seen=None) -> Meeting:
    """Lock the meeting; raises Conflict when it is not going on, or the floor is not as `seen`."""
    meeting = locked(Meeting, meeting.id)
    if meeting.state != MeetingState.OPEN:
        raise Conflict(
            _("This meeting is not going on: it stands at “%(state)s”.", state=meeting.state.label)
        )
    if seen is not None and seen != floor_tag(current_item(meeting.id), current_speech(meeting.id)):
        raise Conflict(
            _("Another phone was faster: the point or the speaker has changed meanwhile."),
            _("Look at the page as it is now; tap again only if it is still needed."),
        )
    return meeting


def _refuse_twice(meeting, speech, words):
    spoken, waiting = words
    limits, word = limits_of(meeting), word_of(speech)
    now = current_speech(meeting.id)
    held = [*waiting, *([word_of(now)] if now else [])]
    if word.voice != ("request", None) and any(one.voice == word.voice for one in held):
        raise Conflict(
            _("They are on the list of speakers already."), _("Please wait until they are called.")
        )
    if not speaking.allowed(word, spoken, limits):
        raise Refused(_used_up(word, spoken, limits))


def _used_up(word, spoken, limits):
    if speaking.time_left(word.body, spoken, limits) == 0:
        return _("That body has used up its time on this point. What is left can be handed in on paper.")
    return _(
        "One speaks at most %(times)s times on one point. What is left can be handed in on paper.",
        times=limits.times,
    )


def _items(meeting):
    return select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)


def _take_up(meeting, item, by):
    """Begin or resume a point: what was talked about it before still counts, the time between does not."""
    now = utcnow()
    item.begun_at = now - (item.ended_at - item.begun_at) if item.ended_at else now
    item.ended_at = None
    _changed(meeting, ITEM_BEGUN, by, item=item.position)


def _stop(meeting, by):
    _finish(meeting, by)
    item = current_item(meeting.id)
    if item is not None:
        item.ended_at = utcnow()


def _finish(meeting, by):
    speech = current_speech(meeting.id)
    if speech is None:
        return
    speech, now = _move(speech, SpeechState.SPOKEN), utcnow()
    speech.seconds, speech.ended_at = speech.seconds_at(now), now
    _changed(meeting, SPOKEN, by, item=_position(speech), side=speech.side.value, seconds=speech.seconds)


def _refuse_raised_hands(meeting):
    raised = select(Motion.id).where(Motion.meeting_id == meeting.id, Motion.state == MotionState.HANDS)
    if db.session.scalar(raised.limit(1)) is not None:
        raise Conflict(_("Hands are being counted just now."), _("Finish the count first."))


def _position(speech):
    return db.session.get(AgendaItem, speech.item_id).position


def _changed(meeting, verb, by, **public):
    db.session.flush()
    meeting.version += 1
    note(verb, meeting, by, **public)


def _move(speech, state):
    speech = locked(Speech, speech.id)
    if state not in SPEECH_TRANSITIONS[speech.state]:
        raise Conflict(_("That request has been dealt with already."), _("Look at the list as it is now."))
    speech.state = state
    return speech
