"""Reads of the dispatch table: what it suggests for one order, and the table itself with its faults."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from civic.councils import queries as councils
from civic.councils.models import Body
from civic.database import local_today
from civic.dispatch import community_list
from civic.dispatch.plans import plans_for
from civic.dispatch.states import LegRole
from civic.dispatch.table_models import CommunityDutyChange, DispatchRule
from civic.errors import NotFound
from civic.extensions import db

MOST = 200  # rows of history shown


@dataclass(frozen=True)
class Line:
    """One rule as the page shows it: its bodies, and why it cannot be followed, if so."""

    rule: DispatchRule
    lead: Body
    assists: tuple[Body, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Matter:
    """What the table is asked about, as plans.py wants it."""

    id: int
    street_id: int
    path: str
    code: str | None


def suggest(order, category=None) -> list[tuple[Body, LegRole]]:
    """Who the table says should act on this order: the lead first. Two statements at most.

    Args: order — with issue, its place and the community loaded; category — a code to go by instead of
    its issue's, which has none before it is accepted. Empty where no rule fits, and where the rule
    that fits names a dissolved body: then somebody has to choose, and the table's page shows it.
    """
    place = order.issue.place or order.community
    matter = Matter(order.id, order.street_id, place.path, category or order.issue.category_code)
    return plans_for([matter])[order.id]


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
    bodies = councils.bodies_by_id(number for rule in rules for number in rule.body_ids)
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
