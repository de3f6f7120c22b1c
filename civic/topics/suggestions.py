"""Verbs on suggestions: written with a degree; later staff say whether it is so, and anybody may say no."""

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from civic.database import locked, utcnow
from civic.errors import Conflict, Refused, TooMany
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.topics.argument_models import Suggestion, SuggestionDoubt
from civic.topics.arguments import guard_words
from civic.topics.models import Topic
from civic.topics.stamping import thread_of
from civic.topics.states import ARGUMENTS_OPEN, TopicState

MADE = act("suggestion.made", public={"suggestion", "degree"})
STATED = act("suggestion.stated", public={"suggestion", "fulfilled"})
DOUBTED = act("suggestion.doubted", public={"suggestion"})
COVERED = act("suggestion.covered", public={"suggestion", "hidden"})

MOST_OF_ONE = 4
STATED_FROM = frozenset(
    {
        TopicState.DECISION_NOTICED,
        TopicState.IMPLEMENTING,
        TopicState.REPORTED_BACK,
        TopicState.EVALUATED,
        TopicState.ARCHIVED,
    }
)
"""From the decision on it can be said whether a suggestion was kept."""


def suggest(topic, *, by, degree, body) -> Suggestion:
    """Say what must, should, should not or must not be."""
    topic = locked(Topic, topic.id)
    if topic.state not in ARGUMENTS_OPEN:
        raise Conflict(
            _("This matter is not being talked over now."), _("See the topic for what comes next.")
        )
    body = guard_words(body)
    said = select(func.count()).where(Suggestion.topic_id == topic.id, Suggestion.person_id == by.id)
    if db.session.scalar(said) >= MOST_OF_ONE:
        raise TooMany(
            _("You have made %(most)s suggestions here; leave room for others.", most=MOST_OF_ONE),
            retry_after=86400,
        )
    made = Suggestion(topic_id=topic.id, degree=degree, body=body, person_id=by.id, doubts=0)
    db.session.add(made)
    db.session.flush()
    public = {"suggestion": made.id, "degree": degree.value}
    record(MADE, subject=made, thread=thread_of(topic), by=by, public=public)
    return made


def tell_fulfilled(suggestion, *, by, fulfilled: bool, words: str) -> None:
    """Staff say, with a sentence, whether it is so now; what neighbours doubted before starts anew."""
    if not words.strip():
        raise Refused(_("Say in a sentence how it is now: it stands under the suggestion."))
    topic = locked(Topic, suggestion.topic_id)
    if topic.state not in STATED_FROM:
        raise Conflict(_("Nothing is decided yet."), _("Say it once the decision is on notice."))
    suggestion = locked(Suggestion, suggestion.id)
    db.session.execute(delete(SuggestionDoubt).where(SuggestionDoubt.suggestion_id == suggestion.id))
    suggestion.fulfilled, suggestion.fulfilled_words = fulfilled, words.strip()
    suggestion.fulfilled_at, suggestion.fulfilled_by, suggestion.doubts = utcnow(), by.id, 0
    public = {"suggestion": suggestion.id, "fulfilled": fulfilled}
    record(STATED, subject=suggestion, thread=thread_of(topic), by=by, public=public)


def doubt(suggestion, *, by) -> bool:
    """A neighbour says: it is not so. Once a person; returns False when they said it already."""
    topic = db.session.get(Topic, suggestion.topic_id)
    suggestion = locked(Suggestion, suggestion.id)
    if not suggestion.fulfilled:
        raise Conflict(_("Nobody says that it is done."), _("Load the page again to see what changed."))
    mine = select(SuggestionDoubt.id).where(
        SuggestionDoubt.suggestion_id == suggestion.id, SuggestionDoubt.person_id == by.id
    )
    if db.session.scalar(mine) is not None:
        return False
    db.session.add(SuggestionDoubt(suggestion_id=suggestion.id, person_id=by.id))
    suggestion.doubts += 1
    record(DOUBTED, subject=suggestion, thread=thread_of(topic), by=by, public={"suggestion": suggestion.id})
    return True


def hide_suggestion(suggestion, hidden=True, *, by=None) -> None:
    """Called by moderation: its words leave the page, a tombstone stays."""
    suggestion = locked(Suggestion, suggestion.id)
    suggestion.hidden_at = utcnow() if hidden else None
    topic = db.session.get(Topic, suggestion.topic_id)
    public = {"suggestion": suggestion.id, "hidden": hidden}
    record(COVERED, subject=suggestion, thread=thread_of(topic), by=by, public=public)
