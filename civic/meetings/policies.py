"""Who may do what around a meeting (domain.md §10). Pure: reads the user's memberships, no database."""

from civic.accounts.policies import is_of_its_street
from civic.accounts.roles import Role
from civic.meetings.states import AHEAD, MeetingKind, MeetingState

STAFF = frozenset({Role.SECRETARY, Role.COMMUNITY_STAFF})
IN_PLANNING = frozenset({MeetingState.DRAFTED, MeetingState.CALLED})


def may_plan(user, community) -> bool:
    """The secretary, the residents' committee and their street's office call people together."""
    of_the_street = community.parent_id in user.places_as(Role.STREET_STAFF)
    return of_the_street or user.has_any_role(STAFF, community_id=community.id)


def may_meet_about(user, matter) -> bool:
    """Call people together about an issue or a whistle of their community."""
    return user.has_any_role(STAFF, community_id=matter.community_id)


def may_hold(user, community) -> bool:
    """Chair there: its secretary and staff, and the steward of one of its doors."""
    return user.has_any_role(STAFF | {Role.DOOR_STEWARD}, community_id=community.id)


def may_plan_somewhere(user, subject=None) -> bool:
    """They, and the steward of a door, for that door."""
    return user.has_any_role(STAFF | {Role.STREET_STAFF}) or bool(user.places_as(Role.DOOR_STEWARD))


def may_run(user, meeting) -> bool:
    """Whoever chairs, the steward of the door, and the community's staff hold it with one phone."""
    mine = user.id is not None and user.id == meeting.chair_id
    return mine or _is_theirs(user, meeting)


def may_change(user, meeting) -> bool:
    """Plan, call, change, call off: they but the chair; and the street's office, which does not hold it.

    Needs `community` loaded.
    """
    return _is_theirs(user, meeting) or is_of_its_street(user, meeting)


def may_see_draft(user, meeting) -> bool:
    """Whoever prepares it, before it is called."""
    return may_run(user, meeting) or may_change(user, meeting)


def _is_theirs(user, meeting) -> bool:
    own_door = meeting.kind == MeetingKind.DOOR and meeting.place_id in user.places_as(Role.DOOR_STEWARD)
    return own_door or user.has_any_role(STAFF, community_id=meeting.community_id)


def may_change_item(user, item) -> bool:
    """The same for a point of its agenda. Needs `meeting` loaded."""
    return may_change(user, item.meeting)


def may_record(user, meeting) -> bool:
    """Whoever was asked to write, and whoever holds the meeting."""
    return may_run(user, meeting) or (user.id is not None and user.id == meeting.recorder_id)


def may_see(user, meeting) -> bool:
    """Everybody once it was called; before, those who prepare it."""
    return meeting.state != MeetingState.DRAFTED or may_run(user, meeting)


def may_list(user, meeting) -> bool:
    """Write down who came: whoever holds it, and every door steward of the community for their door."""
    steward = user.has_role(Role.DOOR_STEWARD, community_id=meeting.community_id)
    return meeting.state in AHEAD and (may_run(user, meeting) or steward)


def may_check_in(user, meeting) -> bool:
    """Anybody with an account, to a meeting everybody knows of."""
    return user.is_authenticated and meeting.state != MeetingState.DRAFTED


def may_note_leaving(user, came) -> bool:
    """Oneself, and whoever holds the meeting. Needs `meeting` loaded."""
    mine = user.id is not None and came.person_id == user.id
    return mine or may_run(user, came.meeting)


def may_answer(user, invitation) -> bool:
    """The invited body itself."""
    return invitation.body_id in user.body_ids


def may_ask(user, subject=None) -> bool:
    """Whoever acts for a body, and residents; for which seat is looked up."""
    return bool(user.body_ids) or user.is_verified_resident


def may_answer_request(user, request) -> bool:
    """The community's secretary owes the answer."""
    return user.has_any_role(STAFF, community_id=request.community_id)


def may_read_request(user, request) -> bool:
    """They, the body that asked, and whoever asked for a seat of their own."""
    asked = request.body_id in user.body_ids or (user.id is not None and user.id == request.asked_by)
    return asked or may_answer_request(user, request)


def may_keep_venues(user, subject=None) -> bool:
    """The community's staff say where one can meet."""
    return user.has_any_role(STAFF)


def may_key_slips(user, meeting) -> bool:
    """Staff type in what was written on paper."""
    return may_see(user, meeting) and user.has_any_role(STAFF, community_id=meeting.community_id)
