"""Photos of a joint look on the spot: read by those who may see the order. Declared once, at import."""

from flask import url_for

from civic.dispatch import exception_policies
from civic.dispatch.exception_models import SiteCheck
from civic.issues.photo_homes import by_number, home_kind


def may_add(user, check) -> bool:
    """The street or the district that rules."""
    return exception_policies.may_approve_or_district(user, check)


HOME = home_kind(
    "site_check",
    load=by_number(SiteCheck),
    page=lambda check: url_for("work_orders.site_check", no=check.id),
    may_add=may_add,
    may_see=lambda user, check: may_add(user, check) or not user.body_ids.isdisjoint(check.body_ids),
    may_release=exception_policies.may_approve,
    thread_id=lambda check: check.thread_id,
)
