"""Telephone and code: asking for one, checking one, and the password instead of one.

The code is bound to the browser by a random challenge in its cookie; known and unknown numbers get
the same answer and cost the same work, because the site looks nobody up before the code is right.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from civic.accounts import limits, passwords
from civic.accounts.models import Contact, Person
from civic.accounts.roles import PersonState
from civic.accounts.sealing import lookup, same, seal, unseal
from civic.accounts.session_models import Attempt, Purpose, SignInCode, SignInSession
from civic.accounts.sessions import device_token, is_known_device
from civic.database import utcnow
from civic.extensions import db

CODE_LIFE = timedelta(minutes=10)
PROOF_LIFE = timedelta(minutes=15)  # from the right code to the name
SECOND_CLICK = timedelta(seconds=10)
MOST_TRIES = 5
PHONE = "phone"


@dataclass(frozen=True)
class Sending:
    """A code that is about to be stored and sent."""

    number: str
    code: str
    challenge: str
    row: SignInCode


class Outcome(StrEnum):
    """What became of a typed code."""

    RIGHT = "right"
    WRONG = "wrong"
    DEAD = "dead"
    EXPIRED = "expired"
    USED = "used"
    NONE = "none"


def phone_key(number: str) -> str:
    """How a number is found again."""
    return lookup(PHONE, number)


def draw(number: str, purpose=Purpose.SIGN_IN, person_id=None) -> Sending:
    """A six-digit code for that number and this browser; nothing is stored yet.

    `person_id` binds a code for anything but signing in to whoever asked for it.
    """
    challenge, code = secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06}"
    now = utcnow()
    row = SignInCode(
        challenge_lookup=lookup("challenge", challenge),
        phone_lookup=phone_key(number),
        phone_sealed=seal(PHONE, number),
        purpose=purpose,
        person_id=person_id,
        code_hash=_hash(challenge, code),
        created_at=now,
        expires_at=now + CODE_LIFE,
        wrong_tries=0,
    )
    return Sending(number, code, challenge, row)


def _hash(challenge, code):
    return lookup("code", f"{challenge} {code}")


def store(sending: Sending) -> None:
    """Inside writing(): keep the code and count the message. Raises TooMany."""
    asked = (
        (limits.SENDS_TO_NUMBER, sending.row.phone_lookup),
        (limits.SENDS_FROM_ADDRESS, limits.address()),
        (limits.SENDS_OF_SITE, "all"),
    )
    for limit, key in asked:
        limits.refuse_beyond(limit, key)
    for limit, key in asked:
        limits.note(limit, key)
    db.session.add(sending.row)


def find(challenge: str | None) -> SignInCode | None:
    """The code this browser is waiting for or has proved, while it lasts."""
    if not challenge:
        return None
    row = db.session.scalar(
        select(SignInCode).where(SignInCode.challenge_lookup == lookup("challenge", challenge))
    )
    return row if row and utcnow() < row.expires_at + PROOF_LIFE else None


def check(challenge: str | None, typed: str) -> Outcome:
    """Inside writing(): is it the code? Counts misses; the row is held, so tries cannot race.

    Raises TooMany when the number or the network is locked.
    """
    row = find(challenge)
    if row is None:
        return Outcome.NONE
    db.session.refresh(row, with_for_update=True)
    known = is_known_device(row.phone_lookup)
    account = _account(row.phone_lookup, known)
    limits.refuse_beyond(limits.MISSES_OF_ACCOUNT, account)
    if not known:
        limits.refuse_beyond(limits.CODE_MISSES_FROM_RANGE, limits.address_range())
    outcome = _judge(row, challenge, typed)
    if outcome == Outcome.RIGHT:
        row.used_at = row.used_at or utcnow()
    elif outcome == Outcome.WRONG:
        row.wrong_tries += 1
        limits.note(limits.MISSES_OF_ACCOUNT, account)
        limits.note(limits.CODE_MISSES_FROM_RANGE, limits.address_range())
    return Outcome.DEAD if outcome == Outcome.WRONG and row.wrong_tries >= MOST_TRIES else outcome


def _judge(row, challenge, typed):
    now = utcnow()
    right = same(row.code_hash, _hash(challenge, typed))
    if row.used_at is not None:
        return Outcome.RIGHT if right and now < row.used_at + SECOND_CLICK else Outcome.USED
    if row.wrong_tries >= MOST_TRIES:
        return Outcome.DEAD
    if now >= row.expires_at:
        return Outcome.EXPIRED
    return Outcome.RIGHT if right else Outcome.WRONG


def _account(phone_lookup, known):
    return f"{phone_lookup} {device_token()}" if known else phone_lookup


def number_of(row: SignInCode) -> str:
    """The number a code was sent to."""
    return unseal(PHONE, row.phone_sealed)


def proved(challenge: str | None) -> SignInCode | None:
    """The code this browser typed rightly a moment ago, to sign in with."""
    row = find(challenge)
    fresh = row is not None and row.used_at is not None and utcnow() < row.used_at + PROOF_LIFE
    return row if fresh and row.purpose == Purpose.SIGN_IN else None


def names_on(phone_lookup: str) -> list[Person]:
    """The people who use this number, by nickname."""
    return list(
        db.session.scalars(
            select(Person)
            .join(Person.contact)
            .where(Contact.phone_lookup == phone_lookup, Person.state == PersonState.ACTIVE)
            .order_by(Person.nickname, Person.id)
            .options(joinedload(Person.contact))
        )
    )


def person_by_password(number: str | None, password: str) -> Person | None:
    """Whoever has this number and password. Slow on purpose; runs outside writing().

    An unknown number costs the same as a known one.
    """
    candidates = names_on(phone_key(number)) if number else []
    holders = [person for person in candidates if person.password_hash]
    if not holders:
        passwords.fits(password, None)
        return None
    return next((person for person in holders if passwords.fits(password, person.password_hash)), None)


def guard_password(phone_lookup: str) -> None:
    """Inside writing(): raise TooMany when this number or network may not try now."""
    known = is_known_device(phone_lookup)
    limits.refuse_beyond(limits.MISSES_OF_ACCOUNT, _account(phone_lookup, known))
    if not known:
        limits.refuse_beyond(limits.PASSWORD_MISSES_FROM_RANGE, limits.address_range())


def note_password_miss(phone_lookup: str) -> None:
    """Inside writing(): count a wrong password."""
    limits.note(limits.MISSES_OF_ACCOUNT, _account(phone_lookup, is_known_device(phone_lookup)))
    limits.note(limits.PASSWORD_MISSES_FROM_RANGE, limits.address_range())


def discard_old() -> int:
    """Delete codes, counted tries and sign-ins that no longer matter. Inside writing()."""
    now = utcnow()
    old = (
        delete(SignInCode).where(SignInCode.expires_at < now - PROOF_LIFE),
        delete(Attempt).where(Attempt.at < now - 2 * limits.DAY),
        delete(SignInSession).where(SignInSession.expires_at < now - 30 * limits.DAY),
    )
    return sum(db.session.execute(statement).rowcount for statement in old)
