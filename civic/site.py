"""Flask as this site needs it: what it would work out anew at every request is worked out once."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from werkzeug.routing import Rule

from civic.warming import warm_up


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


class LateRule(Rule):
    """An address whose builder is compiled when it is first built.

    Werkzeug compiles two for each of seven hundred addresses, a fifth of a start, of which a page needs few.
    """

    def _compile_builder(self, append_unknown=True):
        compiled, made = super()._compile_builder, []

        def build(rule, **values):
            if not made:
                made.append(compiled(append_unknown).__get__(rule, None))
            return made[0](**values)

        return build


class Site(Flask):
    """No view here is a coroutine, so nobody asks of each function whether it is one."""

    url_rule_class = LateRule

    def __init__(self, *words, **settings):
        super().__init__(*words, **settings)
        self.session_interface = SignedOnce()

    def ensure_sync(self, func):
        """The function itself."""
        return func

    def warm_up(self):
        """Read a few pages before a server forks (warming.py)."""
        warm_up(self)
