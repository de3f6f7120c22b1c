"""`page`: fetch, fill and follow as a visitor does; everything shown is checked on the way."""

import re
import secrets
from urllib.parse import urlsplit

from flask import before_render_template
from itsdangerous import URLSafeTimedSerializer

from tests.harness import signing
from tests.harness.document import Document
from tests.harness.forms import FilledForm
from tests.harness.page_checks import check

ONE_TIME = re.compile(r'<input[^>]*name="(?:csrf_token|once)"[^>]*>')


class Page:
    """One visitor. `last` is the page in front of them."""

    def __init__(self, app, client):
        self.app, self.client = app, client
        self.last: Document | None = None

    def as_(self, person=None) -> "Page":
        """Another visitor with a browser of their own, signed in as `person` (None: a stranger)."""
        other = Page(self.app, self.app.test_client())
        if person is not None:
            signing.sign_in(other.client, person)
        return other

    def get(self, target, *, status=200, but=(), **values) -> Document:
        """Fetch an endpoint (with its values) or a "/path"; `but` names checks to leave out."""
        return self._show(self.client.get, self.address(target, **values), status, but)

    def fetch(self, target, **values):
        """The plain Werkzeug response of something that is not a page, or whose status varies."""
        return self.client.get(self.address(target, **values))

    def follow(self, text_or_selector, **options) -> Document:
        return self.get(self.last.link(text_or_selector), **options)

    def submit(self, wanted, fields=None, *, button=None, on=None, region=None, **rest):
        """Fill the one form of the last page (or of `on`) and send it; after a 303 the page arrived at.

        `wanted`: words on its button, or CSS of the form. `region`: send as htmx does for that id.
        `status`, `follow` and `but` as for `get` and `post`; whatever else is named is a field.
        """
        status, follow, but = rest.pop("status", 303), rest.pop("follow", True), rest.pop("but", ())
        form = FilledForm(on or self.last, wanted, button)
        form.fill((fields or {}) | rest)
        headers = hx(region) if region else {}
        if form.method == "get":
            status = 200 if status == 303 else status
            return self._show(self.client.get, form.address, status, but, headers=headers)
        multipart = form.node.attributes.get("enctype") == "multipart/form-data"
        kind = "multipart/form-data" if multipart else "application/x-www-form-urlencoded"
        return self._send(
            form.action, status, follow, but, data=form.data, content_type=kind, headers=headers
        )

    def post(self, target, data=None, *, status=303, follow=True, but=(), **values) -> Document:
        """A POST no form offered, with a valid CSRF token: what a stranger might try."""
        data = dict(data or {}) | {"csrf_token": self.csrf_token()}
        return self._send(self.address(target, **values), status, follow, but, data=data)

    def region(self, target, region, **values):
        """Ask for one region as htmx does; assert that it equals that element of the whole page."""
        whole = self.get(target, **values)
        part = self._show(self.client.get, whole.url, 200, (), headers=hx(region))
        assert part.is_fragment, f"{whole.url} answered the whole page where only {region} was asked for"
        asked, shown = part.element(region), whole.element(region)
        assert asked is not None, f"No element #{region} in the region: {part.source[:500]}"
        assert shown is not None, f"No element #{region} on {whole.url}"
        assert _plain(asked.html) == _plain(shown.html), f"#{region} alone differs from #{region} on the page"
        self.last = whole
        return part

    def csrf_token(self) -> str:
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        return URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw)

    def address(self, target, **values) -> str:
        if target.startswith(("/", "?")):
            return target if target.startswith("/") else urlsplit(self.last.url).path + target
        return self.app.url_map.bind("localhost").build(target, values)

    def _send(self, address, status, follow, but, **options):
        arrived = self._show(self.client.post, address, status, but, **options)
        if status == 303 and follow:
            headers = options.get("headers") or {}
            return self._show(self.client.get, arrived.headers["Location"], 200, but, headers=headers)
        return arrived

    def _show(self, method, address, status, but, **options):
        templates = []

        def remember(sender, template, **extra):
            templates.append(template)

        with before_render_template.connected_to(remember, sender=self.app):
            response = method(address, **options)
        shown = (one for one in templates if one.name != "_flashes.html")  # comes along with a region
        document = Document(response, address, next(shown, None))
        assert response.status_code == status, _wrong_status(document, status)
        if response.mimetype == "text/html" and not 300 <= status < 400:
            check(document, self.app, but, private=self.signed_in())
            self.last = document
        return document

    def signed_in(self) -> bool:
        with self.client.session_transaction() as session:
            return "_user_id" in session


def hx(region: str) -> dict:
    """The headers with which htmx 2 asks for the element of that id."""
    return {"HX-Request": "true", "HX-Target": region}


def _plain(html):
    return re.sub(r"\s+", " ", ONE_TIME.sub("", html)).strip()


def _wrong_status(document, wanted):
    errors = document.texts(".error, [role=alert], .errors")
    leads = document.headers.get("Location", "")
    return (
        f"{document.url} answered {document.status} {leads}, wanted {wanted}; "
        f"errors: {errors}\n{document.text[:1500]}"
    )
