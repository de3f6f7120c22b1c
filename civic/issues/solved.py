"""A solved case like it: for each category the latest public issue its resident confirmed."""

from functools import cache

from sqlalchemy import bindparam, select, union_all

from civic.extensions import db
from civic.issues.kinds import SummaryState, Visibility
from civic.issues.models import Issue
from civic.issues.states import IssueState


def solved_like(categories) -> dict:
    """category → row (category, id, summary_title); one statement, each walked from its newest."""
    wanted = {category for category in categories if category}
    if not wanted:
        return {}
    asked = {f"category_{n}": category for n, category in enumerate(sorted(wanted))}
    return {row.category: row for row in db.session.execute(_newest_of(len(asked)), asked)}


@cache
def _newest_of(count):
    """For that many categories; built once, for a desk asks at each look."""
    return union_all(*(select(_newest(bindparam(f"category_{n}"))) for n in range(count)))


def _newest(category):
    return (
        select(Issue.category, Issue.id, Issue.summary_title)
        .where(
            Issue.category == category,
            Issue.state == IssueState.CONFIRMED,
            Issue.visibility == Visibility.PUBLIC,
            Issue.summary_state == SummaryState.RELEASED,
        )
        .order_by(Issue.id.desc())
        .limit(1)
        .subquery()
    )
