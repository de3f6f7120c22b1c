"""Who has a desk, and which ways lead on from it."""

from civic.accounts.policies import works_in_office
from civic.accounts.roles import Role
from civic.dispatch.policies import is_street_staff


def may_sit(user, subject=None) -> bool:
    """Staff and whoever acts for a body."""
    return user.is_authenticated and (user.is_staff or bool(user.body_ids))


def writes_down(user, subject=None) -> bool:
    """Writes issues down for callers and visitors: the community's office and the street's."""
    return works_in_office(user) or is_street_staff(user)


def is_above(user, subject=None) -> bool:
    """Looks at streets from above: the district, the auditor."""
    return user.has_any_role({Role.DISTRICT_STAFF, Role.AUDITOR})
