"""The repository's own Python, read as syntax trees, for the tests that hold the house in shape."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tests.harness.folders import ROOT

WRITERS = {"add", "add_all", "delete", "insert", "update", "execute"}


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Dotted, e.g. "civic.issues.views"."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def shown(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def room(self) -> str | None:
        """The package below civic, or None for a file of the foundation."""
        parts = self.path.relative_to(ROOT).parts
        return parts[1] if len(parts) > 2 else None

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.shown)

    @cached_property
    def nodes(self) -> list:
        return list(ast.walk(self.tree))

    def imports(self):
        """(line, dotted name) of everything imported from civic; `from a import b` as "a.b"."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)

    def functions(self) -> dict:
        """Functions of the module itself, by name."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return {node.name: node for node in self.tree.body if isinstance(node, kinds)}

    def calls(self, node=None):
        """(line, name) of every call; of `a.b.c()` the name is "c"."""
        for found in ast.walk(node or self.tree):
            if isinstance(found, ast.Call):
                yield found.lineno, called(found)

    def declares_acts(self) -> bool:
        return any(name == "act" for _, name in self.calls()) and self.room != "ledger"


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def files(*folders: str) -> list[Source]:
    """Every Python file of the repository below `folders`, sorted."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [Source(path) for path in found if "__pycache__" not in path.parts]


@cache
def civic() -> tuple[Source, ...]:
    return tuple(files("civic"))


def verbs():
    """(source, function) of each public function that writes, in workflow.py or beside declared acts."""
    for source in civic():
        if source.room in (None, "ledger", "threads", "demo"):
            continue
        if source.path.name != "workflow.py" and not source.declares_acts():
            continue
        for name, node in source.functions().items():
            if not name.startswith("_") and writes(source, node):
                yield source, node


def writes(source, node, seen=()) -> bool:
    """Whether a function changes rows itself or through a private function of its module."""
    for found in ast.walk(node):
        if isinstance(found, ast.Attribute) and isinstance(found.ctx, ast.Store):
            return True
        if isinstance(found, ast.Call) and called(found) in WRITERS:
            return True
    return any(writes(source, helper, (*seen, node.name)) for helper in _own(source, node, seen))


def records(source, node, seen=()) -> bool:
    """Whether a function reaches `record(...)`: itself, through its own module, or through another verb."""
    names = {name for _, name in source.calls(node)}
    if "record" in names or "record_many" in names or "record_bulk" in names:
        return True
    if any(records(source, helper, (*seen, node.name)) for helper in _own(source, node, seen)):
        return True
    return any(
        records(other, function, (*seen, node.name))
        for name in names - set(seen)
        for other, function in _imported(source, name)
    )


def _own(source, node, seen):
    functions = source.functions()
    names = {name for _, name in source.calls(node)} - {node.name, *seen}
    return [functions[name] for name in names if name in functions]


def _imported(source, name):
    """The civic function that `name` (or `module.name`) stands for in this file."""
    for _, dotted in source.imports():
        module, _, last = dotted.rpartition(".")
        for target, wanted in ((module, name if last == name else None), (dotted, name)):
            other = by_name().get(target)
            if wanted and other and wanted in other.functions():
                yield other, other.functions()[wanted]


@cache
def by_name() -> dict:
    return {source.name: source for source in civic()}
