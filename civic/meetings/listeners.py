"""What a council is told of its meetings; who deletes their account leaves no name in a list of who came."""

from flask import url_for
from sqlalchemy import select

from civic.accounts.workflow import LEFT
from civic.councils.agenda import MOST, Item, agenda
from civic.extensions import db
from civic.ledger.signals import recorded
from civic.locale import moment
from civic.meetings.forgetting import forget
from civic.meetings.models import Meeting
from civic.meetings.states import AHEAD


@agenda
def meetings_before(council) -> list[Item]:
    """Called or going on, the next one first."""
    ahead = select(Meeting).where(Meeting.council_id == council.id, Meeting.state.in_(AHEAD))
    return [
        Item(meeting.title, f"{meeting.kind.label} · {moment(meeting.starts_at)}",
             url_for("meetings.show", no=meeting.id))
        for meeting in db.session.scalars(ahead.order_by(Meeting.starts_at, Meeting.id).limit(MOST))
    ]  # fmt: skip


@recorded.connect
def forget_who_came(verb, subject, **rest):
    """Only writes rows."""
    if verb is LEFT:
        forget(subject.id)
