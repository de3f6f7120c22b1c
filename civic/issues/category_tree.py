"""The category tree as a value: at most three levels, built from the built-in one and the rows. Pure.

A code is the path of short parts, "top", "top.leaf" or "top.mid.leaf". An issue stores the top
part and the rest ("leaf" or "mid.leaf") apart; both columns hold 32 characters.
"""

import hashlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count

MOST_LEVELS = 3
PART = 15  # characters of one part below the top, so that "mid.leaf" fits
STEP = 10  # between neighbours' positions, so that one can be put between


@dataclass(frozen=True)
class Node:
    """One category as it stands now. `number` is its row's, None while it is only built in."""

    code: str
    parent: str
    label: object
    position: int = 0
    is_active: bool = True
    questions: tuple = ()
    divert_text: object = ""
    divert_phone: str = ""
    is_provisional: bool = False
    number: int | None = None
    version: int = 0

    @property
    def level(self) -> int:
        """1 for a top category, 3 for the finest."""
        return self.code.count(".") + 1


@dataclass(frozen=True)
class Prompt:
    """What is said to somebody who raises something of a category."""

    questions: tuple = ()
    divert_text: object = ""
    divert_phone: str = ""

    def __bool__(self):
        return bool(self.questions or self.divert_text)


@dataclass(frozen=True)
class Tree:
    """All categories by code, and what stands under each in order. `stamp` tells two trees apart."""

    nodes: dict = field(default_factory=dict)
    under: dict = field(default_factory=dict)
    stamp: str = ""

    def children(self, code="", hidden=False) -> tuple[Node, ...]:
        """What stands directly under `code` ("" for the top), hidden ones only if asked for."""
        return tuple(node for node in self.under.get(code, ()) if hidden or node.is_active)

    def below(self, code="", hidden=False) -> list[Node]:
        """Everything under `code`, each before what is under it."""
        found = []
        for node in self.children(code, hidden):
            found += [node, *self.below(node.code, hidden)]
        return found

    def is_offered(self, code) -> bool:
        """Whether it can be chosen now: known, and neither it nor one above it hidden."""
        return code in self.nodes and all(self.nodes[each].is_active for each in upwards(code))

    def known(self, code) -> Node | None:
        """The node of the code, else of the nearest known one above it."""
        return next((self.nodes[each] for each in upwards(code) if each in self.nodes), None)

    def prompt(self, code) -> Prompt:
        """Questions and diverting message: each from the finest level that says something."""
        nodes = [self.nodes[each] for each in upwards(code) if each in self.nodes]
        asking = next((node for node in nodes if node.questions), None)
        diverting = next((node for node in nodes if node.divert_text), None)
        return Prompt(
            asking.questions if asking else (),
            diverting.divert_text if diverting else "",
            diverting.divert_phone if diverting else "",
        )


@lru_cache(maxsize=1024)
def upwards(code) -> tuple[str, ...]:
    """The code and those above it, finest first: "a.b.c", "a.b", "a"; nothing for no code."""
    parts = code.split(".") if code else []
    return tuple(".".join(parts[:end]) for end in range(len(parts), 0, -1))


def built_in(categories, prompts) -> dict[str, Node]:
    """Nodes of {top: (label, {leaf: label})} with {code: Prompt}."""
    nodes = {}
    for place, (top, (label, leaves)) in enumerate(categories.items(), 1):
        rows = [(top, "", label, place), *((f"{top}.{leaf}", top, of, n) for n, (leaf, of) in
                                           enumerate(leaves.items(), 1))]  # fmt: skip
        for code, parent, words, n in rows:
            said = prompts.get(code, Prompt())
            nodes[code] = Node(
                code, parent, words, n * STEP, True, said.questions, said.divert_text, said.divert_phone
            )
    return nodes


def grow(nodes, rows, stamp="") -> Tree:
    """The tree of the built-in nodes and the rows of the table; a row without a parent known is left out."""
    nodes = dict(nodes)
    for row in sorted(rows, key=lambda row: (row.code.count("."), row.code)):
        if row.code in nodes:
            nodes[row.code] = _over(nodes[row.code], row)
        elif (row.parent == "" or row.parent in nodes) and row.label:
            nodes[row.code] = _over(Node(row.code, row.parent, row.label), row)
    under = {}
    for node in nodes.values():
        under.setdefault(node.parent, []).append(node)
    ordered = {
        code: tuple(sorted(each, key=lambda node: (node.position, node.code))) for code, each in under.items()
    }
    return Tree(nodes, ordered, stamp)


def _over(node, row):
    return replace(
        node,
        label=row.label or node.label,
        position=row.position,
        is_active=row.is_active,
        questions=node.questions if row.questions is None else tuple(row.questions),
        divert_text=node.divert_text if row.divert_text is None else row.divert_text,
        divert_phone=node.divert_phone if row.divert_phone is None else row.divert_phone,
        is_provisional=row.is_provisional,
        number=row.id,
        version=row.version,
    )


def new_code(parent, label, taken) -> str:
    """A short code for a label under `parent` ("" for the top): always the same for the same words.

    Eight hexadecimal digits; should two labels ever meet in one, the later gets another.
    """
    for turn in count():
        mark = hashlib.sha256(f"{parent}\n{label}\n{turn or ''}".encode()).hexdigest()[:8]
        code = f"{parent}.c{mark}" if parent else f"c{mark}"
        if code not in taken:
            return code
