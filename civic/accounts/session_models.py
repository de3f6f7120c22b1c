"""Tables of signing in: codes sent, sign-ins alive, second factors, and tries that count.

Codes, tokens and recovery codes are kept only as HMACs under a key of the site (sealing.py), so a
copy of the database signs nobody in.
"""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.accounts.models import Person
from civic.database import Base, Moment, Pk, created_at, enum_type, utcnow

OWN_PHONE_LIFE = timedelta(days=180)
SHARED_LIFE = timedelta(hours=2)  # somebody else's telephone, or a public computer
GUARDED_LIFE = timedelta(days=7)  # whoever holds a guarded role, on any device
FACTOR_LIFE = timedelta(hours=12)  # a working day; then the second factor is asked for again


class Purpose(StrEnum):
    """What a code was asked for; it is good for nothing else."""

    SIGN_IN = "sign_in"
    PHONE = "phone"
    CONFIRM = "confirm"


class SignInCode(Base):
    """One six-digit code, bound to the browser that asked (its challenge), used at most once."""

    __tablename__ = "sign_in_code"
    id: Mapped[Pk]
    challenge_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    phone_lookup: Mapped[str] = mapped_column(String(64), index=True)
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    purpose: Mapped[Purpose] = mapped_column(enum_type(Purpose), default=Purpose.SIGN_IN)
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[created_at]
    expires_at: Mapped[Moment] = mapped_column(index=True)
    wrong_tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[Moment | None]
    # Who asked for it while signed in; else who signed up with it, so that a second click signs in
    # the same person.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SignInSession(Base):
    """One browser where a person is signed in; looked up at every request, ended in one place."""

    __tablename__ = "sign_in_session"
    id: Mapped[Pk]
    token_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device_lookup: Mapped[str] = mapped_column(String(64), index=True)
    device_label: Mapped[str] = mapped_column(String(64), default="")
    by_code: Mapped[bool] = mapped_column(default=True)
    signed_in_at: Mapped[created_at]
    confirmed_at: Mapped[Moment] = mapped_column(default=utcnow)
    last_seen_at: Mapped[Moment] = mapped_column(default=utcnow)
    expires_at: Mapped[Moment] = mapped_column(index=True)
    second_factor_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    # The plain token, known only while its owner's request is served.
    token = ""

    def is_alive(self, guarded: bool, now=None) -> bool:
        """Not ended and not too old; a shorter life for whoever holds a guarded role."""
        now = now or utcnow()
        too_old = now >= self.expires_at or (guarded and now >= self.signed_in_at + GUARDED_LIFE)
        return self.ended_at is None and not too_old

    def factor_passed(self, now=None) -> bool:
        """Was the second factor given in this sign-in, within a working day?"""
        given = self.second_factor_at
        return given is not None and (now or utcnow()) < given + FACTOR_LIFE


class SecondFactor(Base):
    """A person's authenticator: the shared secret sealed, the last time step used (no replays)."""

    __tablename__ = "second_factor"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_at: Mapped[Moment | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code on paper that stands in for the authenticator once."""

    __tablename__ = "recovery_code"
    id: Mapped[Pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[Moment | None]


class Attempt(Base):
    """Something that is limited happened: counted in the database, so a restart forgives nobody."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind", "kind", "key", "at"), Index("ix_attempt_at", "at"))
    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[Moment] = mapped_column(default=utcnow)
