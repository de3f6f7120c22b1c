"""Who may do what with urgent matters: pure functions of a person and the row."""

from civic.accounts.roles import Role
from civic.dispatch.policies import serves_street
from civic.issues.policies import TRIAGE_ROLES


def _is_office(user, row):
    """The street's office and the community's."""
    return serves_street(user, row.street_id) or user.has_any_role(
        TRIAGE_ROLES, community_id=row.community_id
    )


def may_ring(user, incident) -> bool:
    """Call more bodies: the street's office and the community's."""
    return _is_office(user, incident)


def may_act(user, incident) -> bool:
    """Read it and note what happens: the offices, and every body that was rung (needs `events` loaded)."""
    return _is_office(user, incident) or bool(incident.called_ids & set(user.body_ids))


def may_correct(user, event) -> bool:
    """Mend a moment: whoever may note (the loader gives the event its incident)."""
    return may_act(user, event.incident)


def may_hand_out(user, notice) -> bool:
    """Print the sheets and see which doors have theirs: who acts, and the stewards of these doors."""
    doors = {each.door_id for each in notice.deliveries}
    return may_act(user, notice.incident) or bool(doors & user.places_as(Role.DOOR_STEWARD))


def may_deliver(user, delivery) -> bool:
    """Mark one door: its steward, and who acts."""
    return may_act(user, delivery.notice.incident) or delivery.door_id in user.places_as(Role.DOOR_STEWARD)


def may_edit_roster(user, shift) -> bool:
    """The office of its street."""
    return serves_street(user, shift.street_id)
