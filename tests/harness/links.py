"""Every address on a page must be answered by a route, for the method it is asked with."""

import os
from urllib.parse import unquote, urlsplit

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

LINKS = (
    ("a[href]", "href", "GET"),
    ("link[href]:not([rel=canonical])", "href", "GET"),
    ("script[src]", "src", "GET"),
    ("img[src]", "src", "GET"),
    ("form[action]", "action", None),
    ("[formaction]", "formaction", "POST"),
    ("[hx-get]", "hx-get", "GET"),
)


def links(document, app):
    adapter = app.url_map.bind("localhost")
    for selector, attribute, method in LINKS:
        for node in document.all(selector):
            parts = urlsplit(node.attributes[attribute] or "")
            if parts.netloc not in ("", "localhost"):
                if node.tag in ("script", "img", "link"):
                    yield f"a resource from elsewhere: {parts.geturl()}"
            elif parts.scheme in ("", "http") and (parts.path or node.tag == "form"):
                own = method or (node.attributes.get("method") or "get").upper()
                yield from _unroutable(app, adapter, parts, own)


def _unroutable(app, adapter, parts, method):
    if not parts.path.startswith("/"):
        yield f"a relative address: {parts.geturl()!r}"
        return
    try:
        adapter.match(unquote(parts.path), method=method)
    except (NotFound, MethodNotAllowed) as fault:
        if os.environ.get("CIVIC_STRICT") or not _unbuilt(app, parts.path):
            yield f"{method} {parts.geturl()} leads nowhere ({type(fault).__name__})"
    except RequestRedirect:
        yield f"{parts.geturl()} is redirected: write its real address"


def _unbuilt(app, path):
    """While the house goes up: no room answers below that address yet."""
    room = path.split("/")[1]
    return not any(rule.rule.split("/")[1] == room for rule in app.url_map.iter_rules())
