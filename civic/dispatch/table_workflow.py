"""The verbs of the dispatch table: set a rule, end one. Earlier rules stay, with who, when and why."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select

from civic.database import local_today, utcnow
from civic.dispatch import community_list
from civic.dispatch.states import LegRole
from civic.dispatch.table_models import DispatchRule
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.issues import categories
from civic.ledger.workflow import act, record

RULE_SET = act("dispatch_rule.set", public={"street", "place", "category", "lead", "assists", "from"})
RULE_ENDED = act("dispatch_rule.ended", public={"street", "place", "category", "until"})


def set_rule(
    street, *, by, place, category, lead, assists=(), reason, valid_from: date | None = None
) -> DispatchRule:
    """From that day on (default today) matters of this category at this place go to these bodies.

    Args: category — a code, "" for every category; place — the street or a place inside it. A rule for
    the same place and category ends where this one begins. Raises Refused for a place outside, an
    unknown category, a day gone by, a dissolved body or one named twice, and for what the list of
    community duties does not allow (条例 Art. 17).
    """
    begins = valid_from or local_today()
    _guard(street, place, category, [lead, *assists], begins)
    duties = community_list.duties_of(street.id)
    for body, role in [(lead, LegRole.LEAD), *((body, LegRole.ASSIST) for body in assists)]:
        community_list.refuse(duties, category, body, role)
    for earlier in _not_over(place, category, begins):
        _end(earlier, by=by, until=max(begins, earlier.valid_from), reason=reason)
    db.session.flush()
    rule = DispatchRule(
        street_id=street.id, place_id=place.id, category=category, lead_body_id=lead.id,
        assist_body_ids=[body.id for body in assists], valid_from=begins, valid_to=None,
        set_by=by.id if by else None, set_at=utcnow(), reason=reason.strip(),
    )  # fmt: skip
    db.session.add(rule)
    record(
        RULE_SET, subject=rule, by=by, community_id=place.community_id or street.id,
        public={
            "street": street.id, "place": place.id, "category": category, "lead": lead.id,
            "assists": [body.id for body in assists], "from": begins.isoformat(),
        },
    )  # fmt: skip
    return rule


def _guard(street, place, category, bodies, begins):
    if not street.contains(place):
        raise Refused(_("That place is not in %(street)s.", street=street.name), _("Choose one of the list."))
    if category and not categories.exists(category):
        raise Refused(_("There is no such category."), _("Choose one from the list."))
    if begins < local_today():
        raise Refused(_("A rule cannot begin on a day gone by."), _("Choose today or a later day."))
    for body in bodies:
        if body.ended_on is not None:
            raise Refused(
                _("%(body)s has been dissolved.", body=body.short_name), _("Choose who does its work now.")
            )
    if len({body.id for body in bodies}) < len(bodies):
        raise Refused(_("A body is named twice."), _("Name each once: it leads or it assists."))


def _not_over(place, category, begins):
    """Rules of the place and category that would still hold on that day or later."""
    same = DispatchRule.place_id == place.id, DispatchRule.category == category
    over = or_(DispatchRule.valid_to.is_(None), DispatchRule.valid_to > begins)
    return db.session.scalars(select(DispatchRule).where(*same, over).with_for_update()).all()


def end_rule(rule, *, by, reason) -> None:
    """The rule holds no longer, from today on. Raises Conflict when it has ended already."""
    today = local_today()
    if rule.valid_to is not None and rule.valid_to <= today:
        raise Conflict(_("This rule has ended already."), _("Look at the table once more."))
    _end(rule, by=by, until=max(today, rule.valid_from), reason=reason)


def _end(rule, *, by, until, reason):
    rule.valid_to, rule.ended_at, rule.ended_by = until, utcnow(), by.id if by else None
    rule.end_reason = reason.strip()
    public = {"street": rule.street_id, "place": rule.place_id, "category": rule.category}
    record(
        RULE_ENDED, subject=rule, by=by, community_id=rule.street_id,
        public=public | {"until": until.isoformat()},
    )  # fmt: skip
