"""The shape of the house: which way imports point, how long things are, who may change a state."""

import ast
import re

from civic import ROOMS
from tests.harness.folders import ROOT
from tests.harness.source import called, civic, files, records, verbs

FORBIDDEN_MODULES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "managers",
    "common",
    "misc",
}
MAY_KNOW_ROOMS = {"__init__.py"}  # the table of contents
PYTHON_LINES, VIEW_LINES, TEMPLATE_LINES = 300, 20, 120
ONE_FILE_LINES = 600  # in verifier/: one file each, so that a stranger has the whole of it (issue 3)
MAY_OPEN_WRITING = ("views.py", "tasks.py", "commands.py", "listeners.py", "importing.py")
MAY_OPEN_WRITING_SUFFIX = ("_views.py", "_tasks.py", "_commands.py", "_import.py")

# A verb that leaves no ledger record needs a reason here.
INNER = "a step of this room's verbs, each of which records its own act"
SILENT_VERBS = {
    "civic.accounts.workflow.end_sign_ins": INNER,
    "civic.issues.workflow.move": INNER,
    "civic.issues.workflow.show_status": INNER,
    "civic.issues.summaries.close": INNER,
    "civic.dispatch.complainants.keep_many": INNER,
    "civic.dispatch.workflow.move": INNER,
    "civic.dispatch.workflow.touch": INNER,
    "civic.dispatch.workflow.note_sorting": "the acceptance of the issue is recorded with both",
    "civic.dispatch.extension_workflow.follow_legs": INNER,
    "civic.dispatch.leg_workflow.move_leg": INNER,
    "civic.dispatch.leg_workflow.look_again": INNER,
    "civic.dispatch.leg_workflow.take_due_steps": "records through the steps it takes",
    "civic.issues.summaries.take_back": INNER,
    "civic.meetings.minutes_agreements_workflow.settle": INNER,
    "civic.meetings.minutes_agreements_workflow.take_back": INNER,
    "civic.meetings.minutes_agreements_workflow.withdraw": INNER,
    "civic.issues.photos.attach": INNER,
    "civic.issues.photos.move_photos": INNER,
    "civic.meetings.hands_workflow.tap": "hands are counted in the open; whose was up is kept by nobody",
    "civic.votes.codes.sheet_of": INNER,
    "civic.votes.codes.let_go": INNER,
    "civic.votes.codes.hand_out": "an entry would tell when somebody of a home came (DESIGN.md §3)",
    "civic.issues.photos.prepared": "the worker finished a file; nobody decided anything",
    "civic.issues.photos.refuse": "the worker could not open a file; nobody decided anything",
}
# Markup made by hand: file -> how many places. Each escapes what it is given; more need a review.
MARKUP = {
    "civic/frame.py": 2,  # a rendered template of our own, kept; several of them joined
    "civic/phrases.py": 2,  # our own words, as the i18n extension marks them; values are escaped
    "civic/printing.py": 2,  # a QR code drawn by segno, and the label it is given, escaped
}


def told(faults) -> str:
    return "\n" + "\n".join(sorted(faults))


def test_imports_point_up():
    order = {room: place for place, room in enumerate(ROOMS)}
    faults = []
    for source in civic():
        if source.room == "demo" or (source.room is None and source.path.name in MAY_KNOW_ROOMS):
            continue
        own = order.get(source.room, -1)
        for line, dotted in source.imports():
            target = dotted.split(".")[1] if dotted.startswith("civic.") else ""
            if order.get(target, -1) > own or (target == "demo" and source.room is not None):
                faults.append(f"{source.shown}:{line} imports {dotted}")
    assert not faults, told(faults)


def test_every_room_is_listed():
    folders = {source.room for source in civic()} - {None, "demo"}
    assert folders <= set(ROOMS), f"rooms missing from civic.ROOMS: {folders - set(ROOMS)}"


def test_modules_are_named_for_concepts():
    faults = [s.shown for s in civic() if FORBIDDEN_MODULES & set(s.path.with_suffix("").parts)]
    assert not faults, told(faults)


def test_packages_only_say_what_they_are():
    faults = []
    for source in civic():
        if source.room in ROOMS and source.path.name == "__init__.py":
            body = source.tree.body
            if len(body) != 1 or not ast.get_docstring(source.tree):
                faults.append(f"{source.shown}: a docstring and nothing else")
    assert not faults, told(faults)


def test_python_files_are_short():
    faults = []
    for source in files("civic", "tests", "benchmarks", "verifier"):
        lines = source.text.count("\n")
        most = ONE_FILE_LINES if source.shown.startswith("verifier/") else PYTHON_LINES
        if lines > most:
            faults.append(f"{source.shown}: {lines} lines, at most {most}")
    assert not faults, told(faults)


def test_view_functions_are_short():
    faults = []
    for source in civic():
        if not source.path.name.endswith("views.py"):
            continue
        for name, node in source.functions().items():
            lines = node.end_lineno - node.lineno + 1
            if lines > VIEW_LINES:
                faults.append(f"{source.shown}:{node.lineno} {name}: {lines} lines, at most {VIEW_LINES}")
    assert not faults, told(faults)


def test_templates_are_short():
    faults = []
    for path in (ROOT / "civic/templates").rglob("*.html"):
        lines = path.read_text("utf-8").count("\n")
        if lines > TEMPLATE_LINES:
            faults.append(f"{path.relative_to(ROOT)}: {lines} lines, at most {TEMPLATE_LINES}")
    assert not faults, told(faults)


def test_modules_and_public_functions_say_what_they_mean():
    faults = []
    for source in civic():
        if not ast.get_docstring(source.tree):
            faults.append(f"{source.shown}: no docstring")
        if source.path.name.endswith(("workflow.py", "queries.py", "tasks.py")):
            undocumented = [
                n for n, node in source.functions().items() if n[0] != "_" and not ast.get_docstring(node)
            ]
            faults += [f"{source.shown}: {name}() has no docstring" for name in undocumented]
    assert not faults, told(faults)


def test_only_a_workflow_assigns_a_state():
    faults = []
    for source in civic():
        if source.path.name.endswith("workflow.py"):
            continue
        for node in source.nodes:
            stored = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
            if stored and node.attr in ("state", "status"):
                faults.append(f"{source.shown}:{node.lineno} assigns .{node.attr}")
            if isinstance(node, ast.Call) and called(node) == "values" and source.room != "demo":
                names = {keyword.arg for keyword in node.keywords}
                faults += [f"{source.shown}:{node.lineno} writes {n} in bulk" for n in names & {"state"}]
            if isinstance(node, ast.Call) and called(node) == "setattr":
                faults.append(f"{source.shown}:{node.lineno} setattr hides what is assigned")
    assert not faults, told(faults)


def test_imports_stand_at_the_top():
    faults = []
    for source in civic():
        for function in source.nodes:
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                inner = [n for n in ast.walk(function) if isinstance(n, (ast.Import, ast.ImportFrom))]
                faults += [f"{source.shown}:{node.lineno} imports inside {function.name}" for node in inner]
    assert not faults, told(faults)


def test_verbs_never_commit():
    faults = []
    for source in civic():
        pure = source.path.name in ("models.py", "workflow.py", "queries.py", "policies.py", "forms.py")
        if not (pure or (source.room in ROOMS and source.declares_acts())):
            continue
        for line, name in source.calls():
            if name in ("commit", "writing") and not _opens_its_own(source):
                faults.append(f"{source.shown}:{line} calls {name}()")
    assert not faults, told(faults)


def _opens_its_own(source):
    """Tasks and commands may declare the act of what they do in bulk."""
    name = source.path.name
    return name in MAY_OPEN_WRITING or name.endswith(MAY_OPEN_WRITING_SUFFIX)


def test_every_verb_leaves_its_record():
    silent = {f"{s.name}.{node.name}" for s, node in verbs() if not records(s, node)}
    assert not silent - set(SILENT_VERBS), told(silent - set(SILENT_VERBS))
    assert not set(SILENT_VERBS) - silent, f"no longer silent: {set(SILENT_VERBS) - silent}"


def test_policies_are_pure():
    faults = []
    for source in civic():
        if source.path.name != "policies.py":
            continue
        for line, dotted in source.imports():
            if dotted.startswith(("sqlalchemy", "flask.", "civic.extensions", "civic.database.db")):
                faults.append(f"{source.shown}:{line} imports {dotted}: a policy asks only what it is given")
    assert not faults, told(faults)


def test_markup_is_counted():
    found = {}
    for path in sorted((ROOT / "civic").rglob("*")):
        if path.suffix in (".py", ".html"):
            text = path.read_text("utf-8")
            count = len(re.findall(r"\bMarkup\(|\|\s*safe\b|autoescape false", text))
            if count:
                found[str(path.relative_to(ROOT))] = count
    assert found == MARKUP


def test_no_assert_guards_the_application():
    faults = [f"{s.shown}:{n.lineno}" for s in civic() for n in s.nodes if isinstance(n, ast.Assert)]
    assert not faults, "python -O would drop the guard:" + told(faults)
