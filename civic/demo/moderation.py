"""星榆花园 moderation: one comment hidden for telling somebody's home, appealed, answered by the street."""

from datetime import timedelta

from sqlalchemy import select

from civic.database import dated, utcnow
from civic.demo.topics import people
from civic.extensions import db
from civic.issues import voices
from civic.issues.models import Comment, Issue
from civic.moderation import workflow
from civic.moderation.models import ReasonCode, Ruling, SubjectType
from civic.moderation.subjects import find

TOLD = "就是顶楼东户那家,天天半夜装修,大家都知道是谁。"


def load(town) -> int:
    """Add the one case; returns how many rulings were made."""
    if db.session.scalar(select(Ruling.id).limit(1)):
        return 0
    issue = db.session.scalar(
        select(Issue)
        .join(Comment, Comment.issue_id == Issue.id)
        .order_by(Issue.comments_count.desc(), Issue.id)
    )
    if issue is None:
        return 0
    cast, start = people(town), utcnow() - timedelta(days=6)
    with dated(start):
        comment = voices.comment(
            issue, by=cast["hawthorn"] if "hawthorn" in cast else cast["second_adult"], words=TOLD
        )
    with dated(start + timedelta(hours=2)):
        subject = find(SubjectType.COMMENT, comment.id)
        workflow.report(subject, by=cast["resident"], reason=ReasonCode.PRIVACY)
    with dated(start + timedelta(hours=5)):
        workflow.hide(subject, by=cast["secretary"], reason=ReasonCode.PRIVACY)
    return 1
