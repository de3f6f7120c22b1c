"""The one draft of whoever is looking: found by the token in their cookie, theirs alone."""

from flask import current_app, request
from flask_login import current_user

from civic.accounts import drafts
from civic.accounts.drafts import LIFE

KIND, COOKIE = "issue", "draft"


def current():
    """The draft in this browser, or None. On a shared phone nobody sees another person's draft."""
    draft = drafts.find(request.cookies.get(COOKIE, ""), KIND)
    if draft is None or draft.person_id not in (None, current_user.id):
        return None
    return draft


def keep(**data):
    """Put `data` into this browser's draft, starting one if needed; runs inside writing()."""
    draft = current() or drafts.start(KIND)
    if current_user.is_authenticated:
        drafts.adopt(draft, current_user.id)
    drafts.keep(draft, **data)
    return draft


def remember(response, token):
    """Let this browser keep the draft's token as long as the draft lives."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LIFE.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def forget(response):
    """The draft was sent or thrown away."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    return response
