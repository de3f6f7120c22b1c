"""Photos of an action item: what a picture can show before and after. Declared once, at import."""

from flask import url_for

from civic.action_items import policies
from civic.action_items.models import ActionItem
from civic.extensions import db
from civic.issues.photo_homes import by_number, home_kind
from civic.threads.models import Thread


def may_add(user, item) -> bool:
    """Add a photo, or take one's own back: while it is worked on. What said “done” stays."""
    return item.is_open and policies.may_note(user, item)


HOME = home_kind(
    "action_item",
    load=by_number(ActionItem),
    page=lambda item: url_for("action_items.show", no=item.id),
    may_add=may_add,
    may_see=policies.may_note,
    may_release=policies.may_oversee,
    is_told=lambda item: item.issue_id is None or bool(db.session.get(Thread, item.thread_id).title),
    thread_id=lambda item: item.thread_id,
)
