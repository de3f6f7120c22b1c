"""What the issues behind a topic are told when it moves."""

from sqlalchemy import select

from civic.extensions import db
from civic.issues import workflow as issues
from civic.issues.models import Issue
from civic.issues.states import IssueState
from civic.topics.models import TopicIssue


def issues_of(topic) -> list[Issue]:
    """The issues a topic grew out of, oldest first."""
    mine = select(Issue).join(TopicIssue, TopicIssue.issue_id == Issue.id)
    return list(db.session.scalars(mine.where(TopicIssue.topic_id == topic.id).order_by(Issue.id)))


def hold(topic) -> None:
    """Lock them, in the order of their numbers, before anything of theirs is written."""
    theirs = select(TopicIssue.issue_id).where(TopicIssue.topic_id == topic.id)
    held = select(Issue).where(Issue.id.in_(theirs)).order_by(Issue.id).with_for_update(key_share=True)
    db.session.scalars(held.execution_options(populate_existing=True)).all()


def show_voting(topic, *, by, is_open) -> None:
    """Their reporters read 投票中, or no longer."""
    for issue in _waiting(topic):
        issues.show_voting(issue, by=by, is_open=is_open)


def hand_back(topic, *, by) -> None:
    """The topic ended without settling them: they are to be scheduled anew."""
    for issue in _waiting(topic):
        issues.hand_back(issue, by=by)


def take_up_again(topic, *, by) -> None:
    """The topic is opened again: those handed back wait for it once more."""
    for issue in issues_of(topic):
        if issue.state is IssueState.ACCEPTED and not issue.is_urgent:
            issues.promote(issue, by=by)


def _waiting(topic):
    return [issue for issue in issues_of(topic) if issue.state is IssueState.DELIBERATING]
