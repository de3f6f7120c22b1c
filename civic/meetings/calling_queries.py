"""Reads around the call: invitations, requests, venues, councils to choose from, slips."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from civic.councils.models import Body, Council, Seat
from civic.councils.queries import bodies, with_seats
from civic.errors import NotFound
from civic.extensions import db
from civic.meetings.calling_models import MeetingInvitation, MeetingRequest, OpinionSlip
from civic.meetings.check_in import latest_of
from civic.meetings.models import AgendaItem, Attendance, Meeting, Venue
from civic.meetings.policies import may_plan_somewhere, may_see_draft
from civic.meetings.states import Capacity, MeetingState
from civic.places.models import Household
from civic.topics.models import OpinionRound


def invitations_of(meeting) -> list[MeetingInvitation]:
    """Who is invited and what they answered, with the body (one statement)."""
    mine = select(MeetingInvitation).where(MeetingInvitation.meeting_id == meeting.id)
    return list(
        db.session.scalars(mine.options(joinedload(MeetingInvitation.body)).order_by(MeetingInvitation.id))
    )


def invitation_or_404(no, invitation) -> MeetingInvitation:
    """An invitation of that meeting, with meeting and body; raises NotFound."""
    found = db.session.scalar(
        select(MeetingInvitation)
        .where(MeetingInvitation.id == invitation, MeetingInvitation.meeting_id == no)
        .options(joinedload(MeetingInvitation.meeting), joinedload(MeetingInvitation.body))
    )
    if found is None or found.meeting.state == MeetingState.DRAFTED:
        raise NotFound(None)
    return found


def item_or_404(no, item) -> AgendaItem:
    """A point of the agenda of that meeting, with its meeting and community; raises NotFound."""
    whole = joinedload(AgendaItem.meeting).joinedload(Meeting.community)
    found = db.session.get(AgendaItem, item, options=[whole])
    if found is None or found.meeting_id != no:
        raise NotFound(None)
    return found


def council_at(meeting) -> Council | None:
    """The council that meets, with seats, bodies and mandates; None for other meetings."""
    if meeting.council_id is None:
        return None
    return db.session.scalar(with_seats(select(Council)).where(Council.id == meeting.council_id))


def bodies_to_invite(community_id) -> list[tuple[int, str]]:
    """For checkboxes: every body at work there."""
    return [(body.id, body.short_name) for body in bodies(community_id)]


def invited_bodies(meeting) -> list[Body]:
    """The invited bodies themselves."""
    mine = select(Body).join(MeetingInvitation, MeetingInvitation.body_id == Body.id)
    return list(db.session.scalars(mine.where(MeetingInvitation.meeting_id == meeting.id).order_by(Body.id)))


def seats_of(council_id) -> list[Seat]:
    """The seats of a council with their bodies, in the order they sit."""
    mine = select(Seat).where(Seat.council_id == council_id).options(joinedload(Seat.body))
    return list(db.session.scalars(mine.order_by(Seat.position)))


def door_of(user, meeting) -> int | None:
    """The door somebody of that community lives behind; None for others."""
    if not user.household_ids:
        return None
    mine = select(Household.door_id).where(
        Household.id.in_(user.household_ids), Household.community_id == meeting.community_id
    )
    return db.session.scalar(mine.order_by(Household.id).limit(1))


def attendance_or_404(no, attendance) -> Attendance:
    """Somebody who came to that meeting, with the meeting; raises NotFound."""
    found = db.session.get(Attendance, attendance, options=[joinedload(Attendance.meeting)])
    if found is None or found.meeting_id != no:
        raise NotFound(None)
    return found


def attendance_by(user, meeting) -> Attendance | None:
    """As what this person is in the room, or was."""
    if user.id is None:
        return None
    return latest_of(meeting.id, user.id, joinedload(Attendance.body))


def venues_of(community_id, closed=False) -> list[Venue]:
    """Standing places to meet, by name; without those given up unless asked."""
    mine = select(Venue).where(Venue.community_id == community_id)
    if not closed:
        mine = mine.where(Venue.closed_at.is_(None))
    return list(db.session.scalars(mine.order_by(Venue.name)))


def venue_or_404(venue) -> Venue:
    """The venue; raises NotFound."""
    found = db.session.get(Venue, venue)
    if found is None:
        raise NotFound(None)
    return found


def request_or_404(no) -> MeetingRequest:
    """A wish for a meeting with council, seat and body; raises NotFound."""
    near = joinedload(MeetingRequest.council), joinedload(MeetingRequest.seat).joinedload(Seat.body)
    found = db.session.get(MeetingRequest, no, options=near)
    if found is None:
        raise NotFound(None)
    return found


def open_round_of(topic_id) -> OpinionRound | None:
    """The round of the topic that takes opinions now; whether it does is asked of the round."""
    mine = select(OpinionRound).where(OpinionRound.topic_id == topic_id, OpinionRound.closed_at.is_(None))
    return db.session.scalar(mine.order_by(OpinionRound.number.desc()).limit(1))


def slip_at(meeting_id, number) -> OpinionSlip | None:
    """The slip of that printed number, once keyed in, with what became of it."""
    mine = select(OpinionSlip).where(OpinionSlip.meeting_id == meeting_id, OpinionSlip.number == number)
    return db.session.scalar(mine.options(joinedload(OpinionSlip.opinion), joinedload(OpinionSlip.item)))


def slips_keyed(meeting_id) -> int:
    """How many slips of the meeting were keyed in."""
    mine = select(func.count(OpinionSlip.id)).where(OpinionSlip.meeting_id == meeting_id)
    return db.session.scalar(mine)


def public_in_calendar(community_id, since, size=100) -> list[Meeting]:
    """Meetings for a calendar: called, held or called off, from `since` on (one statement)."""
    mine = select(Meeting).where(
        Meeting.community_id == community_id, Meeting.starts_at >= since, Meeting.called_at.is_not(None)
    )
    near = joinedload(Meeting.place), joinedload(Meeting.venue)
    return list(db.session.scalars(mine.options(*near).order_by(Meeting.starts_at, Meeting.id).limit(size)))


def drafts_of(user, community) -> list[Meeting]:
    """Meetings in preparation that this person prepares, the next one first; no statement for others."""
    if not may_plan_somewhere(user):
        return []
    mine = select(Meeting).where(Meeting.community_id == community.id, Meeting.state == MeetingState.DRAFTED)
    mine = mine.options(joinedload(Meeting.community))
    found = db.session.scalars(mine.order_by(Meeting.starts_at, Meeting.id).limit(20))
    return [meeting for meeting in found if may_see_draft(user, meeting)]


def present_by_capacity(meeting) -> dict[Capacity, int]:
    """How many of each capacity came, whether or not they have left (one statement)."""
    mine = select(Attendance.capacity, func.count()).where(Attendance.meeting_id == meeting.id)
    return dict(db.session.execute(mine.group_by(Attendance.capacity).order_by(Attendance.capacity)).all())
