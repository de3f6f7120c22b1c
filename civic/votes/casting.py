"""Putting an envelope in the box, and letting a waiting one count.

Of a secret vote no line is written here that names a unit, a person or a time of day, and no
ledger entry at all: the row in `envelope` and a counter are everything (DESIGN.md §3). Sealing is
slow next to SQL, so it happens before `writing()`; inside, a ballot takes three statements.
"""

import secrets
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Boolean, String, bindparam, func, select, update
from sqlalchemy import cast as cast_type
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from civic.database import BigId, UTCDateTime, local_today, open_connection, utcnow
from civic.errors import Conflict
from civic.extensions import db
from civic.prepared import Prepared
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
    earlier = _drop_in(ready, replace)
    if earlier is None:
        raise AlreadyVoted(
            _("Your household's ballot is already in the box."),
            _("Talk it over at home. If it should be changed, tick the box and send it again."),
        )
    if not earlier and ready.standing == Standing.COUNTED:
        _count_up(ready)


def hold_open(vote_id: int) -> None:
    """Hold the vote's row and read the database's clock after that; raises TooLate past the close.

    On PostgreSQL the inner select takes the lock before the outer one reads the clock, so a ballot
    that waited for the closer learns that it is too late. On SQLite we hold the whole file, and its
    clock is our own.
    """
    state, has_begun, is_over = TERMS.run(open_connection(), vote=vote_id, now=utcnow()).one()
    if state == VoteState.OPEN and has_begun and not is_over:
        return
    if state == VoteState.DRAFT or not has_begun:
        raise TooLate(_("This vote has not opened yet."), _("Come back when it opens; your choice is kept."))
    raise TooLate(
        _("This vote is closed; the ballot was not taken."),
        _("A ballot in the box before the close counts. The result follows within minutes."),
    )


def _terms(engine):
    terms = select(Vote.state, Vote.opens_at, Vote.closes_at).where(Vote.id == bindparam("vote", type_=BigId))
    now = bindparam("now", type_=UTCDateTime)
    if engine != "sqlite":
        terms, now = terms.with_for_update(read=True), func.timezone("UTC", func.clock_timestamp())
    held = terms.subquery()
    return select(cast_type(held.c.state, String), held.c.opens_at <= now, held.c.closes_at <= now)


def _drop_in(ready, replace) -> str | None:
    """Insert, or replace what lies there if asked to: one statement, decided by the unique index.

    Returns the fingerprints of the unit's earlier envelopes ("" for a first one), or None when one
    is there and may not be replaced.
    """
    values = {"id": secrets.token_hex(16), "replaced": "", "cast_on": local_today(), "may_replace": replace}
    return ENVELOPE.run(open_connection(), **values, **vars(ready)).scalar()


def _envelope(engine):
    box = Envelope.__table__
    insert = (sqlite if engine == "sqlite" else postgresql).insert(box)
    new = {name: insert.excluded[name] for name in ("payload", "fingerprint", "channel", "cast_on")}
    return insert.on_conflict_do_update(
        index_elements=[box.c.vote_id, box.c.unit_ref],
        set_=new | {"replaced": box.c.replaced + box.c.fingerprint + " "},
        where=bindparam("may_replace", type_=Boolean),
    ).returning(box.c.replaced)


def _count_up(ready):
    COUNTER.run(open_connection(), vote=ready.vote_id, by=ready.channel)


def _counted(engine):
    counter = Turnout.__table__
    vote, channel = bindparam("vote", type_=BigId), bindparam("by", type_=counter.c.channel.type)
    return (
        update(counter)
        .where(counter.c.vote_id == vote, counter.c.channel == channel)
        .values(returned=counter.c.returned + 1)
    )


TERMS, ENVELOPE, COUNTER = Prepared(_terms), Prepared(_envelope), Prepared(_counted)


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
