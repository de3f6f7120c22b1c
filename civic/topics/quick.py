"""快速商量: the short way for a small matter that can be undone."""

from flask_babel import gettext as _

from civic.database import utcnow
from civic.errors import Refused
from civic.ledger.workflow import act, record
from civic.topics.options import draw_letters
from civic.topics.queries import standing_options
from civic.topics.stamping import thread_of
from civic.topics.states import TopicState
from civic.topics.workflow import move

HASTENED = act("topic.quick_round", public={"regime", "letters", "seed"})

SHORT_WAY = (
    TopicState.SCREENED,
    TopicState.NOTICED,
    TopicState.DELIBERATING,
    TopicState.OPINION_FORMED,
)


def hasten(topic, *, by, regime) -> None:
    """Straight to those who choose: the question itself is the notice, nought days and over.

    The options are fixed and lettered now; votes then opens the vote.
    """
    if not topic.quick:
        raise Refused(_("Only a quick round skips the notice period."))
    for state in SHORT_WAY:
        topic = move(topic, state)
    topic.regime, topic.notice_days = regime, 0
    topic.notice_from = topic.notice_until = utcnow()
    options = standing_options(topic)
    draw_letters(topic, options)
    record(HASTENED, subject=topic, thread=thread_of(topic), by=by,
           public={"regime": regime, "seed": topic.letters_seed,
                   "letters": {one.letter: one.id for one in options}})
