"""The walls of docs/architecture.md: a pure core, one wrapper for each library, small files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness_bot.cli import COMMANDS

SOURCE = Path(__file__).parent.parent / "bot" / "readiness_bot"

EDGES = (
    "__main__.py",
    "audit/read.py",
    "cli/",
    "demo/",
    "forge/folder",
    "forge/github",
    "reading/git/",
    "reading/worktree.py",
    "reading/revision.py",
    "reading/change.py",
    "reading/place.py",
    "scaffold/read.py",
    "scaffold/templates.py",
    "scaffold/write.py",
)
"""The modules that may touch the world. Everything else takes data and returns data."""

WORLD = frozenset(
    {"click", "fcntl", "github", "io", "os", "pathlib", "random", "requests", "shutil", "socket", "subprocess", "sys",
     "tempfile", "time", "urllib3", "uuid", "secrets", "zipfile"}
)  # fmt: skip

WRAPPERS = {
    "ruamel": ("reading/yaml", "editing/nodes.py"),  # reading wants speed and plain data; editing spans, styles and an emitter
    "cerberus": ("validate.py",),
    "markdown_it": ("reading/markdown.py",),
    "github": ("forge/github",),
    "click": ("cli/",),
    "babel": ("render/dates.py",),
    "jinja2": ("render/page.py",),
    "markupsafe": ("render/page.py",),
    "vl_convert": ("render/plot.py",),
}
"""Library → the only modules that import it."""


def modules() -> list[str]:
    return sorted(str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py"))


def imports(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((SOURCE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("module", [name for name in modules() if not name.startswith(EDGES)])
def test_core_is_pure(module: str) -> None:
    assert set(imports(module)) & WORLD == set()


@pytest.mark.parametrize("library", WRAPPERS)
def test_one_wrapper_for_each_library(library: str) -> None:
    using = [name for name in modules() if library in imports(name)]
    assert [name for name in using if not name.startswith(WRAPPERS[library])] == []


def test_only_one_place_looks_at_the_clock() -> None:
    clocks = ("now", "today", "utcnow")
    found = {
        name
        for name in modules()
        for node in ast.walk(ast.parse((SOURCE / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
        and isinstance(node.func.value, ast.Name) and node.func.value.id in ("date", "datetime")
    }  # fmt: skip
    assert found == {"cli/options.py"}


def test_files_stay_small() -> None:
    lines = {name: len((SOURCE / name).read_text(encoding="utf-8").splitlines()) for name in modules()}
    assert {name: count for name, count in lines.items() if count > 250} == {}


def test_every_command_is_documented() -> None:
    readme = (SOURCE.parent.parent / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"## readiness {name}" not in readme] == []


def test_every_command_module_is_listed() -> None:
    shared = {"__init__", "commands", "errors", "history", "options", "read", "reconcile"}
    present = {path.stem for path in (SOURCE / "cli").glob("*.py")} - shared
    assert set(COMMANDS) <= present
