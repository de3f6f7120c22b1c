"""Whoever leaves the site speaks for no seat any more."""

from sqlalchemy import select

from civic.accounts.workflow import LEFT
from civic.councils.models import Mandate
from civic.councils.workflow import end_mandate
from civic.extensions import db
from civic.ledger.signals import recorded


@recorded.connect_via(LEFT)
def end_mandates_of_the_departed(sender, *, subject, by, **entry):
    """Runs inside the transaction in which a person leaves."""
    held = select(Mandate).where(Mandate.person_id == subject.id, Mandate.valid_to.is_(None))
    for mandate in db.session.scalars(held).all():
        end_mandate(mandate, by=by)
