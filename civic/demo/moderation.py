"""星榆花园 moderation: one comment hidden for telling somebody's home, appealed, and the street agreed;
another one reported today waits for the office.
"""

from datetime import timedelta

from sqlalchemy import select

from civic.accounts.models import Person
from civic.database import dated, utcnow
from civic.demo.topics import people
from civic.extensions import db
from civic.issues import voices
from civic.issues.models import Comment, Issue
from civic.moderation import workflow
from civic.moderation.models import ReasonCode, Ruling, SubjectType
from civic.moderation.subjects import find

TOLD = "就是顶楼东户那家,天天半夜装修,大家都知道是谁。"
APPEAL = "我没写名字,只说了哪一层。"
REPORTED = "顺便问一句,谁家有不用的婴儿车?我出八十。"


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
        ruling = workflow.hide(subject, by=cast["secretary"], reason=ReasonCode.PRIVACY)
    author = db.session.get(Person, ruling.author_id)
    with dated(start + timedelta(hours=20)):
        appeal = workflow.appeal(ruling, by=author, words=APPEAL)
    with dated(start + timedelta(hours=30)):
        workflow.answer_appeal(appeal, ruling, subject, by=cast["street"], restored=False)
    _reported_today(issue, cast)
    return 1


def _reported_today(issue, cast):
    with dated(utcnow() - timedelta(hours=9)):
        comment = voices.comment(issue, by=cast["pomegranate"], words=REPORTED)
    with dated(utcnow() - timedelta(hours=2)):
        workflow.report(
            find(SubjectType.COMMENT, comment.id), by=cast["resident"], reason=ReasonCode.OFF_TOPIC
        )
