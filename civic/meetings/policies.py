"""Who may do what around a meeting (domain.md §10). Pure: reads the user's memberships, no database."""

from civic.accounts.roles import Role

STAFF = frozenset({Role.SECRETARY, Role.COMMUNITY_STAFF})


def may_plan(user, community) -> bool:
    """The secretary and the residents' committee call people together."""
    return user.has_any_role(STAFF, community_id=community.id)


def may_run(user, meeting) -> bool:
    """Whoever chairs, and the community's staff, hold the meeting with one phone."""
    mine = user.id is not None and user.id == meeting.chair_id
    return mine or user.has_any_role(STAFF, community_id=meeting.community_id)


def may_record(user, meeting) -> bool:
    """Whoever was asked to write, and whoever holds the meeting."""
    return may_run(user, meeting) or (user.id is not None and user.id == meeting.recorder_id)
