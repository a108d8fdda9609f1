"""The house: data walks through the rooms in one direction, and each room keeps to its task."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "generator"
# Lowest first; a room imports only from lower layers, or from itself where it is a folder.
LAYERS = (
    ("__init__",),  # the version, which any room may name
    ("said", "sounds"),
    (
        "problems",
        "dates",
        "files",
        "letters",
        "collecting",
        "bundles",
        "nameforms",
        "names",
        "written",
        "bounds",
    ),
    (
        "model",
        "yamlsource",
        "splice",
        "csvsource",
        "assets",
        "words",
        "typography",
        "bidi",
        "glyphs",
        "store",
    ),
    ("yamltext", "checked", "sandbox"),
    ("load", "edits", "clearance"),
    ("check", "translations", "selection", "compare", "drafts", "tables"),
    ("meetings",),
    ("view", "updates"),
    ("outcomes", "explain", "rewording", "parallel", "data_sums", "withheld", "redaction"),
    ("plan", "pages", "haste", "standalone", "forms"),
    ("pdf",),
    ("press", "publish", "journal", "workers", "guard"),
    ("shares", "progress", "decided"),
    ("build",),
    ("verify",),
    ("cli",),
    ("__main__",),
)
LAYER = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}
CLOCK = {"today", "now", "utcnow", "gmtime", "localtime"}


@dataclass(frozen=True)
class Import:
    """One name that a module imports, and where."""

    module: str
    line: int
    typing_only: bool

    @property
    def package(self) -> str:
        """Return the package the module belongs to."""
        return self.module.partition(".")[0]

    @property
    def room(self) -> str:
        """Return the room of ours that is entered, or an empty string."""
        return _room(self.module) if self.package == "generator" else ""


def _name(path: Path) -> str:
    """Return the dotted name of a module of ours."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def _imports(tree: ast.Module, module: str, *, is_package: bool = False) -> Iterator[Import]:
    """Yield every import of a module, inside functions and under TYPE_CHECKING too."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module, is_package=is_package)
            inside = [f"{base}.{alias.name}" for alias in node.names]
            names = [name if name in MODULES else base for name in inside]
        else:
            continue
        for name in dict.fromkeys(names):
            yield Import(name, node.lineno, id(node) in typing_only)


def _absolute(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    up = node.level - is_package
    base = module.split(".")[: -up or None]
    return ".".join([*base, *([node.module] if node.module else [])])


@cache
def _imports_of(module: str) -> tuple[Import, ...]:
    is_package = MODULES[module].name == "__init__.py"
    return tuple(_imports(_tree(module), module, is_package=is_package))


def _packages(module: str) -> set[str]:
    return {i.package for i in _imports_of(module)}


def _attributes(module: str) -> Iterator[tuple[int, str]]:
    """Yield what a module takes from something by a dot, and its line."""
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


def _names(module: str) -> Iterator[tuple[int, str]]:
    """Yield every name and attribute that a module uses, and its line."""
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
    yield from _attributes(module)


def test_every_module_is_in_the_table() -> None:
    """The table has every room there is, and there is every room in the table."""
    assert {_room(module) for module in MODULES} == set(LAYER)
    assert len(MODULES) == len([*PACKAGE.rglob("*.py")]) >= len(LAYER)


def test_the_walk_sees_imports_wherever_they_stand() -> None:
    """An import counts inside a function, under TYPE_CHECKING, relative, and by a longer name."""
    source = """
from typing import TYPE_CHECKING
from generator import assets, __version__
if TYPE_CHECKING:
    from generator.model import Item
def late():
    import generator.cli.room
    from . import check
    from .selection.days import as_known_on
    try:
        from generator.view import labels as words
    except ImportError:
        pass
"""
    found = {(i.module, i.typing_only) for i in _imports(ast.parse(source), "generator.load")}
    assert found == {
        ("typing", False),
        ("generator.assets", False),
        ("generator", False),
        ("generator.model", True),
        ("generator.cli.room", False),
        ("generator.check", False),
        ("generator.selection.days", False),
        ("generator.view.labels", False),
    }
    siblings = ast.parse("from . import days\nfrom ..model import Item")
    within = _imports(siblings, "generator.selection.x")
    assert [i.module for i in within] == ["generator.selection.days", "generator.model"]
    own = ast.parse("from .days import x")
    package = _imports(own, "generator.selection", is_package=True)
    assert [i.module for i in package] == ["generator.selection.days"]


@pytest.mark.parametrize("module", MODULES)
def test_no_import_climbs(module: str) -> None:
    """A module imports only from lower layers, or from its own room."""
    room = _room(module)
    assert room in LAYER, f"{room} is not in the table"
    climbing = [
        f"{module}, line {i.line}: {room} ({LAYER[room]}) imports {i.room} ({LAYER.get(i.room)})"
        for i in _imports_of(module)
        if i.room and i.room != room and LAYER.get(i.room, 0) >= LAYER[room]
    ]
    assert not climbing, climbing[0]


def test_the_walk_finds_the_imports_of_the_house() -> None:
    """The walk is not blind: the rooms are joined as the pipeline says."""
    joined = {(_room(module), i.room) for module in MODULES for i in _imports_of(module)}
    assert {
        ("load", "yamlsource"),
        ("check", "model"),
        ("view", "selection"),
        ("build", "publish"),
        ("press", "pdf"),
        ("cli", "build"),
    } <= joined


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_by_a_name_made_up_at_run_time(module: str) -> None:
    """No import hides from the walk behind import_module or __import__."""
    hidden = {"import_module", "__import__", "exec", "eval"}
    assert [(line, name) for line, name in _names(module) if name in hidden] == []


def test_only_pdf_imports_weasyprint() -> None:
    """WeasyPrint is named by pdf and what hastens it, and by press for its types only."""
    users = {
        (_room(module), i.typing_only)
        for module in MODULES
        for i in _imports_of(module)
        if i.package == "weasyprint"
    }
    assert {room for room, typing_only in users if not typing_only} == {"pdf", "haste"}
    assert {room for room, _ in users} <= {"pdf", "haste", "press"}


@pytest.mark.parametrize("module", [m for m in MODULES if _room(m) in {"pdf", "haste"}])
def test_weasyprint_is_imported_inside_functions_only(module: str) -> None:
    """Importing a room never loads WeasyPrint, so that the rest runs without Pango."""
    body = _tree(module).body
    at_once = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert at_once
    assert not [node.lineno for node in at_once if "weasyprint" in ast.unparse(node)]


def test_only_cli_imports_click() -> None:
    """Only the command line knows click."""
    users = {_room(module) for module in MODULES if "click" in _packages(module)}
    assert users == {"cli"}


@pytest.mark.parametrize("module", [m for m in MODULES if _room(m) not in {"cli", "__main__"}])
def test_nothing_below_cli_prints_or_exits(module: str) -> None:
    """Below cli nothing writes to the terminal, asks, or ends the process."""
    loud = {"print", "input", "stdout", "stderr", "exit", "_exit"}
    assert [(line, name) for line, name in _names(module) if name in loud] == []


@pytest.mark.parametrize("module", [m for m in MODULES if LAYER.get(_room(m), 0) < LAYER["cli"]])
def test_nothing_below_cli_reads_the_clock(module: str) -> None:
    """Today is an argument: below cli there is no date.today, datetime.now or time.time."""
    assert "time" not in _packages(module)
    assert [(line, name) for line, name in _attributes(module) if name in CLOCK] == []
