"""Who may do what on a vote (domain.md §10). Pure: reads the user's memberships, no database."""

from civic.accounts.roles import Role
from civic.votes.states import VoteState

STAFF = frozenset({Role.SECRETARY, Role.COMMUNITY_STAFF})


def may_prepare(user, topic) -> bool:
    """Community staff write the question and the rule."""
    return user.has_any_role(STAFF, community_id=topic.community_id)


def may_open(user, vote) -> bool:
    """The secretary opens what staff prepared."""
    return user.has_role(Role.SECRETARY, community_id=vote.community_id)


def may_enter_draw(user, vote) -> bool:
    """The secretary writes down what the draw named beforehand gave."""
    return user.has_role(Role.SECRETARY, community_id=vote.community_id)


def may_witness(user, vote) -> bool:
    """Delegates of bodies say that they saw the box opened."""
    return bool(user.is_authenticated and user.body_ids)


def may_run(user, vote) -> bool:
    """See the staff part of a vote's page."""
    return user.has_any_role(STAFF, community_id=vote.community_id)


def may_void(user, vote) -> bool:
    """The secretary, before the count is public; closed is final."""
    live = (VoteState.DRAFT, VoteState.OPEN, VoteState.COUNTING, VoteState.SEALED)
    return vote.state in live and user.has_role(Role.SECRETARY, community_id=vote.community_id)


def may_see(user, vote) -> bool:
    """Drafts are for staff; from the opening on everything here is public."""
    return vote.state != VoteState.DRAFT or may_run(user, vote)


def may_fill_in(user, paper) -> bool:
    """Anybody may look at the ballot; whether theirs counts is settled when it is sent."""
    return True


def may_cast(user, paper) -> bool:
    """Signed in; whether a unit of theirs is on the roll is told in words, not by a locked door."""
    return user.is_authenticated
