"""Verbs of comments on minutes that lie with those who were there: say, take in, answer."""

from flask_babel import gettext as _

from civic.database import local_today, locked, utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings import minutes_queries
from civic.meetings.minutes_models import Minutes, MinutesComment
from civic.meetings.minutes_states import MinutesState
from civic.meetings.models import Meeting
from civic.meetings.workflow import note

COMMENTED = act("minutes.commented", public={"comment"})
ANSWERED = act("minutes.comment_answered", public={"comment", "outcome"})


def comment(minutes, *, by, words) -> MinutesComment:
    """Somebody who was there says what is missing or wrong. Raises Refused for whoever was not."""
    minutes = locked(Minutes, minutes.id)
    if minutes.state != MinutesState.COMMENTED:
        raise Conflict(
            _("The minutes are not open for comments now: they stand at “%(state)s”.",
              state=minutes.state.label),
            _("Look at the minutes again."),
        )  # fmt: skip
    attendance = minutes_queries.attendance_of(minutes.meeting_id, by.id)
    if attendance is None:
        raise Refused(_("Comments come from people who were there."), _("Tell somebody who was."))
    if local_today() > minutes.comments_until:
        raise Conflict(
            _("The days for comments are over."),
            _("If it was not so, refuse the minutes and say why; they then go back to the draft."),
        )
    made = MinutesComment(
        minutes_id=minutes.id, person_id=by.id, capacity=attendance.capacity,
        body_id=attendance.body_id, door_id=attendance.door_id, words=words.strip(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note(COMMENTED, db.session.get(Meeting, minutes.meeting_id), by, comment=made.id)
    return made


def answer_comment(made, *, by, outcome, answer) -> None:
    """Take it into the text or say why not; its author reads the answer, and so does everybody later."""
    made = locked(MinutesComment, made.id)
    if made.outcome is not None:
        raise Conflict(_("This comment was answered already."), _("The answer stands below it."))
    if not answer.strip():
        raise Refused(_("Say in a sentence what changed, or why the text stays."))
    made.outcome, made.answer, made.answered_at = outcome, answer.strip(), utcnow()
    meeting = db.session.get(Meeting, db.session.get(Minutes, made.minutes_id).meeting_id)
    note(ANSWERED, meeting, by, comment=made.id, outcome=outcome.value)
