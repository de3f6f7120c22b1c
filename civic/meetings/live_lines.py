"""What went on in the room, as dated lines for the minutes: who spoke, by role, and what was moved."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.extensions import db
from civic.meetings.live_models import Motion, Speech
from civic.meetings.live_states import SETTLED, SpeechState
from civic.meetings.minutes_draft import Line, source
from civic.meetings.speakers import speaker_name


@source
def spoken_lines(meeting) -> list[Line]:
    """Who had the word, on which side and how long; nobody by name."""
    statement = select(Speech).where(Speech.meeting_id == meeting.id, Speech.state == SpeechState.SPOKEN)
    who = joinedload(Speech.attendance), joinedload(Speech.body), joinedload(Speech.door)
    return [
        Line(
            speech.began_at,
            _("%(who)s spoke: %(side)s, %(seconds)s seconds", who=speaker_name(speech),
              side=speech.side.label, seconds=speech.seconds),
            speech.item_id,
        )
        for speech in db.session.scalars(statement.options(*who).order_by(Speech.began_at, Speech.id))
    ]  # fmt: skip


@source
def moved_lines(meeting) -> list[Line]:
    """Each motion that hands were counted on: its words, the count, what came of it and its worth."""
    statement = select(Motion).where(Motion.meeting_id == meeting.id, Motion.state.in_(SETTLED))
    return [
        Line(
            motion.settled_at,
            _("Motion %(number)s: “%(words)s” %(agree)s agree, %(against)s disagree, %(abstain)s abstain. "
              "%(state)s (%(weight)s).", number=motion.number, words=motion.text, agree=motion.for_count,
              against=motion.against_count, abstain=motion.abstain_count, state=motion.state.label,
              weight=motion.weight.label),
            motion.item_id,
        )
        for motion in db.session.scalars(statement.order_by(Motion.number))
    ]  # fmt: skip
