"""Turnout by channel: one counter a channel, apart from the vote, so that casting does not queue."""

from sqlalchemy import bindparam, update

from civic.database import BigId, open_connection
from civic.extensions import db
from civic.prepared import Prepared
from civic.votes.models import Turnout
from civic.votes.states import Channel


def open_counters(vote_id: int, since, channels=tuple(Channel)) -> None:
    """A counter at nothing for each channel; `since` is the hour its published figure is of."""
    db.session.add_all(
        Turnout(vote_id=vote_id, channel=channel, returned=0, published=0, published_at=since)
        for channel in channels
    )


def count(vote_id: int, channel: Channel, by: int = 1) -> None:
    """One envelope more in the box by that channel, or one less."""
    COUNTER.run(open_connection(), vote=vote_id, by=channel, step=by)


def move(vote_id: int, old: Channel, new: Channel) -> None:
    """An envelope took the place of one of another channel. In one order, so nobody waits in a ring."""
    if old != new:
        for channel in sorted((old, new)):
            count(vote_id, channel, 1 if channel == new else -1)


def _counted(engine):
    counter = Turnout.__table__
    vote, channel = bindparam("vote", type_=BigId), bindparam("by", type_=counter.c.channel.type)
    step = bindparam("step", type_=counter.c.returned.type)
    return (
        update(counter)
        .where(counter.c.vote_id == vote, counter.c.channel == channel)
        .values(returned=counter.c.returned + step)
    )


COUNTER = Prepared(_counted)
