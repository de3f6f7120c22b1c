"""Dated papers on a topic: minutes, fact sheets, what was agreed, how it went."""

from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.topics.models import TopicDocument
from civic.topics.stamping import thread_of

ADDED = act("topic.document_added", public={"document", "kind", "dated"})


def add_document(topic, *, by, kind, dated, title, body, where_when="", meeting_id=None) -> TopicDocument:
    """Hang a paper on the topic; its words stay out of the ledger."""
    paper = TopicDocument(
        topic_id=topic.id, kind=kind, dated=dated, title=title, body=body, where_when=where_when,
        meeting_id=meeting_id,
        added_by=by.id if by else None,
    )  # fmt: skip
    db.session.add(paper)
    db.session.flush()
    record(
        ADDED,
        subject=topic,
        thread=thread_of(topic),
        by=by,
        public={"document": paper.id, "kind": kind.value, "dated": dated.isoformat()},
    )
    return paper
