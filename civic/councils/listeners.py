"""Whoever leaves the site speaks for no seat any more, and nothing here names them."""

from sqlalchemy import delete, select, update

from civic.accounts.workflow import LEFT
from civic.councils.application_models import SeatApplication
from civic.councils.exemption_models import CircumstancesStatement, StatementView
from civic.councils.lottery_models import Lottery, LotteryEntry, LotteryState
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


@recorded.connect_via(LEFT)
def forget_the_departed(sender, *, subject, by, **entry):
    """Applications go; pools and statements keep their numbers and lose the person."""
    db.session.execute(delete(SeatApplication).where(SeatApplication.person_id == subject.id))
    named = update(SeatApplication).where(SeatApplication.nominated_by_id == subject.id)
    db.session.execute(named.values(nominated_by_id=None))
    open_pools = select(Lottery.id).where(Lottery.state == LotteryState.OPEN)
    theirs = LotteryEntry.person_id == subject.id
    db.session.execute(delete(LotteryEntry).where(theirs, LotteryEntry.lottery_id.in_(open_pools)))
    for model, column in (
        (LotteryEntry, "person_id"),  # of a fixed pool: the number stays and names nobody
        (CircumstancesStatement, "person_id"),
        (CircumstancesStatement, "issued_by_id"),
        (CircumstancesStatement, "decided_by_id"),
        (StatementView, "viewer_id"),
    ):
        theirs = getattr(model, column) == subject.id
        db.session.execute(update(model).where(theirs).values({column: None}))
