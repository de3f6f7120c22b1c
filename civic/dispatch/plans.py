"""What the dispatch table says for orders nobody has sorted yet, by the category their words suggest."""

from collections import namedtuple
from functools import cache

from sqlalchemy import bindparam, or_, select

from civic.councils.models import Body
from civic.database import local_today
from civic.dispatch.states import LegRole
from civic.dispatch.table_models import DispatchRule
from civic.dispatch.table_rules import winner
from civic.extensions import db
from civic.issues.category_tree import upwards

COLUMNS = (
    "id", "street_id", "place_id", "category", "lead_body_id", "assist_body_ids", "valid_from", "valid_to",
)  # fmt: skip


class Rule(namedtuple("Rule", COLUMNS)):
    """A rule as columns, not as a row of the session: a desk asks for those of every category on its page."""

    __slots__ = ()

    @property
    def body_ids(self) -> list[int]:
        """The lead first, then who assists."""
        return [self.lead_body_id, *self.assist_body_ids]


def plans_for(rows) -> dict[int, list]:
    """{order number: [(Body, LegRole)]}, the lead first; empty where somebody has to choose. Two statements.

    Args: rows — anything with `id`, `street_id`, `path` of its place and `code` of its category.
    """
    rows, today = list(rows), local_today()
    rules = _rules({row.street_id for row in rows}, {row.code for row in rows}, today) if rows else []
    asked = {row.id: (row.street_id, row.code, row.path) for row in rows}
    of_street = {
        street: [rule for rule in rules if rule.street_id == street] for street, *_ in asked.values()
    }
    won = {each: _rule_for(*each, of_street, today) for each in set(asked.values())}
    bodies = _bodies_of(rule for rule in won.values() if rule)
    parts = {each: _parts(rule, bodies) for each, rule in won.items()}
    return {number: parts[each] for number, each in asked.items()}


def _rules(streets, codes, today):
    categories = {"", *(each for code in codes if code for each in upwards(code))}
    asked = {"streets": list(streets), "categories": list(categories), "today": today}
    return [Rule(*row) for row in db.session.execute(_in_force(), asked)]


@cache
def _in_force():
    today = bindparam("today")
    return select(*(getattr(DispatchRule, name) for name in COLUMNS)).where(
        DispatchRule.street_id.in_(bindparam("streets", expanding=True)),
        DispatchRule.category.in_(bindparam("categories", expanding=True)),
        DispatchRule.valid_from <= today,
        or_(DispatchRule.valid_to.is_(None), DispatchRule.valid_to > today),
    )


def _bodies_of(rules):
    wanted = {number for rule in rules for number in rule.body_ids}
    found = db.session.scalars(_bodies(), {"bodies": list(wanted)}) if wanted else ()
    return {body.id: body for body in found}


@cache
def _bodies():
    return select(Body).where(Body.id.in_(bindparam("bodies", expanding=True)))


def _rule_for(street_id, code, path, of_street, today):
    places = tuple(int(part) for part in path.strip("/").split("/"))
    return winner(of_street[street_id], code, places, today)


def _parts(rule, bodies):
    found = [bodies[number] for number in rule.body_ids] if rule else []
    if any(body.ended_on is not None for body in found):
        return []
    return [(body, LegRole.ASSIST if n else LegRole.LEAD) for n, body in enumerate(found)]
