"""Every template: compiles, imports what it uses, and leaves nothing inline."""

import re

import pytest
from jinja2 import nodes

from tests.harness.folders import ROOT
from tests.harness.source import civic
from tests.harness.templating import FOLDER, blocks, environment, names, references, source, tree

HAN = re.compile(r"[一-鿿]")
INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|hx-on|hx-vals=.js:|javascript:", re.I
)
TARGET = re.compile(r'hx-target="#([^"{]+)')
FORM = re.compile(r"<form\b[^>]*>")


@pytest.mark.parametrize("name", names())
def test_compiles(name):
    environment().get_template(name)


def test_every_import_is_used():
    faults = []
    for name in names():
        used = {node.name for node in tree(name).find_all(nodes.Name) if node.ctx == "load"}
        for node in tree(name).find_all((nodes.FromImport, nodes.Import)):
            given = [node.target] if isinstance(node, nodes.Import) else [
                alias[1] if isinstance(alias, tuple) else alias for alias in node.names
            ]  # fmt: skip
            faults += [
                f"{name}:{node.lineno} imports {word} and never uses it" for word in given if word not in used
            ]
    assert not faults, "\n".join(faults)


def test_every_template_is_used():
    asked = set().union(*(references(name) for name in names()))
    said = "\n".join([module.text for module in civic()] + [source(name) for name in names()])
    orphans = [name for name in names() if name not in asked and f'"{name}"' not in said]
    assert not orphans, orphans


def test_every_template_named_in_python_exists():
    wanted = re.compile(r'"([\w/-]+\.(?:html|txt|xml))"')
    faults = []
    for module in civic():
        faults += [
            f"{module.shown}: {n}" for n in wanted.findall(module.text) if "/" in n and n not in names()
        ]
    assert not faults, "\n".join(faults)


def test_nothing_is_inline():
    faults = []
    for name in names():
        for number, line in enumerate(source(name).splitlines(), 1):
            if found := INLINE.search(line):
                faults.append(f"{name}:{number}: {found.group().strip()}")
    assert not faults, "\n".join(faults)


def test_words_are_marked_for_translation():
    faults = []
    for name in names():
        for number, line in enumerate(source(name).splitlines(), 1):
            if HAN.search(line) and 'lang="zh-Hans"' not in line:
                faults.append(f"{name}:{number}: {line.strip()}")
    assert not faults, "\n".join(faults)


def test_forms_work_without_javascript():
    faults = []
    for name in names():
        for form in FORM.findall(source(name)):
            faults += [f"{name}: {form[:100]} lacks {a}" for a in ("method=", "action=") if a not in form]
    assert not faults, "\n".join(faults)


def test_targets_are_blocks():
    faults = []
    for name in names():
        for ident in TARGET.findall(source(name)):
            block = ident.partition("--")[0]
            pages = [page for page in names() if name == page or name in _all_references(page)]
            if not any(block in blocks(page) for page in pages):
                faults.append(f"{name}: #{ident} is no block of a page that shows it")
    assert not faults, "\n".join(faults)


def _all_references(name, seen=()):
    direct = references(name) - set(seen)
    return direct.union(
        *(_all_references(other, (*seen, name, *direct)) for other in direct if other in names())
    )


def test_folders_are_rooms():
    rooms = {module.room for module in civic()} - {None}
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()} - {"components"}
    assert folders <= rooms, folders - rooms


def test_autoescape_is_never_off():
    assert environment().autoescape is not False
    faults = [name for name in names() if "autoescape" in source(name)]
    assert not faults, faults


def test_components_say_how_they_are_used():
    components = sorted((ROOT / "civic/templates/components").glob("*.html"))
    silent = [path.name for path in components if not path.read_text("utf-8").lstrip().startswith("{#")]
    assert not silent, f"begin with a comment that says what it draws: {silent}"
