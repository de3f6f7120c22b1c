"""Photos of an action item: what a picture can show before and after. Declared once, at import."""

from flask import url_for

from civic.action_items import policies, queries
from civic.action_items.models import ActionItem
from civic.extensions import db
from civic.issues.photo_homes import by_number, home_kind
from civic.threads.models import Thread


def may_add(user, item) -> bool:
    """Add a photo, or take one's own back: while it is worked on. What said “done” stays."""
    return item.is_open and policies.may_note(user, item)


def may_see(user, item) -> bool:
    """Whoever does it, the office, and whoever asked for it: they say whether it is done."""
    return policies.may_note(user, item) or (user.is_authenticated and user.id in item.askers)


def _with_askers(key):
    item = by_number(ActionItem)(key)
    if item is not None:
        item.askers = queries.asker_ids(item)
    return item


HOME = home_kind(
    "action_item",
    load=_with_askers,
    page=lambda item: url_for("action_items.show", no=item.id),
    may_add=may_add,
    may_see=may_see,
    may_release=policies.may_oversee,
    is_told=lambda item: item.issue_id is None or bool(db.session.get(Thread, item.thread_id).title),
    thread_id=lambda item: item.thread_id,
)
