"""What every page must satisfy, asked of each page any test fetches. One function per promise.

Each yields sentences naming what is wrong; `check` fails with all of them at once.
"""

import gzip
import re
from functools import cache
from urllib.parse import unquote

from babel.messages import pofile

from tests.harness.document import words
from tests.harness.folders import ROOT
from tests.harness.links import links
from tests.harness.nesting import nesting

HTML_BYTES = 20_000  # compressed (DESIGN.md §3)
UNLABELLED = ("hidden", "submit", "button", "image", "reset")
LEFTOVERS = re.compile(r"\bNone\b|\bUndefined\b|%\(\w+\)|\{\{|\{%|\bLazyString\b|<\w+ object at|StrEnum")
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form", "headers")


def check(document, app, but=(), private=False):
    """Fail with everything that is wrong with the page; `but` names promises to leave out."""
    promises = FRAGMENT if document.is_fragment else FRAGMENT + PAGE
    faults = [
        f"{promise.__name__}: {fault}"
        for promise in promises
        if promise.__name__ not in but
        for fault in promise(document, app)
    ]
    if private and "no-store" not in document.headers.get("Cache-Control", ""):
        faults.append("a signed-in person's page lacks Cache-Control: no-store")
    assert not faults, f"{document.url} ({document.template and document.template.name}):\n" + "\n".join(
        faults
    )


def heading(document, app):
    if not document.title or document.title.startswith("·") or "· ·" in document.title:
        yield f"<title>{document.title}</title>"
    count = len(document.all("h1"))
    if count != 1:
        yield f"{count} <h1>"
    elif not document.h1:
        yield "an empty <h1>"
    if len(document.all("main")) != 1:
        yield "not exactly one <main>"


def language(document, app):
    lang = document.one("html").attributes.get("lang")
    if lang not in ("zh-Hans", "zh-Hans-CN", "zh-CN", "zh", "en"):
        yield f"<html lang={lang!r}>"


def weight(document, app):
    size = len(gzip.compress(document.source.encode(), 6))
    if size > HTML_BYTES:
        yield f"{size} bytes compressed, at most {HTML_BYTES}"


def ids(document, app):
    seen = [node.attributes.get("id") for node in document.all("[id]")]
    for ident in sorted({i for i in seen if seen.count(i) > 1}, key=str):
        yield f"id {ident!r} {seen.count(ident)} times"
    for ident in seen:
        if not ident or re.search(r"\s", ident):
            yield f"unusable id {ident!r}"


def references(document, app):
    known = {node.attributes.get("id") for node in document.all("[id]")}
    for attribute in REFERENCES:
        for node in document.all(f"[{attribute}]"):
            for ident in (node.attributes[attribute] or "").split():
                if ident not in known:
                    yield f"{attribute}={ident!r} names nothing"
    for node in document.all('a[href^="#"]'):
        ident = unquote(node.attributes["href"][1:])
        if ident and ident not in known:
            yield f"link to #{ident}, which is not here"


def labels(document, app):
    named = {node.attributes["for"] for node in document.all("label[for]") if words(node.text())}
    for node in document.all("input, select, textarea"):
        a = node.attributes
        if a.get("type") in UNLABELLED or a.get("id") in named:
            continue
        if a.get("aria-label") or a.get("aria-labelledby") or _inside(node, "label"):
            continue
        yield f"no label for {a.get('name') or a.get('id')!r}"


def captions(document, app):
    for node in document.all("button, a[href], summary"):
        spoken = words(node.text()) or node.attributes.get("aria-label") or node.css("img[alt]:not([alt=''])")
        if not spoken:
            yield f"no words on {node.html[:120]}"
    for node in document.all("img"):
        if "alt" not in node.attributes:
            yield f"no alt: {node.html[:120]}"
    for node in document.all("svg:not([aria-hidden=true])"):
        a = node.attributes
        named = a.get("aria-label") or a.get("aria-labelledby") or node.css("title")
        if not named and a.get("role") != "presentation":
            yield f"an svg without words or aria-hidden: {node.html[:120]}"


def forms(document, app):
    for node in document.all("form"):
        a = node.attributes
        method = (a.get("method") or "").lower()
        if method not in ("get", "post"):
            yield f"form without method: {node.html[:120]}"
        if not a.get("action"):
            yield f"form without action: {node.html[:120]}"
        if method == "post" and len(node.css("input[name=csrf_token]")) != 1:
            yield f"POST form without its csrf field: {a.get('action')}"
        if not node.css("button, input[type=submit], input[type=image]") and not _button_elsewhere(
            document, a
        ):
            yield f"form without a button: {a.get('action')}"
    for node in document.all("form form"):
        yield f"a form inside a form: {node.attributes.get('action')}"


def nothing_inline(document, app):
    for node in document.all("script:not([src]), style, [style]"):
        yield f"inline: {node.html[:120]}"
    for node in document.tree.root.traverse(include_text=False):
        for name, value in node.attributes.items():
            if name.startswith("on") or name.startswith("hx-on"):
                yield f"{name} on <{node.tag}>"
            if name in ("href", "src", "action") and (value or "").lower().startswith(
                ("javascript:", "data:")
            ):
                yield f"{name}={value[:60]!r}"


def htmx(document, app):
    for node in document.all("[hx-target]"):
        target = node.attributes["hx-target"] or ""
        ident = target.removeprefix("#")
        if not target.startswith("#"):
            yield f"hx-target={target!r}: name an id"
        elif not document.is_fragment and document.element(ident) is None:
            yield f"hx-target={target!r} is not on the page"
        elif document.template and ident.partition("--")[0] not in document.template.blocks:
            yield f"hx-target={target!r} is no block of {document.template.name}"
    for node in document.all("[hx-post], [hx-get]"):
        a = node.attributes
        if "hx-target" not in a:
            yield f"no hx-target: {node.html[:120]}"
        if node.tag == "form" and (a.get("hx-post") or a.get("hx-get")) != a.get("action"):
            yield f"hx address {a.get('hx-post') or a.get('hx-get')!r} is not the action {a.get('action')!r}"


def leftovers(document, app):
    body = document.tree.body
    if body and (found := LEFTOVERS.search(body.text(separator=" "))):
        at = found.start()
        yield f"{body.text(separator=' ')[max(0, at - 60) : at + 60]!r}"


def translated(document, app):
    html = document.tree.css_first("html")
    if document.is_fragment or not (html.attributes.get("lang") or "").startswith("zh"):
        return
    english = _english()
    for node in document.all("body *"):
        text = words(node.text(deep=False))
        if text in english and not _inside(node, "[lang=en]"):
            yield f"English on a Chinese page: {text!r}"


FRAGMENT = (ids, labels, captions, forms, nothing_inline, htmx, links, leftovers, nesting)
PAGE = (heading, language, weight, references, translated)


def _inside(node, selector):
    while (node := node.parent) is not None:
        if node.is_element_node and node.css_matches(selector):
            return True
    return False


def _button_elsewhere(document, attributes):
    ident = attributes.get("id")
    return bool(ident and document.all(f'button[form="{ident}"]'))


@cache
def _english():
    """Msgids that the catalogue renders otherwise, hence never the text of a Chinese page's element."""
    found = set()
    for file in (ROOT / "civic/translations/rooms").glob("*.po"):
        with file.open("rb") as source:
            for message in pofile.read_po(source):
                msgid = message.id if isinstance(message.id, str) else ""
                if re.search(r"[A-Za-z]{2}", msgid) and msgid != message.string:
                    found.add(words(msgid))
    return found - {""}
