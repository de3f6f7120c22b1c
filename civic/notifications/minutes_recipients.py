"""Who is told of minutes: those who were there, who said something or did not go along, the secretary."""

from sqlalchemy import select

from civic.accounts.models import Membership
from civic.accounts.roles import Role
from civic.extensions import db
from civic.meetings.minutes_models import Dissent, MinutesComment
from civic.meetings.models import Attendance


def _persons(statement) -> set[int]:
    return set(db.session.scalars(statement)) - {None}


def those_who_were_there(meeting, **rest) -> set[int]:
    """Everybody on the list with an account."""
    return _persons(select(Attendance.person_id).where(Attendance.meeting_id == meeting.id))


def commenter(meeting, public, **rest) -> set[int]:
    """Whose comment it was."""
    return _persons(select(MinutesComment.person_id).where(MinutesComment.id == public["comment"]))


def writers(meeting, **rest) -> set[int]:
    """Who writes them and who held the meeting: there is something to do."""
    return {meeting.recorder_id, meeting.chair_id} - {None}


def secretary(meeting, **rest) -> set[int]:
    """The secretary of the community, and who should have seen to it."""
    held = select(Membership.person_id).where(
        Membership.role == Role.SECRETARY,
        Membership.community_id == meeting.community_id,
        Membership.valid_to.is_(None),
    )
    return _persons(held) | writers(meeting)


def dissenter(meeting, public, **rest) -> set[int]:
    """Whose different view was heard again."""
    return _persons(select(Dissent.person_id).where(Dissent.id == public["dissent"]))


def dissenter_and_writers(meeting, public, **rest) -> set[int]:
    """Whose it is, and who must see to it that it is heard again."""
    return dissenter(meeting, public) | writers(meeting)


MINUTES = {
    "minutes.laid_out": those_who_were_there,
    "minutes.commented": writers,
    "minutes.comment_answered": commenter,
    "minutes.refused": writers,
    "minutes.confirmed": writers,
    "minutes.published": those_who_were_there,
    "minutes.corrected": those_who_were_there,
    "minutes.lapsed": secretary,
    "dissent.due": dissenter_and_writers,
    "dissent.heard_again": dissenter,
}
