"""Tags as written against the tree a browser makes of them."""

from html.parser import HTMLParser

VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
IMPLIED = ("html", "head", "body", "tbody")


def nesting(document, app):
    written = Tags(document.source)
    yield from written.faults
    if written.open:
        yield f"never closed: {written.open}"
    if written.faults or written.open:
        return
    sent = [tag for tag in written.tags if tag not in IMPLIED]
    nodes = document.tree.root.traverse(include_text=False)
    read = [n.tag.lower() for n in nodes if n.is_element_node and n.tag not in IMPLIED]
    if document.source.lstrip().startswith(("<tr", "<tbody")):
        read.remove("table")  # put around a lone row by Document
    if sent != read:
        pairs = enumerate(zip(sent, read, strict=False))
        at = next((i for i, (one, other) in pairs if one != other), min(len(sent), len(read)))
        around = slice(max(0, at - 3), at + 3)
        yield f"a browser reads another tree from tag {at}: {sent[around]} becomes {read[around]}"


class Tags(HTMLParser):
    """The tags in order, each closed where it was opened; `faults` where not."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.faults = [], [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> has {n} twice" for n in sorted(set(names)) if names.count(n) > 1]

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in VOID and len(self.faults) < 3:
            self.faults.append(f"</{tag}> in line {self.getpos()[0]} closes {self.open[-2:]}")
