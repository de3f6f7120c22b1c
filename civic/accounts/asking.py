"""The code this browser waits for: kept in its cookie, so that a killed page loses nothing."""

from flask import session

from civic.accounts.senders import SHOWN, send_code
from civic.accounts.session_models import Purpose, SignInCode
from civic.accounts.signing_in import MOST_TRIES, draw, find, store
from civic.database import utcnow, writing

ASKED = "asked"


def ask(number: str, purpose=Purpose.SIGN_IN, arrive_at="/", person_id=None) -> None:
    """Store and send a code; this browser waits for it. Raises TooMany or Unreachable."""
    sending = draw(number, purpose, person_id)
    with writing():
        store(sending)
    session.pop(SHOWN, None)
    session[ASKED] = {"challenge": sending.challenge, "next": arrive_at}
    send_code(number, sending.code)


def challenge() -> str | None:
    """The random value that binds the code to this browser."""
    return session.get(ASKED, {}).get("challenge")


def arrive_at() -> str:
    """Where the person wanted to go."""
    return session.get(ASKED, {}).get("next") or "/"


def aim(path: str) -> None:
    """The person came again from somewhere else: they will return there."""
    if ASKED in session:
        session[ASKED] = {**session[ASKED], "next": path}


def note_shared(shared: bool) -> None:
    """Keep what was ticked at the code until the name is chosen."""
    session[ASKED] = {**session[ASKED], "shared": shared}


def is_shared() -> bool:
    """Was "shared phone or computer" ticked?"""
    return bool(session.get(ASKED, {}).get("shared"))


def waiting() -> SignInCode | None:
    """The code this browser can still type in, or has typed rightly a moment ago."""
    row = find(challenge())
    if row is None or row.used_at is not None:
        return row
    return row if utcnow() < row.expires_at and row.wrong_tries < MOST_TRIES else None


def drop() -> None:
    """Start over with another number."""
    session.pop(ASKED, None)
    session.pop(SHOWN, None)
