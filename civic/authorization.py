"""Deny by default: every route names its policy, or the app does not boot.

A policy is a pure function `may_x(user, subject) -> bool`; views and templates use the same one.
"""

from functools import wraps

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.routing import IntegerConverter

from civic.errors import NotAllowed, SignedOut, typed_words
from civic.rendering import take_over


def anyone(user, subject=None) -> bool:
    """Public: a stranger reads it without an account."""
    return True


def signed_in(user, subject=None) -> bool:
    """Anybody with an account."""
    return user.is_authenticated


def requires(policy, on=None):
    """Guard a view by `policy`; `on(**url_arguments)` loads the subject (404 where unseen).

    The view receives the subject as its only argument when `on` is given. A stranger is led to
    sign in and comes back; somebody signed in whom the policy refuses gets a plain 403.
    """

    def decorate(view):
        @wraps(view)
        def guarded(**arguments):
            user = current_user._get_current_object()  # each question to the proxy looks for its request
            if on is None:
                allowed = policy(user)
            else:
                subject = on(**arguments)
                allowed = policy(user, subject)
                arguments = {"subject": subject}
            if not allowed:
                return _refuse()
            return view(*arguments.values()) if on is not None else view(**arguments)

        guarded.policy = policy
        return guarded

    return decorate


def _refuse():
    back = request.full_path.rstrip("?") if request.method == "GET" else local_path(request.referrer)
    if current_user.needs_second_factor:  # holds a role that counts only behind it
        return take_over(redirect(url_for("accounts.second_factor", next=back), 303))
    if current_user.is_authenticated:
        raise NotAllowed(None)
    if request.method != "GET" and typed_words():
        raise SignedOut(
            _("You were signed out meanwhile."), _("Copy your words below, sign in, and send them again.")
        )
    return take_over(redirect(url_for("accounts.sign_in", next=back), 303))


def local_path(address) -> str:
    """The path of `address` if it is on this site, else the home page. Never leaves the site."""
    if not address:
        return "/"
    address = address.removeprefix(request.host_url.rstrip("/"))
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and "\\" not in address and not any(ord(c) < 32 for c in address) else "/"


class RowNumber(IntegerConverter):
    """`<int:…>` in addresses: no number a database could not hold."""

    def __init__(self, url_map, fixed_digits=0, min=None, max=2**53):
        super().__init__(url_map, fixed_digits, min, max)


def register(app) -> None:
    """Let templates ask `may(policy, subject)`; numbers in addresses are row numbers."""
    app.jinja_env.globals["may"] = may
    app.url_map.converters["int"] = RowNumber


def may(policy, subject=None) -> bool:
    """For templates: may the person looking at this page do that?"""
    return policy(current_user, subject) if subject is not None else policy(current_user)


def refuse_unguarded(app) -> None:
    """Stop the boot when a route has no policy."""
    bare = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "policy")
    ]
    if bare:
        raise RuntimeError(f"Routes without a policy: {', '.join(sorted(set(bare)))}")
