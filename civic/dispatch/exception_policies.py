"""Who may do what with exceptions: pure. That proposer and approver differ is the verbs' guard."""

from civic.accounts.roles import Role
from civic.dispatch import policies
from civic.dispatch.exception_states import Judge
from civic.issues import policies as issues


def serves_district(user, district_id) -> bool:
    """Staff of that district's government."""
    return district_id is not None and district_id in user.places_as(Role.DISTRICT_STAFF)


def may_object(user, leg) -> bool:
    """Somebody who acts for the body it was sent to."""
    return policies.handles_leg(user, leg)


def may_judge(user, objection) -> bool:
    """The street on the first objection of an order, the district on the second."""
    if objection.judge is Judge.DISTRICT:
        return serves_district(user, objection.district_id)
    return policies.serves_street(user, objection.street_id)


def may_note_check(user, objection) -> bool:
    """Write down a joint look on the spot: the street that called it, and the district."""
    return may_approve_or_district(user, objection)


def may_approve(user, row) -> bool:
    """Rule on more time, the long-term list, an exclusion or a flag: the street of the order."""
    return policies.serves_street(user, row.street_id)


def may_approve_or_district(user, row) -> bool:
    """Of an exclusion the district may be the second person, too."""
    return may_approve(user, row) or serves_district(user, row.district_id)


def may_propose(user, order) -> bool:
    """Exclusions and flags begin at the street's office."""
    return policies.may_dispatch(user, order)


def may_propose_long_term(user, order) -> bool:
    """The street, or a body that has a part in it (needs `legs` loaded)."""
    return may_propose(user, order) or any(policies.handles_leg(user, leg) for leg in order.legs)


def may_see_order(user, order) -> bool:
    """Whoever may read the order, and its district (`district_id` set by the loader)."""
    return policies.may_read_order(user, order) or serves_district(user, order.district_id)


def may_see_extension(user, extension) -> bool:
    """The resident, the body, the street and the district."""
    return (
        issues.speaks_for(user, extension.order.issue)
        or extension.body_id in user.body_ids
        or may_approve_or_district(user, extension)
    )


def may_protest(user, extension) -> bool:
    """我有意见: whoever raised it."""
    return issues.speaks_for(user, extension.order.issue)


def may_tell_progress(user, extension) -> bool:
    """The body that got more time."""
    return extension.body_id in user.body_ids


def may_note_visit(user, notice) -> bool:
    """The body that told whoever it concerns, and the street; they alone read the private answer, too."""
    return notice.body_id in user.body_ids or may_approve(user, notice)


def may_look_through(user, subject=None) -> bool:
    """The list of what waits for a ruling: streets and districts."""
    return bool(user.places_as(Role.STREET_STAFF) or user.places_as(Role.DISTRICT_STAFF))
