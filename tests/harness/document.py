"""A fetched page as tests read it: parsed as a browser parses it, asked in CSS."""

import re

from selectolax.lexbor import LexborHTMLParser


def words(text: str) -> str:
    """`text` with every run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


class Document:
    """One HTML answer. `url` is its path with query, `template` what rendered it (None for regions)."""

    def __init__(self, response, url, template=None):
        self.status, self.headers, self.url = response.status_code, response.headers, url
        self.source, self.template = response.get_data(as_text=True), template
        self.is_fragment = "<html" not in self.source[:500].lower()
        # A lone table row would be dropped by the parser; htmx puts it in a table, so do we.
        row = re.match(r"\s*<(tr|tbody)\b", self.source)
        self.tree = LexborHTMLParser(f"<table>{self.source}</table>" if row else self.source)

    def __contains__(self, sentence):
        return words(sentence) in self.text

    def __repr__(self):
        return f"<{self.status} {self.url}: {self.text[:300]}…>"

    @property
    def text(self) -> str:
        main = self.tree.css_first("main") or self.tree.body
        return words(main.text(separator=" ")) if main else ""

    @property
    def title(self) -> str:
        node = self.tree.css_first("title")
        return words(node.text()) if node else ""

    @property
    def h1(self) -> str:
        return words(self.one("h1").text())

    @property
    def flashes(self) -> list[str]:
        return self.texts("#flashes .notice p")

    def all(self, selector) -> list:
        return self.tree.css(selector)

    def one(self, selector):
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} × {selector} on {self.url}, wanted one\n{self.text[:1500]}"
        return found[0]

    def texts(self, selector) -> list[str]:
        return [words(node.text(separator=" ")) for node in self.all(selector)]

    def element(self, ident):
        """The element of that id, or None; any characters may be in the id."""
        return next(iter(self.all(f'[id="{ident}"]')), None)

    def link(self, text_or_selector) -> str:
        """The address of the one link with that text (or of that selector)."""
        links = self.all("a[href]")
        found = [a for a in links if words(a.text(separator=" ")) == text_or_selector]
        found = found or [a for a in links if text_or_selector in words(a.text(separator=" "))]
        if is_selector(text_or_selector):
            found = self.all(text_or_selector)
        addresses = {a.attributes["href"] for a in found}
        shown = [words(a.text(separator=" ")) for a in links]
        assert len(addresses) == 1, f"{len(addresses)} links {text_or_selector!r} on {self.url}, of {shown}"
        return addresses.pop()


def is_selector(wanted: str) -> bool:
    """Whether a test means CSS rather than words on a button or link."""
    return bool(re.search(r"[#\[>=]|^[a-z]+\.|^\.", wanted)) and not re.search(r"[一-鿿] |^#\d", wanted)
