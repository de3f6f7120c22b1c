"""Reads of the dispatch table: what it suggests for an order, and the table itself with its faults."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import String, cast, func, literal, or_, select
from sqlalchemy.orm import joinedload

from civic.councils.models import Body
from civic.database import local_today
from civic.dispatch import community_list, queries
from civic.dispatch.models import WorkOrder
from civic.dispatch.states import LegRole
from civic.dispatch.table_models import CommunityDutyChange, DispatchRule
from civic.dispatch.table_rules import winner
from civic.errors import NotFound
from civic.extensions import db
from civic.issues.models import Issue
from civic.places.models import Place

MOST = 200  # rows of history shown


@dataclass(frozen=True)
class Line:
    """One rule as the page shows it: its bodies, and why it cannot be followed, if so."""

    rule: DispatchRule
    lead: Body
    assists: tuple[Body, ...]
    faults: tuple[str, ...]


def suggest(order, category=None) -> list[tuple[Body, LegRole]]:
    """Who the table says should act on this order: the lead first. Two statements at most.

    Args: category — a code to go by instead of its issue's, which has none before it is accepted.
    Empty where no rule fits, and where the rule that fits names a dissolved body: then somebody has to
    choose, and the page of the table shows what to mend.
    """
    return suggest_all([order], category)[order.id]


def suggest_all(orders, category=None) -> dict[int, list[tuple[Body, LegRole]]]:
    """What `suggest` says for many orders, in the same two statements."""
    rules = rules_for(orders, category)
    bodies = queries.bodies_by_id(number for rule in rules.values() if rule for number in rule.body_ids)
    return {number: _parts(rule, bodies) for number, rule in rules.items()}


def _parts(rule, bodies):
    found = [bodies[number] for number in rule.body_ids] if rule else []
    if any(body.ended_on is not None for body in found):
        return []
    return [(body, LegRole.LEAD if not n else LegRole.ASSIST) for n, body in enumerate(found)]


def rules_for(orders, category=None) -> dict[int, DispatchRule | None]:
    """The rule that applies to each order today, by the order's number; one statement."""
    today, fitting = local_today(), {order.id: (None, (), []) for order in orders}
    for number, top, rest, path, rule in db.session.execute(
        _rules_near(today, category), {"orders": list(fitting)}
    ):
        places = tuple(int(part) for part in path.strip("/").split("/"))
        code = category or ".".join(filter(None, (top, rest))) or None
        fitting[number] = (code, places, [*fitting[number][2], rule])
    return {number: winner(rules, code, places, today) for number, (code, places, rules) in fitting.items()}


def _rules_near(today, category):
    """Every order with each rule in force for a place and a category it lies in."""
    here = func.coalesce(Issue.place_id, Issue.community_id)
    code = func.coalesce(Issue.category, "") + "." + func.coalesce(Issue.subcategory + ".", "")
    if category:
        code = literal(f"{category}.")
    return (
        select(WorkOrder.id, Issue.category, Issue.subcategory, Place.path, DispatchRule)
        .join(Issue, Issue.id == WorkOrder.issue_id)
        .join(Place, Place.id == here)
        .join(DispatchRule, DispatchRule.street_id == WorkOrder.street_id)
        .where(
            WorkOrder.id.in_(db.bindparam("orders", expanding=True)),
            DispatchRule.valid_from <= today,
            or_(DispatchRule.valid_to.is_(None), DispatchRule.valid_to > today),
            or_(DispatchRule.category == "", code.startswith(DispatchRule.category + ".")),
            Place.path.contains("/" + cast(DispatchRule.place_id, String) + "/"),
        )
    )


def lines(street_id) -> list[Line]:
    """The table of a street as it is today and will be: by category, then place. Three statements."""
    today = local_today()
    statement = (
        select(DispatchRule)
        .options(joinedload(DispatchRule.place))
        .where(
            DispatchRule.street_id == street_id,
            or_(DispatchRule.valid_to.is_(None), DispatchRule.valid_to > today),
        )
    )
    rules = [rule for rule in db.session.scalars(statement) if not _never(rule)]
    bodies = queries.bodies_by_id(number for rule in rules for number in rule.body_ids)
    duties = community_list.duties_of(street_id)
    rules.sort(key=lambda rule: (rule.category, rule.place.path, rule.valid_from, rule.id))
    return [_line(rule, bodies, duties) for rule in rules]


def _never(rule):
    return rule.valid_to is not None and rule.valid_to <= rule.valid_from


def _line(rule, bodies, duties):
    lead, *assists = (bodies[number] for number in rule.body_ids)
    return Line(rule, lead, tuple(assists), tuple(_faults(rule, lead, assists, duties)))


def _faults(rule, lead, assists, duties):
    for body in (lead, *assists):
        if body.ended_on is not None:
            yield _("%(body)s has been dissolved.", body=body.short_name)
    parts = [(lead, LegRole.LEAD), *((body, LegRole.ASSIST) for body in assists)]
    for body, role in parts:
        if fault := community_list.fault(duties, rule.category, body, role):
            yield fault[0]


def broken(street_id) -> int:
    """How many rules of a street cannot be followed."""
    return sum(bool(line.faults) for line in lines(street_id))


def history(street_id) -> list[DispatchRule]:
    """Rules of a street that are over or were replaced, the latest first (at most 200)."""
    statement = (
        select(DispatchRule)
        .options(joinedload(DispatchRule.place), joinedload(DispatchRule.lead))
        .where(DispatchRule.street_id == street_id, DispatchRule.ended_at.is_not(None))
        .order_by(DispatchRule.ended_at.desc(), DispatchRule.id.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(statement))


def rule_or_404(no) -> DispatchRule:
    """A rule with its place and lead. Raises NotFound."""
    found = (
        select(DispatchRule)
        .where(DispatchRule.id == no)
        .options(joinedload(DispatchRule.place), joinedload(DispatchRule.lead))
    )
    rule = db.session.scalar(found)
    if rule is None:
        raise NotFound(None)
    return rule


def duty_changes(street_id) -> list[CommunityDutyChange]:
    """How a street's list of community duties changed, the latest first (at most 200)."""
    mine = CommunityDutyChange.street_id == street_id
    statement = select(CommunityDutyChange).where(mine).order_by(CommunityDutyChange.id.desc()).limit(MOST)
    return list(db.session.scalars(statement))
