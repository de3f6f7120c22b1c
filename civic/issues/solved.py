"""A solved case like it: for each category the latest public issue its resident confirmed."""

from sqlalchemy import select, union_all

from civic.extensions import db
from civic.issues.kinds import SummaryState, Visibility
from civic.issues.models import Issue
from civic.issues.states import IssueState


def solved_like(categories) -> dict:
    """category → row (category, id, summary_title); one statement, each walked from its newest."""
    wanted = {category for category in categories if category}
    if not wanted:
        return {}
    newest = [_newest(category) for category in sorted(wanted)]
    rows = db.session.execute(union_all(*(select(each) for each in newest)))
    return {row.category: row for row in rows}


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
