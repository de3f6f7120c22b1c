"""What the page of a meeting says besides its notice: who is invited, who came, what this person can do."""

from civic.database import utcnow
from civic.meetings import policies, quorum
from civic.meetings.calling_queries import (
    attendance_by,
    invitations_of,
    present_by_capacity,
    seats_of,
)
from civic.meetings.check_in_ways import is_door_open
from civic.meetings.policies import IN_PLANNING
from civic.meetings.states import AHEAD, MeetingState
from civic.submissions import OnceForm


def context(meeting, user) -> dict:
    """Everything `meetings/show.html` needs; at most four statements, whatever came."""
    invited = invitations_of(meeting)
    is_open = is_door_open(meeting, utcnow())
    return {
        "invited": invited,
        "to_answer": [
            one for one in invited if meeting.state == MeetingState.CALLED and policies.may_answer(user, one)
        ],
        "total": sum(item.minutes for item in meeting.items),
        "sentence": quorum.sentence(meeting) if meeting.state in AHEAD else "",
        "seats": seats_of(meeting.council_id) if meeting.council_id else [],
        "came": present_by_capacity(meeting),
        "mine": attendance_by(user, meeting),
        "is_door_open": is_open,
        "may_change": policies.may_change(user, meeting) and meeting.state in IN_PLANNING,
        "may_list": is_open and policies.may_list(user, meeting),
        "may_key": policies.may_key_slips(user, meeting),
        "button": OnceForm(formdata=None),
    }
