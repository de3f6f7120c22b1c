"""A choice not sent yet lives on the voter's own phone only, sealed, in a cookie of that vote.

It survives signing in, a lost line and a killed page, and leaves no trail here: a draft in the
database would join a person to a choice. Inside the seal stands who ticked it: on a shared phone
nobody else finds it. The receipt code is kept the same way.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from flask import current_app, request
from flask_login import current_user

from civic.accounts.sealing import seal, unseal

DAY, YEAR = 24 * 3600, 365 * 24 * 3600
ROOM = 1400  # bytes: of one length, so that the cookie's size tells nothing


def hold(response, no: int, filled_in: dict) -> None:
    """Keep what was ticked for a day."""
    kept = {"who": _who(), "said": filled_in}
    words = json.dumps(kept, ensure_ascii=False).encode()[:ROOM].ljust(ROOM).decode()
    value = urlsafe_b64encode(seal(f"choice {no}", words)).decode()
    _set(response, "choice", no, value, DAY)


def held(no: int) -> dict | None:
    """What was ticked before on this phone, by whoever is looking or before anybody signed in.

    None when nothing was, when it is somebody else's, or when it was tampered with.
    """
    try:
        sealed = urlsafe_b64decode(request.cookies.get("choice", ""))
        kept = json.loads(unseal(f"choice {no}", sealed))
        return kept["said"] if kept["who"] in (None, _who()) else None
    except (InvalidTag, ValueError, KeyError):
        return None


def _who() -> int | None:
    return getattr(current_user, "id", None)


def let_go(response, no: int) -> None:
    """The choice was sent: forget it."""
    response.delete_cookie("choice", path=f"/votes/{no}")


def keep_receipt(response, no: int, code: str) -> None:
    """Keep the receipt code on this phone for a year."""
    _set(response, "receipt", no, code, YEAR)


def kept_receipt() -> str:
    """The receipt code kept on this phone, or nothing."""
    return request.cookies.get("receipt", "")


def _set(response, name, no, value, seconds):
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=f"/votes/{no}",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
