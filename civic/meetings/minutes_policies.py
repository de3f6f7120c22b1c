"""Who may do what with minutes, notes and the stream. Pure: each subject brings its meeting loaded."""

from civic.meetings.minutes_states import TOLD
from civic.meetings.policies import may_record, may_run


def may_write(user, subject) -> bool:
    """Write notes, minutes, agreements, dissents: whoever records or holds the meeting."""
    return may_record(user, getattr(subject, "meeting", subject))


def may_hold(user, subject) -> bool:
    """The stream is whoever holds the meeting's."""
    return may_run(user, getattr(subject, "meeting", subject))


def may_read_text(user, minutes) -> bool:
    """Everybody once they are confirmed, or were not in time; before, who was there and who writes."""
    return minutes.state in TOLD or minutes.was_there or may_write(user, minutes)


def was_there(user, minutes) -> bool:
    """Came to the meeting (`minutes.was_there`, set by its loader)."""
    return user.is_authenticated and minutes.was_there


def may_read_document(user, minutes) -> bool:
    """The published text as data is everybody's."""
    return bool(minutes.fingerprint)
