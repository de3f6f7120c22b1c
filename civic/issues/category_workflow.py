"""The verbs that edit the category tree. Each changes the token, so that every process reads it anew."""

import secrets

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import utcnow
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import categories
from civic.issues.category_models import Category, CategoryVersion
from civic.issues.category_tree import MOST_LEVELS, STEP, new_code
from civic.ledger.workflow import act, record

ADDED = act("category.added", public={"code"})
CHANGED = act("category.changed", public={"code", "fields"})
IMPORTED = act("category.imported", public={"added", "known", "provisional"})

EDITED = ("label", "position", "is_active", "questions", "divert_text", "divert_phone")


def add(parent, label, *, by) -> Category:
    """A category under `parent` ("" for the top), last among its neighbours.

    Raises Refused for a fourth level, an unknown parent, and a name that a neighbour has.
    """
    tree, label = categories.tree(), label.strip()
    if parent and parent not in tree.nodes:
        raise Refused(_("There is no such category."), _("Choose one from the list."))
    if parent.count(".") + 1 >= MOST_LEVELS:
        raise Refused(_("There are three levels at most."), _("Put it one level higher."))
    neighbours = tree.children(parent, hidden=True)
    if any(str(node.label) == label for node in neighbours):
        raise Refused(_("“%(label)s” is there already.", label=label), _("Use that one, or choose a name."))
    row = Category(
        code=new_code(parent, label, tree.nodes), parent=parent, label=label, version=1, is_active=True,
        position=max((node.position for node in neighbours), default=0) + STEP,
        is_provisional=False, set_by=by.id if by else None, set_at=utcnow(),
    )  # fmt: skip
    db.session.add(row)
    _renew()
    record(ADDED, subject=row, by=by, public={"code": row.code})
    return row


def change(code, *, by, version, **wanted) -> Category:
    """Relabel, move, show or hide; set questions and diverting message. Looked through, it counts as final.

    Args: version — the one the form saw, 0 for a category that was only built in. Raises Conflict
    when somebody else was faster.
    """
    node = categories.tree().nodes[code]
    row = db.session.scalar(select(Category).where(Category.code == code).with_for_update())
    if (row.version if row else 0) != version:
        raise Conflict(
            _("Somebody else has changed this category in the meantime."),
            _("Look at it once more before you act; what you typed is below."),
        )
    if row is None:
        row = Category(code=code, parent=node.parent, label="", position=node.position, version=0,
                       is_active=True)  # fmt: skip
        db.session.add(row)
    fields = [name for name in EDITED if name in wanted and wanted[name] != _now(node, name)]
    if "label" in fields:
        row.label = wanted["label"]
    if "position" in fields:
        row.position = wanted["position"]
    if "is_active" in fields:
        row.is_active = wanted["is_active"]
    if "questions" in fields:
        row.questions = list(wanted["questions"])
    if "divert_text" in fields:
        row.divert_text = wanted["divert_text"]
    if "divert_phone" in fields:
        row.divert_phone = wanted["divert_phone"]
    row.is_provisional, row.set_by, row.set_at = False, by.id if by else None, utcnow()
    row.version += 1
    _renew()
    record(CHANGED, subject=row, by=by, public={"code": code, "fields": fields})
    return row


def _now(node, name):
    """A node's present value as a form would send it."""
    value = getattr(node, name)
    if name == "questions":
        return [str(each) for each in value]
    return str(value) if name in ("label", "divert_text") else value


def bring_over(paths, *, by=None, provisional=False) -> tuple[int, int]:
    """Add the categories of these label paths that are missing; returns (added, known before).

    Args: paths — tuples of one to three labels. A label that a neighbour carries already, built in
    or brought over before, is that category: a second run adds nothing.
    """
    tree = categories.tree()
    by_label = {(node.parent, str(node.label)): node.code for node in tree.nodes.values()}
    taken, last = set(tree.nodes), {}
    for node in tree.nodes.values():
        last[node.parent] = max(last.get(node.parent, 0), node.position)
    added, known, fresh = 0, set(), set()
    for path in paths:
        parent = ""
        for label in path:
            code = by_label.get((parent, label))
            if code is None:
                code = by_label[parent, label] = new_code(parent, label, taken)
                taken.add(code)
                fresh.add(code)
                last[parent] = last.get(parent, 0) + STEP
                db.session.add(Category(
                    code=code, parent=parent, label=label, position=last[parent], is_active=True, version=1,
                    is_provisional=provisional, set_by=by.id if by else None, set_at=utcnow(),
                ))  # fmt: skip
                added += 1
            elif code not in fresh:
                known.add(code)
            parent = code
    if added:
        _renew()
        row = db.session.get(CategoryVersion, 1)
        public = {"added": added, "known": len(known), "provisional": provisional}
        record(IMPORTED, subject=row, by=by, public=public)
    return added, len(known)


def _renew():
    """A new token: every process reads the tree anew at its next request."""
    row = db.session.get(CategoryVersion, 1, with_for_update=True)
    if row is None:
        row = CategoryVersion(id=1)
        db.session.add(row)
    row.token, row.changed_at = secrets.token_hex(8), utcnow()
    db.session.flush()
    categories.forget()
