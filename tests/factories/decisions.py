"""Decisions at any stage, through the room's verbs."""

from datetime import timedelta

from sqlalchemy import update

from civic.database import utcnow, writing
from civic.decisions import workflow
from civic.decisions.models import Basis, Decision
from civic.extensions import db
from tests.factories.topics import opinion_formed
from tests.harness.scenes import followed, staged


@staged
def make_decision(by, topic=None, **what):
    """A draft on a topic whose opinion is formed; by consent unless said otherwise."""
    topic = topic or opinion_formed(by, burdens_others=False)
    what = {"title": "按丙方案试行", "text": "七个投放点加一个驿站,试行八周。", "basis": Basis.CONSENT} | what
    with writing():
        return workflow.draft_decision(topic, by=by, **what)


@staged
def with_burden(by, **what):
    decision = make_decision(by, **what)
    with writing():
        workflow.record_burden(decision, by=by, affected="6、7号楼1–2层8户", offered="密闭桶,20:30最后一次收")
    return decision


@staged
def noticed(by, **what):
    decision = with_burden(by, **what)
    with writing():
        workflow.notice_decision(decision, by=by)
    return decision


@followed
def end_notice(decision):
    """Let the notice period have ended a minute ago."""
    with writing():
        past = utcnow() - timedelta(minutes=1)
        db.session.execute(update(Decision).where(Decision.id == decision.id).values(notice_until=past))


@staged
def confirmed(by, **what):
    decision = noticed(by, **what)
    end_notice(decision)
    with writing():
        workflow.confirm(decision, by=by)
    return decision
