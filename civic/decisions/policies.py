"""Who may do what on a decision. Pure: reads the user's memberships, no database."""

from civic.accounts.roles import Role
from civic.topics.policies import STAFF


def may_draft(user, topic):
    """Community staff draft; they edit, post, answer and confirm as well."""
    return user.has_any_role(STAFF, community_id=topic.community_id)


def may_run(user, decision):
    """The same, on a decision."""
    return user.has_any_role(STAFF, community_id=decision.community_id)


def may_sign_nobody(user, decision):
    """Only the convener signs that nobody carries a burden."""
    return user.has_role(Role.SECRETARY, community_id=decision.community_id)


def may_object(user, decision):
    """Everybody signed in."""
    return user.is_authenticated


def may_open_quick_round(user, subject=None):
    """The secretary and community staff."""
    return user.has_any_role(STAFF)
