"""Who is told of a meeting: the bodies it invites, the circle of its topic, whoever asked for it."""

from sqlalchemy import select

from civic.accounts.models import Membership
from civic.extensions import db
from civic.meetings.calling_models import MeetingInvitation
from civic.notifications.circles import acting_for, in_force, persons, topic_circle
from civic.topics.models import Topic


def meeting_circle(meeting, **rest) -> set[int]:
    """Everybody who acts for an invited body, and the circle of the topic it is about."""
    acting = select(Membership.person_id).join(
        MeetingInvitation, MeetingInvitation.body_id == Membership.body_id
    )
    invited = persons(acting.where(MeetingInvitation.meeting_id == meeting.id, in_force()))
    topic = db.session.get(Topic, meeting.topic_id) if meeting.topic_id else None
    return invited | (topic_circle(topic) if topic else set())


def invited_body(meeting, public, **rest) -> set[int]:
    """Everybody who acts for a body invited later than the others."""
    return acting_for(public["body"])


def asker(wish, **rest) -> set[int]:
    """Whoever asked, for their body, that the council meets."""
    return {wish.asked_by} - {None}


MEETINGS = {
    "meeting.called": meeting_circle,
    "meeting.invited": invited_body,
    "meeting.changed": meeting_circle,
    "meeting.called_off": meeting_circle,
    "meeting.request_answered": asker,
}
