"""The second factor of staff and delegates: a six-digit authenticator code, or a code on paper.

A time step is good once (no replay); eight recovery codes stand in when the telephone is lost.
"""

import secrets
import time

import pyotp
from sqlalchemy import delete, select

from civic.accounts import limits
from civic.accounts.household_codes import ALPHABET, normalised
from civic.accounts.models import Person
from civic.accounts.sealing import lookup, same, seal, unseal
from civic.accounts.session_models import RecoveryCode, SecondFactor
from civic.database import locked, utcnow
from civic.extensions import db

PURPOSE, RECOVERY = "second factor", "recovery code"
RECOVERY_CODES, RECOVERY_LENGTH = 8, 10
STEP = 30  # seconds, RFC 6238
ISSUER = "街坊议事"
DEMO_SECRET = "CIVICDEMOTOWNXINGYUHUAYUAN234567"  # noqa: S105 - known on purpose; see demo_code


def factor_of(person_id) -> SecondFactor | None:
    """The authenticator of a person, confirmed or being set up."""
    return db.session.get(SecondFactor, person_id)


def begin(person: Person) -> str:
    """Inside writing(): draw a secret to scan; an unconfirmed earlier one is shown again."""
    factor = locked(SecondFactor, person.id)
    if factor is None:
        factor = SecondFactor(person_id=person.id, secret_sealed=seal(PURPOSE, pyotp.random_base32()))
        db.session.add(factor)
    return unseal(PURPOSE, factor.secret_sealed)


def restart(person: Person) -> None:
    """Inside writing(): forget the authenticator, to set up another telephone."""
    db.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person.id))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def address(person: Person, secret: str) -> str:
    """What the QR code says to an authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.nickname, issuer_name=ISSUER)


def passes(person: Person, typed: str) -> bool:
    """Inside writing(): is it the code of now (±30 s), not used before, or an unused paper code?

    The first right one confirms the set-up. Counts misses; raises TooMany.
    """
    limits.refuse_beyond(limits.FACTOR_MISSES, str(person.id))
    factor = locked(SecondFactor, person.id)
    if factor is not None and (_step_fits(factor, typed) or _paper_fits(person, typed)):
        factor.confirmed_at = factor.confirmed_at or utcnow()
        return True
    limits.note(limits.FACTOR_MISSES, str(person.id))
    return False


def _step_fits(factor, typed):
    totp = pyotp.TOTP(unseal(PURPOSE, factor.secret_sealed))
    now = int(time.time()) // STEP
    for step in (now - 1, now, now + 1):
        if step > factor.last_step and same(totp.generate_otp(step), typed):
            factor.last_step = step
            return True
    return False


def _paper_fits(person, typed):
    code = normalised(typed)
    row = db.session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.code_lookup == lookup(RECOVERY, f"{person.id} {code}"),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        return False
    row.used_at = utcnow()
    return True


def draw_paper_codes(person: Person) -> list[str]:
    """Inside writing(): eight new codes for the drawer at home; earlier ones end."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_lookup=lookup(RECOVERY, f"{person.id} {code}"))
        for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def demo_code(person: Person) -> str | None:
    """The code of now for a demo account, whose secret everybody knows; None for anybody else."""
    factor = factor_of(person.id)
    if factor is None or unseal(PURPOSE, factor.secret_sealed) != DEMO_SECRET:
        return None
    step = max(int(time.time()) // STEP, factor.last_step + 1)
    return pyotp.TOTP(DEMO_SECRET).generate_otp(step)
