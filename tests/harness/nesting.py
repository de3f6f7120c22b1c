"""Tags as written against the tree a browser makes of them."""

import re

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
IMPLIED = {"html", "head", "body", "tbody"}
TAG = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*?)(/?)>""", re.S)
ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")


def nesting(document, app):
    sent, faults = written(document.source)
    yield from faults
    if faults:
        return
    sent = [tag for tag in sent if tag not in IMPLIED]
    nodes = document.tree.root.traverse(include_text=False)
    read = [n.tag.lower() for n in nodes if n.is_element_node and n.tag not in IMPLIED]
    if document.source.lstrip().startswith(("<tr", "<tbody")):
        read.remove("table")  # put around a lone row by Document
    if sent != read:
        pairs = enumerate(zip(sent, read, strict=False))
        at = next((i for i, (one, other) in pairs if one != other), min(len(sent), len(read)))
        around = slice(max(0, at - 3), at + 3)
        yield f"a browser reads another tree from tag {at}: {sent[around]} becomes {read[around]}"


def written(source) -> tuple[list[str], list[str]]:
    """The tags in order, and where one is not closed where it was opened."""
    tags, still_open, faults = [], [], []
    for found in TAG.finditer(source):
        closing, name, attributes, empty = found.groups()
        if name is None:
            continue  # a comment
        name = name.lower()
        if not closing:
            tags.append(name)
            names = ATTRIBUTE.findall(attributes)
            if len(names) != len(set(names)):
                faults.append(f"<{name}> has an attribute twice: {found.group()[:120]}")
            if name not in VOID and not empty:
                still_open.append(name)
        elif still_open and still_open[-1] == name:
            still_open.pop()
        elif len(faults) < 3:
            line = source.count("\n", 0, found.start()) + 1
            faults.append(f"</{name}> in line {line} closes {still_open[-2:]}")
    return tags, faults + ([f"never closed: {still_open}"] if still_open and not faults else [])
