"""Asking the reporter something, and their answer; the clock of 等了多久 goes on meanwhile."""

from flask_babel import gettext as _
from sqlalchemy import select

from civic.database import utcnow
from civic.errors import NotAllowed
from civic.extensions import db
from civic.issues import policies, search
from civic.issues.models import Question
from civic.issues.queries import thread_of
from civic.issues.states import IssueState
from civic.issues.workflow import move
from civic.ledger.workflow import act, record

ASKED_BACK = act("issue.asked_back")
QUESTION_ANSWERED = act("issue.question_answered")


def ask_back(issue, *, by, question):
    """Staff ask the reporter something; the clock of 等了多久 goes on."""
    move(issue, IssueState.ASKED_BACK)
    issue.asked_question = question
    db.session.add(Question(issue_id=issue.id, question=question, asked_by=by.id))
    record(ASKED_BACK, subject=issue, thread=thread_of(issue), by=by)


def answer_question(issue, *, by, words):
    """The reporter answers; the issue is back with triage."""
    if not policies.speaks_for(by, issue):
        raise NotAllowed(_("Only the resident who raised it can answer this question."))
    move(issue, IssueState.RECEIVED)
    open_one = db.session.scalars(
        select(Question).filter_by(issue_id=issue.id, answered_at=None).order_by(Question.id.desc())
    ).first()
    if open_one is not None:
        open_one.answer, open_one.answered_at = words, utcnow()
    issue.asked_question = None
    search.index_own_words(issue)
    record(QUESTION_ANSWERED, subject=issue, thread=thread_of(issue), by=by)
