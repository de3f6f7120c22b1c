"""Whoever deletes their account stays in minutes only as what they were there, by door or body."""

from sqlalchemy import update

from civic.accounts.workflow import LEFT
from civic.extensions import db
from civic.ledger.signals import recorded
from civic.meetings.minutes_models import Dissent, Erratum, Minutes, MinutesComment, MinutesConfirmation
from civic.meetings.note_models import MeetingNote

NAMED = (
    MinutesConfirmation.person_id,
    MinutesComment.person_id,
    MeetingNote.author_id,
    Erratum.made_by,
    Dissent.person_id,
    Minutes.drafted_by,
)


@recorded.connect
def forget_who_spoke(verb, subject, **rest):
    """Only writes rows: a confirmation still counts, nobody can tell any more whose it was."""
    if verb is LEFT:
        for column in NAMED:
            db.session.execute(update(column.class_).where(column == subject.id).values({column: None}))
