"""Verbs on statements: a neighbour writes one, moderation covers it or shows it again."""

import hashlib
import unicodedata

from flask_babel import gettext as _
from sqlalchemy import func, select

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused, TooMany
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.topics.models import Topic
from civic.topics.stamping import thread_of
from civic.topics.statement_models import LONGEST, Kinship, Statement
from civic.topics.states import STATEMENTS_OPEN

PROPOSED = act("statement.proposed", public={"statement"})
COVERED = act("statement.covered", public={"statement", "how"})

MOST_OF_ONE, MOST = 5, 200  # statements of one person, and of all, on a topic


def propose_statement(topic, *, by, body) -> Statement:
    """Write a sentence that neighbours agree with or not; it is asked at once, or after a first look."""
    topic = locked(Topic, topic.id)
    guard_open(topic)
    body = one_line(body)
    if not 4 <= len(body) <= LONGEST:
        raise Refused(_("Write one sentence of 4 to %(most)s characters.", most=LONGEST))
    _guard_number(topic, by)
    said = select(Statement.id).where(Statement.topic_id == topic.id, Statement.text_key == text_key(body))
    if db.session.scalar(said) is not None:
        raise Conflict(_("Somebody has said this already."), _("Answer it below, or say something else."))
    statement = Statement(topic_id=topic.id, body=body, text_key=text_key(body), author_id=by and by.id)
    db.session.add(statement)
    if db.session.get(Kinship, topic.id) is None:
        db.session.add(Kinship(topic_id=topic.id))
    db.session.flush()
    record(PROPOSED, subject=statement, thread=thread_of(topic), by=by, public={"statement": statement.id})
    return statement


def cover_statement(statement, how: str, *, by=None) -> None:
    """Called by moderation. `how`: "held" for a first look, "hidden", or "shown" again.

    What is hidden is asked no more and tells nobody apart; answers given stay with their people.
    """
    statement = locked(Statement, statement.id)
    statement.held_at = utcnow() if how == "held" else None
    statement.hidden_at = utcnow() if how == "hidden" else None
    if (kinship := locked(Kinship, statement.topic_id)) is not None:
        kinship.changes += 1
    topic = db.session.get(Topic, statement.topic_id)
    public = {"statement": statement.id, "how": how}
    record(COVERED, subject=statement, thread=thread_of(topic), by=by, public=public)


def guard_open(topic) -> None:
    """Statements are written and answered while the matter is talked over. Raises Conflict."""
    if topic.state not in STATEMENTS_OPEN:
        raise Conflict(
            _("This matter is not being talked over now."), _("See the topic for what comes next.")
        )


def one_line(words: str) -> str:
    """Typed words as one line with single spaces."""
    return " ".join((words or "").split())


def text_key(words: str) -> str:
    """A digest of the letters and digits alone: the same sentence with another full stop is the same."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    letters = "".join(sign for sign in plain if sign.isalnum()) or plain
    return hashlib.sha256(letters.encode()).hexdigest()


def _guard_number(topic, by):
    counted = select(func.count()).select_from(Statement).where(Statement.topic_id == topic.id)
    if db.session.scalar(counted) >= MOST:
        raise Conflict(_("There are very many sentences already."), _("Answer those that are there."))
    if by is not None and db.session.scalar(counted.where(Statement.author_id == by.id)) >= MOST_OF_ONE:
        raise TooMany(
            _("You have written %(most)s sentences here; leave room for others.", most=MOST_OF_ONE),
            retry_after=86400,
        )
