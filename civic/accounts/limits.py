"""Limits counted in the database, so that a restart or another worker forgives nobody.

Figures: trust.md §5. A limit that is reached raises TooMany with the minutes still to wait.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select, text

from civic.accounts.sealing import lookup
from civic.accounts.session_models import Attempt
from civic.database import utcnow
from civic.errors import TooMany
from civic.extensions import db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `count` attempts of `kind` within `per`; `message` is what the person reads."""

    kind: str
    count: int
    per: timedelta
    message: object


MANY_CODES = _l("We have sent several codes to this number already.")
MANY_HERE = _l("Many codes were asked for from this network.")
MANY_TODAY = _l("The site has sent all the messages it may send today.")
MANY_MISSES = _l("There were too many wrong tries.")

SENDS_TO_NUMBER = (
    Limit("code_to_number", 3, 10 * MINUTE, MANY_CODES),
    Limit("code_to_number", 10, DAY, MANY_CODES),
)
SENDS_FROM_ADDRESS = (Limit("code_from_address", 20, HOUR, MANY_HERE),)
SENDS_OF_SITE = (Limit("code_of_site", 3000, DAY, MANY_TODAY),)
# A known device has a count of its own: strangers cannot lock its owner out.
MISSES_OF_ACCOUNT = (Limit("miss_of_account", 10, 15 * MINUTE, MANY_MISSES),)
PASSWORD_MISSES_FROM_RANGE = (Limit("password_miss_from_range", 10, 15 * MINUTE, MANY_MISSES),)
# Carriers put a whole district behind one range; a code is limited to 5 tries in any case.
CODE_MISSES_FROM_RANGE = (Limit("code_miss_from_range", 30, 15 * MINUTE, MANY_MISSES),)
SLIP_MISSES = (Limit("slip_miss", 5, HOUR, MANY_MISSES),)
SLIP_MISSES_FROM_RANGE = (Limit("slip_miss_from_range", 30, HOUR, MANY_MISSES),)
FACTOR_MISSES = (Limit("factor_miss", 10, 15 * MINUTE, MANY_MISSES),)


def refuse_beyond(limits, key: str) -> None:
    """Inside writing(): raise TooMany when `key` has reached one of `limits`.

    On PostgreSQL the key is held until commit, so that parallel tries queue and none slips by.
    """
    _hold(limits[0].kind, key)
    now = utcnow()
    for limit in limits:
        count, oldest = db.session.execute(
            select(func.count(), func.min(Attempt.at)).where(
                Attempt.kind == limit.kind,
                Attempt.key == _keyed(limit.kind, key),
                Attempt.at > now - limit.per,
            )
        ).one()
        if count >= limit.count:
            _refuse(limit, (oldest + limit.per - now).total_seconds())


def note(limits, key: str) -> None:
    """Count one attempt of `key`."""
    kind = limits[0].kind
    db.session.add(Attempt(kind=kind, key=_keyed(kind, key), at=utcnow()))


def tries_left(limits, key: str) -> int:
    """How many attempts `key` still has under the first limit."""
    used = db.session.scalar(
        select(func.count()).where(
            Attempt.kind == limits[0].kind,
            Attempt.key == _keyed(limits[0].kind, key),
            Attempt.at > utcnow() - limits[0].per,
        )
    )
    return max(0, limits[0].count - used)


def address() -> str:
    """The network address of this request."""
    return request.remote_addr or "127.0.0.1"


def address_range() -> str:
    """The /24 (IPv6: /48) this request comes from."""
    found = ipaddress.ip_address(address())
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


def _refuse(limit, seconds):
    minutes = max(1, -(-int(seconds) // 60))
    raise TooMany(
        limit.message,
        ngettext("Please try again in %(num)d minute.", "Please try again in %(num)d minutes.", minutes),
        retry_after=minutes * 60,
    )


def _keyed(kind, key):
    return lookup(f"limit {kind}", key)


def _hold(kind, key):
    if db.engine.dialect.name == "postgresql":
        number = int.from_bytes(sha256(f"{kind} {key}".encode()).digest()[:8], "big", signed=True)
        db.session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
