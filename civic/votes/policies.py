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


def may_extend(user, vote) -> bool:
    """The secretary puts the close off, as long as the vote is open."""
    return vote.state == VoteState.OPEN and may_open(user, vote)


def may_enter_draw(user, vote) -> bool:
    """The secretary writes down what the draw named beforehand gave."""
    return user.has_role(Role.SECRETARY, community_id=vote.community_id)


def may_witness(user, vote) -> bool:
    """Whoever acts for a body of that community says that they saw the box opened."""
    return bool(user.is_authenticated and user.bodies_at(vote.community_id))


def may_run(user, vote) -> bool:
    """See the staff part of a vote's page."""
    return user.has_any_role(STAFF, community_id=vote.community_id)


def may_void(user, vote) -> bool:
    """The secretary, before the count is public; closed is final."""
    live = (VoteState.DRAFT, VoteState.OPEN, VoteState.COUNTING, VoteState.SEALED)
    return vote.state in live and user.has_role(Role.SECRETARY, community_id=vote.community_id)


def may_see(user, vote) -> bool:
    """Drafts are for staff; once the roll has hung out everything here is public."""
    return vote.state != VoteState.DRAFT or vote.roll_root is not None or may_run(user, vote)


def may_keep_owners(user, here) -> bool:
    """Community staff keep the register of owners."""
    return here is not None and user.has_any_role(STAFF, community_id=here.id)


def may_keep_owner(user, owner) -> bool:
    """The same for one entry."""
    return user.has_any_role(STAFF, community_id=owner.community_id)


def may_fill_in(user, paper) -> bool:
    """Anybody may look at the ballot; whether theirs counts is settled when it is sent."""
    return True


def may_cast(user, paper) -> bool:
    """Signed in; whether a unit of theirs is on the roll is told in words, not by a locked door."""
    return user.is_authenticated


def may_run_table(user, table) -> bool:
    """The office runs the paper of a vote."""
    return may_run(user, table.vote)


def may_key(user, table) -> bool:
    """Whoever acts for one of the two bodies that key."""
    return bool(table.turns_of(user))


def may_key_or_run(user, table) -> bool:
    """See how far the paper is."""
    return may_run(user, table.vote) or may_key(user, table)


def may_print_door(user, at) -> bool:
    """The office, and the steward of that door: who has which ballot, never what is on it.

    Slips carry a code that speaks for a home, so only the office prints them.
    """
    if getattr(at, "what", None) == "slips":
        return may_run(user, at.vote)
    return may_run(user, at.vote) or at.door.id in user.places_as(Role.DOOR_STEWARD)
