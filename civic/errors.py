"""Refusals as plain sentences that say what to do next, and the one page that shows them."""

from flask import current_app, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, default_exceptions

from civic.extensions import db, htmx
from civic.rate_limits import TooOften

# Never shown back: secrets, and the machinery of forms.
UNSHOWN = ("csrf_token", "once", "password", "code", "next", "phone", "totp", "version", "secret")

CAME_TOGETHER = ("40P01", "40001")  # PostgreSQL ended one of two that waited for each other


class CivicError(Exception):
    """A refusal. `message` is a whole sentence; `next_step` says what the person can do now."""

    status = 400

    def __init__(self, message, next_step=None):
        super().__init__(str(message))
        self.message = message
        self.next_step = next_step


class Refused(CivicError):
    """The rules do not allow it as typed (422)."""

    status = 422


class Conflict(CivicError):
    """Somebody else was first; says what changed (409)."""

    status = 409


class NotAllowed(CivicError):
    """This person may not (403)."""

    status = 403


class SignedOut(CivicError):
    """The sign-in ended between showing a form and sending it (401); the words are given back."""

    status = 401


class NotFound(CivicError):
    """There is nothing here for this person (404)."""

    status = 404


class TooMany(CivicError):
    """A limit; says when to try again (429). `retry_after` in seconds."""

    status = 429

    def __init__(self, message, next_step=None, retry_after=60):
        super().__init__(message, next_step)
        self.retry_after = retry_after


class AlreadyDone(Exception):
    """A second click: the first one's result is at `url`."""

    def __init__(self, url):
        super().__init__(url)
        self.url = url


PLAIN = {
    400: _l("We could not read that address or form."),
    401: _l("Please sign in first."),
    403: _l("This page is not open to you."),
    404: _l("There is nothing at this address."),
    405: _l("That cannot be done at this address."),
    413: _l("That is too large to send. A photo may have at most 10 MB."),
    429: _l("Too many tries in a short time."),
    500: _l("Something went wrong on our side. Nothing you sent before was lost."),
    503: _l("We cannot save anything just now. Please try again in a few minutes."),
}
NEXT = {
    400: _l("Go back one page and try again."),
    403: _l("If you think this is a mistake, ask your community office."),
    404: _l("Check the address, or start from the home page."),
    429: _l("Please wait a minute and try again."),
    500: _l("Please try again; if it happens twice, call the telephone below."),
}


def register(app) -> None:
    """Attach the handlers: one page for every status."""
    for code in default_exceptions:
        app.register_error_handler(code, show_http)
    app.register_error_handler(CivicError, show_refusal)
    app.register_error_handler(CSRFError, show_stale_form)
    app.register_error_handler(TooOften, show_limit)
    app.register_error_handler(AlreadyDone, show_first_result)
    for unstorable in (DataError, OverflowError):
        app.register_error_handler(unstorable, show_unstorable)
    app.register_error_handler(Exception, show_fault)


def show_refusal(error):
    page = show(error.status, error.message, error.next_step)
    if error.status == 429:
        page.headers["Retry-After"] = str(error.retry_after)
    return page


def show_http(error: HTTPException):
    if error.code and 300 <= error.code < 400:
        return error
    page = show(error.code or 500)
    if allow := getattr(error, "valid_methods", None):
        page.headers["Allow"] = ", ".join(allow)
    return page


def show_limit(error):
    page = show(429)
    page.headers["Retry-After"] = str(error.seconds)
    return page


def show_stale_form(error):
    return show(
        400, _("This form was open too long."), _("Your words are below: copy them, reload and send again.")
    )


def show_first_result(done: AlreadyDone):
    return redirect(done.url, 303)


def show_unstorable(error):
    """A number or a sign that no database holds: it came out of an address or a form."""
    current_app.logger.warning("unstorable", extra={"endpoint": request.endpoint})
    return show(400)


def show_fault(error):
    if getattr(getattr(error, "orig", None), "sqlstate", None) in CAME_TOGETHER:
        current_app.logger.warning("came together", extra={"endpoint": request.endpoint})
        return show(
            409,
            _("Somebody else was changing the same thing at the same moment; yours was not saved."),
            _("Go back and send it once more; what you typed is below."),
        )
    current_app.logger.exception("fault", extra={"endpoint": request.endpoint})
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    return show(503 if isinstance(error, OperationalError) else 500)


def typed_words() -> list[str]:
    """What somebody wrote in the form that was sent, secrets and machinery aside."""
    return [
        words
        for name, words in request.form.items()
        if len(words) > 8 and not any(secret in name for secret in UNSHOWN)
    ]


def show(status, message=None, next_step=None):
    """The error page, or for an htmx request the flashes region with the same sentence."""
    db.session.rollback()
    message = message or PLAIN.get(status) or PLAIN[400 if status < 500 else 500]
    next_step = next_step or NEXT.get(status)
    if htmx and not htmx.boosted:
        flash(f"{message} {next_step or ''}".strip(), "error")
        page = make_response(render_template("_flashes.html"), status)
        page.headers.update({"HX-Retarget": "#flashes", "HX-Reswap": "outerHTML"})
        return page
    typed = typed_words() if status != 413 else []  # what is too large was not read at all
    return make_response(
        render_template("error.html", status=status, message=message, next_step=next_step, typed=typed),
        status,
    )
