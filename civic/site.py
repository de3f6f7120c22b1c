"""Flask as this site needs it: what it would work out anew at every request is worked out once."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


class SignedOnce(SecureCookieSessionInterface):
    """Flask's signed cookie; the signer is made once for a key, not for every request."""

    def __init__(self):
        self._made = (None, None)

    def get_signing_serializer(self, app):
        """As Flask has it; another key makes another signer."""
        keys = app.secret_key, tuple(app.config["SECRET_KEY_FALLBACKS"] or ())
        if self._made[0] != keys:
            self._made = keys, super().get_signing_serializer(app)
        return self._made[1]


class Site(Flask):
    """No view here is a coroutine, so nobody asks of each function whether it is one."""

    def __init__(self, *words, **settings):
        super().__init__(*words, **settings)
        self.session_interface = SignedOnce()

    def ensure_sync(self, func):
        """The function itself."""
        return func
