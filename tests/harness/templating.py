"""The templates, read as Jinja's own syntax trees and as text without comments."""

import re
from functools import cache

from jinja2 import nodes

from civic import create_app
from tests.harness.folders import ROOT, session_folder
from tests.harness.world import settings

FOLDER = ROOT / "civic/templates"
COMMENT = re.compile(r"\{#.*?#\}", re.S)


@cache
def application():
    """The site without a database: for its addresses and its templates."""
    folder = session_folder()
    return create_app(**settings(f"sqlite:///{folder}/none.db", folder))


def environment():
    return application().jinja_env


@cache
def names() -> tuple[str, ...]:
    return tuple(
        sorted(str(p.relative_to(FOLDER)) for p in FOLDER.rglob("*") if p.suffix in (".html", ".txt", ".xml"))
    )


@cache
def source(name: str) -> str:
    """The text without Jinja comments, line numbers kept."""
    text = (FOLDER / name).read_text("utf-8")
    return COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)


@cache
def tree(name: str) -> nodes.Template:
    return environment().parse((FOLDER / name).read_text("utf-8"), name)


def blocks(name: str) -> set[str]:
    return {block.name for block in tree(name).find_all(nodes.Block)}


def references(name: str) -> set[str]:
    """Templates this one extends, includes or imports by a constant name."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    found = set()
    for node in tree(name).find_all(kinds):
        if isinstance(node.template, nodes.Const):
            value = node.template.value
            found |= set(value) if isinstance(value, (tuple, list)) else {value}
        elif isinstance(node.template, (nodes.List, nodes.Tuple)):
            found |= {item.value for item in node.template.items if isinstance(item, nodes.Const)}
    return found
