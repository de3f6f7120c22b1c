"""Putting an envelope in the box, and letting a waiting one count.

Of a secret vote no line is written here that names a unit, a person or a time of day, and no
ledger entry at all: the row in `envelope` and a counter are everything (DESIGN.md §3). Sealing is
slow next to SQL, so it happens before `writing()`; inside, a ballot takes three statements.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import UTC
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from civic.database import local_today, open_connection, utcnow
from civic.errors import Conflict
from civic.extensions import db
from civic.votes import boxes, keystore, sealing
from civic.votes.models import Envelope, Turnout, Vote
from civic.votes.standstill import fits_what_was_signed
from civic.votes.states import Channel, Standing, VoteState


class TooLate(Conflict):
    """The vote takes no ballots (any more)."""


class AlreadyVoted(Conflict):
    """The unit's envelope is in the box; changing it has to be confirmed."""


@dataclass(frozen=True)
class Ready:
    """A closed envelope on its way to the box."""

    vote_id: int
    unit_ref: str
    kind: str
    standing: Standing
    payload: bytes
    fingerprint: str
    channel: Channel = Channel.PHONE


def enclose(vote, entry, ballot: bytes, *, claimed_by=None) -> Ready:
    """Close a ballot in its envelope, sealed for a secret vote. Slow: call it before writing().

    Args: entry — the unit's line on the roll; claimed_by — number of a person whose living there
    is not checked yet: then the envelope waits (待核). Raises keystore.KeyLost.
    """
    fits_what_was_signed(vote)
    standing = Standing.COUNTED if claimed_by is None else Standing.PENDING
    if not vote.is_secret:
        unit_ref = f"{entry.unit_kind.value}:{entry.unit_id}"
        payload = secrets.token_bytes(16) + ballot
    else:
        key = keystore.load(vote.id)
        home = sealing.reference(key, entry.unit_kind.value, entry.unit_id)
        if vote.box_key:  # the holders open it when no home is known any more, so it is bound to the vote
            payload = boxes.seal(vote.box_key, boxes.VOTE, vote.id, ballot)
        else:
            payload = sealing.seal(key, home, ballot)  # bound to the home also while it waits
        unit_ref = home
        if claimed_by is not None:
            unit_ref = sealing.reference(key, entry.unit_kind.value, entry.unit_id, claimed_by)
    print_ = sealing.fingerprint(vote.id, payload)
    return Ready(vote.id, unit_ref, vote.ballot_kind, standing, payload, print_)


def cast(ready: Ready, *, replace=False) -> None:
    """Put the envelope in the box: one per unit, held by the database; the last one counts.

    Args: replace — the household confirmed that this one takes the place of the one in the box.
    Raises TooLate, AlreadyVoted (both 409).
    """
    hold_open(ready.vote_id)
    if _drop_in(ready):
        if ready.standing == Standing.COUNTED:
            _count_up(ready)
        return
    if not replace:
        raise AlreadyVoted(
            _("Your household's ballot is already in the box."),
            _("Talk it over at home. If it should be changed, tick the box and send it again."),
        )
    values = {"vote": ready.vote_id, "unit": ready.unit_ref, "new_payload": ready.payload}
    values |= {"new_fingerprint": ready.fingerprint, "new_channel": ready.channel, "today": local_today()}
    open_connection().execute(_put_in_place(), values)


# Statements below are written once, not at each ballot: composing them took longer than running them.
@cache
def _put_in_place():
    box = Envelope.__table__
    return (
        update(box)
        .where(box.c.vote_id == bindparam("vote"), box.c.unit_ref == bindparam("unit"))
        .values(
            replaced=box.c.replaced + box.c.fingerprint + " ",
            payload=bindparam("new_payload"),
            fingerprint=bindparam("new_fingerprint"),
            channel=bindparam("new_channel"),
            cast_on=bindparam("today"),
        )
    )


def hold_open(vote_id: int) -> None:
    """Hold the vote's row and read the database's clock after that; raises TooLate past the close.

    On PostgreSQL the inner select takes the lock before the outer one reads the clock, so a ballot
    that waited for the closer learns that it is too late. On SQLite we hold the whole file.
    """
    sqlite_file = db.engine.dialect.name == "sqlite"
    row = open_connection().execute(_terms(not sqlite_file), {"vote": vote_id}).one()
    now = utcnow() if sqlite_file else row.now.astimezone(UTC)
    if row.state == VoteState.OPEN and row.opens_at <= now < row.closes_at:
        return
    if row.state == VoteState.DRAFT or now < row.opens_at:
        raise TooLate(_("This vote has not opened yet."), _("Come back when it opens; your choice is kept."))
    raise TooLate(
        _("This vote is closed; the ballot was not taken."),
        _("A ballot in the box before the close counts. The result follows within minutes."),
    )


@cache
def _terms(hold):
    terms = select(Vote.state, Vote.opens_at, Vote.closes_at).where(Vote.id == bindparam("vote"))
    if not hold:
        return terms
    return select(terms.with_for_update(read=True).subquery(), func.clock_timestamp().label("now"))


def _drop_in(ready) -> bool:
    """Insert unless the unit's envelope is there; the unique index decides, also between processes."""
    values = asdict(ready) | {"id": secrets.token_hex(16), "replaced": "", "cast_on": local_today()}
    return open_connection().execute(_envelope(db.engine.dialect.name), values).rowcount == 1


@cache
def _envelope(engine):
    dialect = sqlite if engine == "sqlite" else postgresql
    insert = dialect.insert(Envelope.__table__).on_conflict_do_nothing()
    return insert.execution_options(preserve_rowcount=True)


def _count_up(ready):
    open_connection().execute(_counted(), {"vote": ready.vote_id, "by": ready.channel})


@cache
def _counted():
    counter = Turnout.__table__
    return (
        update(counter)
        .where(counter.c.vote_id == bindparam("vote"), counter.c.channel == bindparam("by"))
        .values(returned=counter.c.returned + 1)
    )


def verify_pending(vote, entry, person_id: int) -> bool:
    """Staff checked that the person lives there: their waiting envelope counts from now on.

    False when there is none, or when the home's checked ballot is in the box already: that one
    stands, and the person may change it. Raises TooLate, keystore.KeyLost.
    """
    hold_open(vote.id)
    key = keystore.load(vote.id)
    home = sealing.reference(key, entry.unit_kind.value, entry.unit_id)
    waiting = sealing.reference(key, entry.unit_kind.value, entry.unit_id, person_id)
    envelope = db.session.scalar(
        select(Envelope).where(Envelope.vote_id == vote.id, Envelope.unit_ref == waiting)
    )
    if envelope is None:
        return False
    try:
        with db.session.begin_nested():
            envelope.unit_ref, envelope.standing = home, Standing.COUNTED
    except IntegrityError:
        db.session.expire(envelope)
        return False
    _count_up(envelope)
    return True
