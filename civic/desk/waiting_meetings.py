"""What waits of meetings: for the office wishes and dissents to hear again, for bodies invitations."""

from sqlalchemy import func, literal, select

from civic.accounts.roles import Role
from civic.database import local_today, utcnow
from civic.desk.rows import first, row
from civic.meetings.calling_models import MeetingInvitation, MeetingRequest
from civic.meetings.minutes_models import Dissent
from civic.meetings.models import Meeting
from civic.meetings.states import Answer, MeetingState
from civic.threads.models import Thread


def of_meetings(user) -> list:
    """Of the communities whose office this person is, and of the bodies they act for."""
    offices = user.places_as(Role.SECRETARY) | user.places_as(Role.COMMUNITY_STAFF)
    parts = [_wishes(offices), _dissents(offices)] if offices else []
    return parts + ([_invitations(user.body_ids)] if user.body_ids else [])


def _wishes(communities):
    asked = row("meeting.asked", MeetingRequest.id, MeetingRequest.created_at, title=MeetingRequest.title)
    asked = asked.outerjoin(Thread, literal(False)).where(
        MeetingRequest.community_id.in_(communities), MeetingRequest.answered_at.is_(None)
    )
    return first(asked, MeetingRequest.id)


def _dissents(communities):
    """One row a meeting: whoever did not go along was promised a day on which they are heard again."""
    waits = Dissent.heard_again_at.is_(None), Dissent.again_on <= local_today()
    first_day = select(Dissent.meeting_id, func.min(Dissent.again_on).label("due")).where(*waits)
    first_day = first_day.group_by(Dissent.meeting_id).subquery("heard_again")
    due = row("meeting.dissent", Meeting.id, Meeting.ended_at, first_day.c.due, title=Meeting.title)
    due = due.select_from(first_day).join(Meeting, Meeting.id == first_day.c.meeting_id)
    due = due.outerjoin(Thread, Thread.id == Meeting.thread_id)
    return first(due.where(Meeting.community_id.in_(communities)), first_day.c.due, Meeting.id)


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
