"""Who deletes their account takes their requests to speak along: the speech stays, by body or door."""

from sqlalchemy import update

from civic.accounts.workflow import LEFT
from civic.extensions import db
from civic.ledger.signals import recorded
from civic.meetings.live_models import Motion, Speech


@recorded.connect
def forget_who_asked(verb, subject, **rest):
    """Nothing that was said or moved points at them any more."""
    if verb is LEFT:
        db.session.execute(update(Speech).where(Speech.asked_by == subject.id).values(asked_by=None))
        db.session.execute(update(Motion).where(Motion.proposed_by == subject.id).values(proposed_by=None))
