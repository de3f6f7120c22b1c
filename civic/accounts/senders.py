"""Who carries a sign-in code to the phone: chosen by CIVIC_CODE_SENDER.

"screen" (demo and tests) shows the code in a marked box in the browser that asked for it; a
production start refuses it. Anything else names a function `package.module:function(number, text)`
that sends a message or raises.
"""

import importlib

import structlog
from flask import current_app, session
from flask_babel import gettext as _

from civic.errors import CivicError

SHOWN = "shown_code"
log = structlog.get_logger()


class Unreachable(CivicError):
    """The message could not be sent (503)."""

    status = 503


def send_code(number: str, code: str) -> None:
    """Send `code` to an E.164 number; runs outside any transaction. Raises Unreachable."""
    name = current_app.config["CODE_SENDER"]
    if is_demo():
        session[SHOWN] = code
        return
    text = _("%(code)s is your code for signing in. It is good for 10 minutes. Tell it to nobody.", code=code)
    try:
        _sender(name)(number, text)
    except Exception as fault:
        log.error("code not sent", sender=name, fault=type(fault).__name__)
        raise Unreachable(
            _("We cannot send messages just now."), _("Please try again in a few minutes.")
        ) from fault


def shown_code() -> str | None:
    """The code to show in the marked box, in demo and tests only."""
    return session.get(SHOWN) if is_demo() else None


def is_demo() -> bool:
    """Codes are shown on the page; no production start gets here (config.refuse_unsafe)."""
    return current_app.config["CODE_SENDER"] == "screen"


def _sender(name):
    module, _colon, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def check(app) -> None:
    """At start: a sender that does not exist stops the boot instead of the first resident."""
    name = app.config["CODE_SENDER"]
    if name != "screen" and not callable(_sender(name)):
        raise RuntimeError(f"CIVIC_CODE_SENDER={name} is not a function")
