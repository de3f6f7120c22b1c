"""Verbs of paper: a slip handed in at a meeting is keyed in word for word, and has a receipt number."""

from flask_babel import gettext as _

from civic.database import locked, utcnow
from civic.errors import Conflict
from civic.extensions import db
from civic.ledger.workflow import act
from civic.meetings import workflow
from civic.meetings.calling_models import OpinionSlip
from civic.meetings.calling_queries import open_round_of, slip_at
from civic.meetings.models import Meeting
from civic.topics import rounds

KEYED = act("meeting.slip_keyed", public={"number", "became_opinion"})


def key_slip(meeting, *, by, number, words, item=None) -> OpinionSlip:
    """One slip, once. It becomes an opinion where the point's topic asks for them now, else a note.

    Args: item — the point it is about, or None for the meeting's own topic. Raises Conflict when that
    number was keyed in already.
    """
    meeting = locked(Meeting, meeting.id)
    if slip_at(meeting.id, number) is not None:
        raise Conflict(
            _("Slip %(number)s was keyed in already.", number=number), _("Look at the number on the paper.")
        )
    topic_id = item.topic_id if item is not None and item.topic_id else meeting.topic_id
    asked = open_round_of(topic_id) if topic_id else None
    takes = asked is not None and asked.takes_opinions(utcnow())
    opinion = rounds.give_opinion(asked, by=by, body=words, on_paper=True) if takes else None
    db.session.flush()
    slip = OpinionSlip(
        meeting_id=meeting.id, number=number, item_id=item.id if item is not None else None,
        opinion_id=opinion.id if opinion else None, words="" if opinion else words, keyed_by=by.id,
    )  # fmt: skip
    db.session.add(slip)
    db.session.flush()
    workflow.note(KEYED, meeting, by, number=number, became_opinion=takes)
    return slip
