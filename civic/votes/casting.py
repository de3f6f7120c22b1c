"""Putting an envelope in the box, and letting a waiting one count.

Of a secret vote no line is written here that names a unit, a person or a time of day, and no
ledger entry at all: the row in `envelope` and a counter are everything (DESIGN.md §3). Sealing is
slow next to SQL, so it happens before `writing()`; inside, a ballot takes three statements.
"""

import secrets
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import String, bindparam, func, select, update
from sqlalchemy import cast as cast_type
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from civic.database import BigId, UTCDateTime, local_today, open_connection, utcnow
from civic.errors import Conflict
from civic.extensions import db
from civic.prepared import Prepared
from civic.votes import boxes, by_day, keystore, sealing
from civic.votes.channel_counts import count, move
from civic.votes.codes import CodeUnit
from civic.votes.models import Envelope, Vote
from civic.votes.standstill import fits_what_was_signed
from civic.votes.states import BallotKind, Channel, Standing, VoteState
from civic.votes.terms import Conduct


class TooLate(Conflict):
    """The vote takes no ballots (any more)."""


class AlreadyVoted(Conflict):
    """The unit's envelope is in the box; changing it has to be confirmed."""


class PaperCounts(Conflict):
    """The unit handed in paper today; on the same day paper counts (by_day.py)."""


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


def enclose(vote, entry, ballot: bytes, *, claimed_by=None, channel=Channel.PHONE) -> Ready:
    """Close a ballot in its envelope, sealed for a secret vote. Slow: call it before writing().

    Args: entry — the unit's line on the roll; claimed_by — number of a person whose living there
    is not checked yet: then the envelope waits (待核); channel — how it came. Raises keystore.KeyLost,
    Conflict for a vote that is held on paper only.
    """
    fits_what_was_signed(vote)
    if vote.conduct != Conduct.HERE:
        raise Conflict(
            _("This vote is held on paper only."), _("Fill in the printed ballot and hand it in as it says.")
        )
    if (vote.ballot_kind == BallotKind.CODE) != isinstance(entry, CodeUnit):
        raise Conflict(
            _("In this vote everybody draws a code from a sealed envelope."),
            _("Draw one at the office; then vote with it."),
        )
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
    return Ready(vote.id, unit_ref, vote.ballot_kind, standing, payload, print_, channel)


def enclosed(vote, entry, ballot: bytes, **how) -> Ready:
    """`enclose`, with a lost key told in plain words. Raises Conflict."""
    try:
        return enclose(vote, entry, ballot, **how)
    except keystore.KeyLost as fault:
        if vote.takes_ballots(utcnow()):
            raise Conflict(
                _("The box of this vote is locked for good, because its key is lost."),
                _("Tell your community office; the vote has to be held again."),
            ) from fault
        raise TooLate(
            _("This vote is closed; the ballot was not taken."), _("The result follows shortly.")
        ) from fault


def cast(ready: Ready, *, replace=False) -> None:
    """Put the envelope in the box: one per unit, held by the database; the last one counts.

    Args: replace — the household confirmed that this one takes the place of the one in the box.
    Raises TooLate, AlreadyVoted, PaperCounts (all 409).
    """
    hold_open(ready.vote_id)
    old = in_box(ready) if replace else None
    if old is None:
        if drop_in(ready, local_today()):
            if ready.standing == Standing.COUNTED:
                count(ready.vote_id, ready.channel)
            return
        if not replace:
            raise AlreadyVoted(
                _("Your household's ballot is already in the box."),
                _("Talk it over at home. If it should be changed, tick the box and send it again."),
            )
        old = in_box(ready)  # it came in between
    channel, day = old
    if not by_day.takes_place(False, local_today(), channel == Channel.PAPER, day):
        raise PaperCounts(
            _("Your household handed in a paper ballot today; on the same day the paper counts."),
            _("From tomorrow on, until the close, you can change it here."),
        )
    put_in_place(ready, channel, local_today())


def hold_open(vote_id: int) -> None:
    """Hold the vote's row and read the database's clock after that; raises TooLate past the close.

    On PostgreSQL the inner select takes the lock before the outer one reads the clock, so a ballot
    that waited for the closer learns that it is too late. On SQLite we hold the whole file, and its
    clock is our own.
    """
    ((state, has_begun, is_over),) = TERMS.run(open_connection(), vote=vote_id, now=utcnow())
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


def in_box(ready: Ready) -> tuple[Channel, date] | None:
    """How and on which day the envelope came that lies there for the unit; its row is held."""
    found = IN_BOX.run(open_connection(), vote=ready.vote_id, unit=ready.unit_ref)
    if not found:
        return None
    ((channel, day),) = found
    return Channel(channel), day if isinstance(day, date) else date.fromisoformat(day)


def _in_box(engine):
    return select(cast_type(BOX.c.channel, String), BOX.c.cast_on).where(*_theirs()).with_for_update()


def _theirs():
    """The unit's envelope in this vote's box; a unique index lets there be only one."""
    vote, unit = bindparam("vote", type_=BigId), bindparam("unit", type_=BOX.c.unit_ref.type)
    return BOX.c.vote_id == vote, BOX.c.unit_ref == unit


def drop_in(ready: Ready, day: date) -> bool:
    """Insert unless the unit's envelope is there; the unique index decides, also between processes."""
    values = {"id": secrets.token_hex(16), "replaced": "", "cast_on": day}
    return bool(DROP_IN.run(open_connection(), **values, **vars(ready)))


def _drop_in(engine):
    insert = (sqlite if engine == "sqlite" else postgresql).insert(BOX)
    return insert.on_conflict_do_nothing(index_elements=[BOX.c.vote_id, BOX.c.unit_ref]).returning(BOX.c.kind)


def put_in_place(ready: Ready, old: Channel, day: date) -> None:
    """The envelope takes the place of the one in the box, which came by channel `old`."""
    values = {"vote": ready.vote_id, "unit": ready.unit_ref, "new_payload": ready.payload}
    values |= {"new_fingerprint": ready.fingerprint, "new_channel": ready.channel, "day": day}
    IN_PLACE.run(open_connection(), **values)
    move(ready.vote_id, old, ready.channel)


def _in_place(engine):
    def new(name):
        return bindparam(f"new_{name}", type_=BOX.c[name].type)

    values = {name: new(name) for name in ("payload", "fingerprint", "channel")}
    values |= {"replaced": BOX.c.replaced + BOX.c.fingerprint + " "}
    values |= {"cast_on": bindparam("day", type_=BOX.c.cast_on.type)}
    return update(BOX).where(*_theirs()).values(**values)


BOX = Envelope.__table__
TERMS, IN_BOX, DROP_IN, IN_PLACE = map(Prepared, (_terms, _in_box, _drop_in, _in_place))


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
    count(envelope.vote_id, envelope.channel)
    return True
