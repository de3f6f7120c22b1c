"""What waits of meetings: for the office a wish that the council meets, for a body an invitation."""

from sqlalchemy import literal

from civic.accounts.roles import Role
from civic.database import utcnow
from civic.desk.rows import first, row
from civic.meetings.calling_models import MeetingInvitation, MeetingRequest
from civic.meetings.models import Meeting
from civic.meetings.states import Answer, MeetingState
from civic.threads.models import Thread


def of_meetings(user) -> list:
    """Of the communities whose office this person is, and of the bodies they act for."""
    offices = user.places_as(Role.SECRETARY) | user.places_as(Role.COMMUNITY_STAFF)
    parts = [_wishes(offices)] if offices else []
    return parts + ([_invitations(user.body_ids)] if user.body_ids else [])


def _wishes(communities):
    asked = row("meeting.asked", MeetingRequest.id, MeetingRequest.created_at, title=MeetingRequest.title)
    asked = asked.outerjoin(Thread, literal(False)).where(
        MeetingRequest.community_id.in_(communities), MeetingRequest.answered_at.is_(None)
    )
    return first(asked, MeetingRequest.id)


def _invitations(bodies):
    invited = row(
        "meeting.answer", Meeting.id, Meeting.called_at, title=Meeting.title, due_at=Meeting.starts_at
    )
    invited = invited.select_from(MeetingInvitation).join(Meeting, Meeting.id == MeetingInvitation.meeting_id)
    invited = invited.outerjoin(Thread, Thread.id == Meeting.thread_id).where(
        MeetingInvitation.body_id.in_(bodies), MeetingInvitation.answer == Answer.WAITING,
        Meeting.state == MeetingState.CALLED, Meeting.starts_at > utcnow(),
    )  # fmt: skip
    return first(invited, Meeting.starts_at, Meeting.id)
