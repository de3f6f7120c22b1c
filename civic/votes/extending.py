"""The close is put off: once, before it has come, by a recorded decision with its reason.

Nobody who votes later sees more than who voted earlier, since no figure of a secret vote is told before
the count. What was announced first stays on the page.
"""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from civic.database import database_now, locked
from civic.errors import Conflict, Refused
from civic.extensions import db
from civic.ledger.workflow import act, record
from civic.threads.models import Seal, Status
from civic.topics.models import Topic
from civic.topics.rules import last_day
from civic.topics.stamping import stamp_topic
from civic.votes.models import Vote
from civic.votes.papers import thread_of
from civic.votes.states import VoteState

LONGEST = timedelta(days=60)
EXTENDED = act("vote.extended", public={"from", "until"})


def extend(vote, until: datetime, *, reason: str, by) -> Vote:
    """Let the vote close at `until` instead. The row is held, so a ballot reads one close or the other.

    Raises Conflict when it is not open any more or was put off before; Refused without a reason, for a
    close that is not later, and for one past the announced opening of the box.
    """
    vote = locked(Vote, vote.id)
    if vote.state != VoteState.OPEN or not vote.closes_at > database_now(db.session):
        raise Conflict(
            _("This vote is closed; its close cannot be put off any more."), _("Hold another one if need be.")
        )
    if vote.extended_from is not None:
        raise Conflict(
            _("The close was put off once already; a second time would look like waiting for a result."),
            _("Let it close, and hold another vote if need be."),
        )
    if not vote.closes_at < until <= vote.closes_at + LONGEST:
        raise Refused(_("The new close must be later, by at most 60 days."), _("Choose another day."))
    if vote.opening_at is not None and until >= vote.opening_at:
        raise Refused(
            _("The box is announced to be opened before that."), _("Announce a later opening first.")
        )
    if not reason.strip():
        raise Refused(_("Say in public why more time is given."))
    first, vote.extended_from, vote.extension_reason = vote.closes_at, vote.closes_at, reason.strip()
    vote.closes_at = until
    stamp_topic(locked(Topic, vote.topic_id), Seal.DECIDE, status=Status.VOTING, due_on=last_day(until))
    record(EXTENDED, subject=vote, thread=thread_of(vote), by=by, public={
        "from": first.isoformat(), "until": until.isoformat(),
    })  # fmt: skip
    return vote
