"""The rules of a council as read by a meeting: which count now, how long and how often one speaks.

Also the house rules with every earlier version. Two statements at most, whatever there is.
"""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.councils.rule_models import OrderRule, RuleMoment, RulesKind, RulesVersion
from civic.errors import NotFound
from civic.extensions import db


def versions(council, kind) -> list[RulesVersion]:
    """All versions, the one in force first."""
    statement = select(RulesVersion).where(RulesVersion.council_id == council.id, RulesVersion.kind == kind)
    return list(db.session.scalars(statement.order_by(RulesVersion.number.desc())))


def in_force(council, kind) -> RulesVersion | None:
    """The version that counts now, its rules of order loaded; None when none was adopted."""
    statement = select(RulesVersion).where(RulesVersion.council_id == council.id, RulesVersion.kind == kind)
    newest = statement.order_by(RulesVersion.number.desc()).limit(1)
    return db.session.scalar(newest.options(selectinload(RulesVersion.rules)))


def version_or_404(council_id, version_id) -> RulesVersion:
    """One version of a council with its rules of order; raises NotFound."""
    statement = select(RulesVersion).options(selectinload(RulesVersion.rules))
    found = db.session.scalar(
        statement.where(RulesVersion.id == version_id, RulesVersion.council_id == council_id)
    )
    if found is None:
        raise NotFound(None)
    return found


def rules_of(council) -> list[OrderRule]:
    """The rules of order in force, in their order; empty when none were adopted."""
    version = in_force(council, RulesKind.ORDER)
    return version.rules if version else []


def rules_for(council, moment: RuleMoment) -> list[OrderRule]:
    """Those that count at that moment of a meeting (1 or 2 statements)."""
    return [rule for rule in rules_of(council) if rule.moment == moment]


def speech_seconds(rules) -> int | None:
    """The shortest limit on one speech among these rules; None: no limit."""
    return min((rule.speech_seconds for rule in rules if rule.speech_seconds), default=None)


def speeches_per_item(rules) -> int | None:
    """How often somebody may speak on one item under these rules; None: no limit."""
    return min((rule.speeches_per_item for rule in rules if rule.speeches_per_item), default=None)
