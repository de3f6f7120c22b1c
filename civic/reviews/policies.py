"""Who may do what with callbacks, scores and reports of pressure: pure functions of a person and a row."""

from civic.accounts.roles import Role
from civic.councils.models import BodyKind

CALLERS = frozenset({Role.STREET_STAFF, Role.DISTRICT_STAFF, Role.AUDITOR})
OVERSEERS = frozenset({Role.DISTRICT_STAFF, Role.AUDITOR, Role.ADMINISTRATOR})


def may_call_back(order) -> bool:
    """Nobody is called twice: not when the city's hotline has asked already."""
    return order.city_called_at is None


def calls_back(user, subject=None) -> bool:
    """Telephones residents after their matter was answered: street, district, auditor."""
    return user.has_any_role(CALLERS)


def acts_for_a_handler(user, legs) -> bool:
    """Acts for a body with a leg in any round, or for the office that had one. Needs `body` loaded."""
    offices = user.places_as(Role.STREET_STAFF) | user.places_as(Role.DISTRICT_STAFF)
    government = (BodyKind.SUBDISTRICT_OFFICE, BodyKind.DISTRICT_GOVERNMENT)
    return any(
        leg.body_id in user.body_ids or (leg.body.kind in government and leg.body.place_id in offices)
        for leg in legs
    )


def has_handled(user, legs) -> bool:
    """Acts for one of them, or has themselves sent, accepted or answered a leg."""
    own_hand = any(user.id in (leg.sent_by, leg.accepted_by, leg.replied_by) for leg in legs)
    return own_hand or acts_for_a_handler(user, legs)


def may_call(user, callback) -> bool:
    """Callers of its street or district. Needs `district_id`, which the loader sets."""
    return (
        callback.street_id in user.places_as(Role.STREET_STAFF)
        or callback.district_id in user.places_as(Role.DISTRICT_STAFF)
        or user.has_role(Role.AUDITOR)
    )


def may_write_down(user, callback) -> bool:
    """Enter what the resident said by telephone: a caller who had no part in the order (I7)."""
    return (
        user is not None and may_call(user, callback) and not has_handled(user, callback.legs_of_all_rounds)
    )


def may_ring_resident(user, callback) -> bool:
    """See the number of whoever raised it: who may write the answer down, while it can be answered."""
    has_account = callback.order.issue.reporter_id is not None
    return has_account and callback.is_answerable and may_write_down(user, callback)


def is_reporter(user, issue) -> bool:
    """The resident who raised it, on their own account."""
    return user.is_authenticated and user.id == issue.reporter_id


def oversees(user, subject=None) -> bool:
    """Sets the weights, freezes runs: district, auditor, administrator."""
    return user.has_any_role(OVERSEERS)


def reads_pressure(user, report=None) -> bool:
    """Reports of pressure: the street's office, the district, the auditor."""
    if report is None:
        return user.has_any_role(CALLERS)
    return (
        report.street_id in user.places_as(Role.STREET_STAFF)
        or report.district_id in user.places_as(Role.DISTRICT_STAFF)
        or user.has_role(Role.AUDITOR)
    )


def may_rule_on_pressure(user, report) -> bool:
    """Answer one: above the street, which may be whom it is about."""
    return report.district_id in user.places_as(Role.DISTRICT_STAFF) or user.has_role(Role.AUDITOR)
