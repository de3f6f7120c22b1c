"""A conversation from elsewhere becomes a topic's statements; its participants are nobody here."""

from sqlalchemy import insert, select

from civic.database import locked, utcnow
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.topics import workflow
from civic.topics.models import Topic
from civic.topics.stamping import thread_of
from civic.topics.statement_models import Kinship, Statement, StatementAnswer
from civic.topics.statements import text_key

IMPORTED = act("statements.imported", public={"statements", "answers"})

BATCH = 5000


def topic_for(conversation, community_id, number=None) -> Topic | None:
    """The topic of that number, or the one with the conversation's title, made when it is missing.

    None when there is no topic of that number.
    """
    if number is not None:
        return db.session.get(Topic, number)
    title = conversation.title[:80]
    there = select(Topic).where(Topic.community_id == community_id, Topic.title == title)
    found = db.session.scalar(there.order_by(Topic.id).limit(1))
    why = conversation.about or conversation.title
    return found or workflow.propose(community_id=community_id, by=None, title=title, why=why)


def bring_statements(topic, conversation) -> tuple[int, int]:
    """Add the statements and answers that are missing; returns how many of each. Safe to run again."""
    topic = locked(Topic, topic.id)
    statements, new = _statements(topic, conversation)
    there = {
        tuple(row)
        for row in db.session.execute(
            select(StatementAnswer.statement_id, StatementAnswer.outside_no)
            .where(StatementAnswer.outside_no.is_not(None))
            .join(Statement, Statement.id == StatementAnswer.statement_id)
            .where(Statement.topic_id == topic.id)
        )
    }
    rows = [
        {"statement_id": statements[number].id, "outside_no": voice, "answer": code}
        for voice, said in conversation.voices.items()
        for number, code in said.items()
        if (statements[number].id, voice) not in there
    ]
    by_id = {one.id: one for one in statements.values()}
    for row in rows:
        by_id[row["statement_id"]].count(row["answer"])
    for start in range(0, len(rows), BATCH):
        db.session.execute(insert(StatementAnswer), rows[start : start + BATCH])
    if kinship := locked(Kinship, topic.id):
        kinship.changes += bool(rows or new)
    else:
        db.session.add(Kinship(topic_id=topic.id, changes=1))
    public = {"statements": new, "answers": len(rows)}
    record(IMPORTED, subject=topic, thread=thread_of(topic), public=public)
    return new, len(rows)


def _statements(topic, conversation):
    """({number in the export: Statement}, how many are new)."""
    there = {one.text_key: one for one in db.session.scalars(select(Statement).filter_by(topic_id=topic.id))}
    found, taken, new = {}, set(), 0
    for number, body in conversation.bodies.items():
        key = text_key(body)
        if key in taken:  # the same words twice in the export stay two
            key = text_key(f"{number} {body}")
        taken.add(key)
        if key not in there:
            off = utcnow() if number in conversation.taken_off else None
            there[key] = Statement(topic_id=topic.id, body=body, text_key=key, hidden_at=off)
            db.session.add(there[key])
            new += 1
        found[number] = there[key]
    db.session.flush()
    return found, new
