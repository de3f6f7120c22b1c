"""Who may do what with work orders and legs: pure functions of a person and the row."""

from civic.accounts.roles import Role
from civic.dispatch.states import LegState
from civic.issues.policies import TRIAGE_ROLES, may_reveal


def serves_street(user, street_id) -> bool:
    """Staff of that street's office, the Citizen Appeals Handling Centre included."""
    return street_id in user.places_as(Role.STREET_STAFF)


def is_street_staff(user, subject=None) -> bool:
    """Staff of some street's office."""
    return bool(user.places_as(Role.STREET_STAFF))


def may_dispatch(user, order) -> bool:
    """Classify, dispatch, merge: the street's office (domain.md §10)."""
    return serves_street(user, order.street_id)


def may_edit_table(user, street) -> bool:
    """The dispatch table and the community's list of a street: its office."""
    return serves_street(user, street.id)


def may_edit_rule(user, row) -> bool:
    """A line of either: the office of its street."""
    return serves_street(user, row.street_id)


def may_read_table(user, subject=None) -> bool:
    """Whoever works with it: staff of offices and bodies."""
    return user.is_staff or bool(user.body_ids)


def may_send_up(user, issue) -> bool:
    """Hand an issue to the street office: the community's secretary or staff, as long as no order is."""
    return issue.work_order_id is None and user.has_any_role(TRIAGE_ROLES, community_id=issue.community_id)


def handles_leg(user, leg) -> bool:
    """Acts for the body this leg was sent to."""
    return leg.body_id in user.body_ids


def may_read_leg(user, leg) -> bool:
    """The body itself and the street."""
    return handles_leg(user, leg) or serves_street(user, leg.street_id)


def may_read_order(user, order) -> bool:
    """The street, the community's office, and every body that has or had its part (needs `legs` loaded).

    Not a body whose part was taken back: what the resident said is none of its business any more.
    """
    return (
        may_dispatch(user, order)
        or user.has_any_role(TRIAGE_ROLES, community_id=order.community_id)
        or any(handles_leg(user, leg) and leg.state is not LegState.WITHDRAWN for leg in order.legs)
    )


def acts_for_a_body(user, subject=None) -> bool:
    """Has a department's desk of their own."""
    return bool(user.body_ids)


def may_call_resident(user, leg) -> bool:
    """See the number of whoever raised it: the body of an open part, for its own part (needs the issue).

    Callers without an account are in the hotline's file: may_see_complainant.
    """
    return leg.is_open and handles_leg(user, leg) and may_reveal(user, leg.order.issue, {leg.body_id})


def may_see_complainant(user, order, agent_ids=frozenset()):
    """Name and number from the hotline's file: a body with an open part, or whoever calls back.

    Not even the street's office: who dispatches does not need the number (needs `legs` loaded).
    """
    return user.is_authenticated and (
        user.id in agent_ids or any(leg.is_open and handles_leg(user, leg) for leg in order.legs)
    )


def may_handle_file(user, upload):
    """A hotline file handed in at that street's office."""
    return serves_street(user, upload.street_id)


def may_read_export(user, export):
    """What is written back to the hotline: the street whose orders they are."""
    return serves_street(user, export.street_id)
