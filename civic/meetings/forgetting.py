"""What goes when somebody deletes their account: that a seat, a neighbour was there stays."""

from sqlalchemy import update

from civic.extensions import db
from civic.meetings.models import Attendance


def forget(person_id: int) -> None:
    """Somebody deletes their account: that a seat, a neighbour was there stays, who it was goes."""
    mine = update(Attendance).where(Attendance.person_id == person_id)
    db.session.execute(mine.values(person_id=None, name=""))
