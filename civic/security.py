"""Headers that every answer carries, and what may be cached."""

from flask import request
from flask_login import current_user

from civic.extensions import talisman

POLICY = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
PUBLIC_SECONDS = 15


def register(app) -> None:
    """CSP without inline, the usual headers, and cache rules by who is looking."""
    production = app.config["ENVIRONMENT"] == "production"
    talisman.init_app(
        app,
        content_security_policy=POLICY,
        force_https=production,
        strict_transport_security=production,
        session_cookie_secure=production,
        frame_options="DENY",
        referrer_policy="same-origin",
        permissions_policy={"geolocation": "()", "microphone": "()"},
    )
    app.after_request(_cache_rules)


def _cache_rules(response):
    """Strangers' pages are cacheable; whatever a person sees is nobody else's."""
    if "Cache-Control" in response.headers or request.endpoint == "static":
        return response
    cacheable = request.method in ("GET", "HEAD") and response.status_code == 200
    if cacheable and "Set-Cookie" not in response.headers and not _known():
        response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    else:
        response.headers["Cache-Control"] = "private, no-store"
    response.vary.add("Cookie")
    return response


def _known():
    return "civic" in request.cookies or current_user.is_authenticated
