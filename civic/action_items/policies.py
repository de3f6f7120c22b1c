"""Who may do what with an action item."""

from civic.accounts.roles import Role
from civic.dispatch.whistle_policies import may_lead
from civic.issues.policies import may_triage
from civic.meetings.policies import may_record


def may_assign(user, issue) -> bool:
    """直接办 and the 待办 list: whoever sorts issues of that community."""
    return may_triage(user, issue)


def may_commit(user, decision) -> bool:
    """Turn a decision into promises: the community's secretary or staff."""
    return user.has_any_role({Role.SECRETARY, Role.COMMUNITY_STAFF}, community_id=decision.community_id)


def may_commit_whistle(user, whistle) -> bool:
    """Write the joint plan down: a street that leads the whistle."""
    return may_lead(user, whistle)


def may_commit_agreement(user, agreement) -> bool:
    """Whoever records or holds the meeting makes what it agreed on a promise."""
    return may_record(user, agreement.meeting)


def owns(user, item) -> bool:
    """Acts for the body that has promised it."""
    return item.owner_body_id in user.body_ids


def may_note(user, item) -> bool:
    """Write progress, put off, finish: the owner body, or the community office on its behalf."""
    return owns(user, item) or may_oversee(user, item)


def may_read_words(user, item) -> bool:
    """What it is and how it goes: everybody once the issue is told; before, who does or asked for it."""
    return item.is_told or may_note(user, item) or (user.is_authenticated and user.id in item.askers)


def may_oversee(user, item) -> bool:
    """The community's secretary or staff."""
    return user.has_any_role({Role.SECRETARY, Role.COMMUNITY_STAFF}, community_id=item.community_id)


def may_confirm(user, item) -> bool:
    """Whoever raised it (`item.askers` loaded); where nobody did, the office, if not its own promise."""
    if not user.is_authenticated:
        return False
    if item.askers:
        return user.id in item.askers
    return may_oversee(user, item) and not owns(user, item)
