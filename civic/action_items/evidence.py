"""Photos of an action item: what a picture can show before and after. Declared once, at import."""

from flask import url_for

from civic.action_items import policies
from civic.action_items.models import ActionItem
from civic.issues.photo_homes import by_number, home_kind

HOME = home_kind(
    "action_item",
    load=by_number(ActionItem),
    page=lambda item: url_for("action_items.show", number=item.id),
    may_add=policies.may_note,
    may_see=policies.may_note,
    may_release=policies.may_oversee,
    is_told=lambda item: True,
    thread_id=lambda item: item.thread_id,
)
