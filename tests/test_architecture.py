"""The walls of docs/architecture.md: a pure core, one wrapper for each library, small files."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from readiness_bot.cli import COMMANDS, HIDDEN

SOURCE = Path(__file__).parent.parent / "bot" / "readiness_bot"

EDGES = (
    "__main__.py",
    "audit/read.py",
    "cli/",
    "demo/",
    "fleet/",
    *(f"forge/{folder.name}/" for folder in sorted((SOURCE / "forge").iterdir()) if folder.is_dir()),
    "reading/git/",
    "reading/worktree.py",
    "reading/revision.py",
    "reading/change.py",
    "reading/place.py",
    "runs/",
    "scaffold/read.py",
    "scaffold/read_code.py",
    "scaffold/templates.py",
    "scaffold/write.py",
    "stopping.py",
)
"""The modules that may touch the world. Everything else takes data and returns data."""

WORLD = frozenset(
    {"click", "fcntl", "github", "io", "os", "pathlib", "random", "requests", "shutil", "socket", "subprocess", "sys",
     "tempfile", "time", "urllib3", "uuid", "secrets", "zipfile"}
)  # fmt: skip

WRAPPERS = {
    "ruamel": ("reading/yaml", "editing/nodes.py"),  # reading wants speed and plain data; editing spans, styles and an emitter
    "cerberus": ("convention/validate.py",),
    "markdown_it": ("reading/commonmark.py", "reading/markdown.py"),
    "github": ("forge/github/",),
    "click": ("cli/", "runs/output.py"),
    "babel": ("text/dates.py",),
    "jinja2": ("render/audit/page.py",),
    "markupsafe": ("render/audit/page.py",),
    "vl_convert": ("render/audit/plot.py",),
    "pyarrow": ("render/portfolio/parquet.py",),
}
"""Library → the only modules that import it."""


@cache
def nodes(module: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse((SOURCE / module).read_text(encoding="utf-8"))))


@cache
def modules() -> list[str]:
    return sorted(str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py"))


def imports(module: str) -> Iterator[str]:
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("module", [name for name in modules() if not name.startswith(EDGES)])
def test_core_is_pure(module: str) -> None:
    assert set(imports(module)) & WORLD == set()


ROOMS = (
    ("text",), ("vocabulary",), ("reading",), ("convention", "editing"), ("evidence",), ("judging",), ("ledger", "commands"), ("audit", "forge"),
    ("portfolio",), ("render",), ("plan", "scaffold"), ("answering", "doctor"), ("runs",), ("fleet", "demo"), ("cli",),
)  # fmt: skip
"""From the ground up: each room imports only those before it."""
HALL = ("__init__", "__main__", "late", "resources", "stopping")
"""The version, the start, the files that come along, and the end: they are in no room."""


def test_no_import_runs_up() -> None:
    floor = {room: n for n, rooms in enumerate(ROOMS) for room in rooms}
    arrows = {(room_of(module), target) for module in modules() for target in rooms_of(module) if room_of(module) not in HALL}
    assert {(room, target) for room, target in arrows if target != room and floor[target] >= floor[room]} == set()


def test_one_module_knows_github() -> None:
    """Everything else goes by the protocol."""
    using = {
        module
        for module in modules()
        for node in nodes(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{SOURCE.name}.forge.github")
    }
    assert {module for module in using if not module.startswith("forge/github/")} == {"runs/forge.py"}


def room_of(module: str) -> str:
    return module.removesuffix(".py").partition("/")[0]


def rooms_of(module: str) -> set[str]:
    """The rooms that a module imports from, late imports included."""
    found = [node.module.split(".") for node in nodes(module) if isinstance(node, ast.ImportFrom) and node.module]
    return {name[1] for name in found if name[0] == SOURCE.name and len(name) > 1} - set(HALL)


@pytest.mark.parametrize("library", WRAPPERS)
def test_one_wrapper_for_each_library(library: str) -> None:
    using = [name for name in modules() if library in imports(name)]
    assert [name for name in using if not name.startswith(WRAPPERS[library])] == []


def test_only_one_place_looks_at_the_clock() -> None:
    clocks = ("now", "today", "utcnow")
    found = {
        name
        for name in modules()
        for node in nodes(name)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
        and isinstance(node.func.value, ast.Name) and node.func.value.id in ("date", "datetime")
    }  # fmt: skip
    assert found == {"runs/clock.py"}


def calls(module: str, *names: str) -> Iterator[ast.Call]:
    """Where a module calls one of these functions."""
    for node in nodes(module):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name in names:
            yield node


def literal(node: ast.expr) -> bool:
    """Written in the code, whole."""
    if isinstance(node, ast.IfExp):
        return literal(node.body) and literal(node.orelse)
    return isinstance(node, ast.Constant)


@pytest.mark.parametrize("module", modules())
def test_a_template_is_a_literal(module: str) -> None:
    """`md(f"…")` would let in what the function is there to escape. So would a separator, or a subject's form, that somebody gave."""
    assert [ast.unparse(call) for call in calls(module, "md", "line", "titled") if call.args and not literal(call.args[0])] == []
    # Between backticks a value could close the code; as a link's address it could be anywhere.
    assert [ast.unparse(call) for call in calls(module, "md") if re.search(r"`\{|\]\(\{", ast.unparse(call.args[0]))] == []
    if "join" in imported(module, "readiness_bot.text.markup"):
        assert [ast.unparse(call) for call in calls(module, "join") if isinstance(call.func, ast.Name) and not literal(call.args[0])] == []


def imported(module: str, source: str) -> set[str]:
    found = (node for node in nodes(module) if isinstance(node, ast.ImportFrom) and node.module == source)
    return {alias.name for node in found for alias in node.names}


MAKERS = {
    "Markdown": {"text/markup.py", "text/marker.py"},  # the marker's own line, and what people wrote around our text
    "Line": {"text/title.py"},
    "Command": {"text/escape.py"},
    "Screen": {"text/escape.py"},
    "Html": {"render/audit/page.py"},
    "Markup": {"render/audit/page.py"},
    "echo": {"runs/output.py", "cli/errors.py"},
    "print": set[str](),
}
"""What says of a text that it is safe where it goes, and what writes to a screen → the only modules that call it."""


@pytest.mark.parametrize("name", MAKERS)
def test_a_kind_of_text_has_one_maker(name: str) -> None:
    # The ledger's `Line` is an evaluation.
    using = {module for module in modules() if any(calls(module, name)) and not (name == "Line" and module.startswith(("ledger/", "plan/record")))}
    assert using == MAKERS[name]


def test_what_passes_unescaped_is_ours() -> None:
    """`own` and `trusted` take declarations of the convention and figures that we drew, by these names alone. What a policy says is escaped
    (`explain.words_of`)."""
    found = {ast.unparse(call.args[0]) for module in modules() for call in calls(module, "own")}
    assert found == {"'#' * level", "'#' * (level + 1)", "text", "WRONG[topic]"}
    assert {module for module in modules() if any(calls(module, "own"))} == {"render/explain.py", "render/replies.py"}
    pages = [call for module in modules() if module.startswith("render/") for call in calls(module, "trusted")]
    assert {ast.unparse(call.args[0]).partition("(")[0] for call in pages} == {"plain", SIGN}


def test_the_forge_is_written_to_in_one_place() -> None:
    """There the text is an action's, whose type says that it was escaped."""
    writes = ("create_issue", "edit_issue", "edit_comment", "comment", "react", "propose", "append")
    using = {
        module
        for module in modules()
        if (
            module.startswith(("plan/", "runs/", "cli/"))
            and any("forge" in ast.unparse(call.func) for call in calls(module, *writes) if isinstance(call.func, ast.Attribute))
        )
        or any(ast.unparse(call.func) == "fleet.offer" for call in calls(module, "offer"))
    }
    assert using == {"plan/apply.py"}


SIGN = """f'<svg viewBox="0 0 24 12" aria-hidden="true" focusable="false">{_SIGNS[name]}</svg>'"""


def test_wrong_usage_goes_through_the_same_door() -> None:
    assert [module for module in modules() if any(calls(module, "UsageError", "BadParameter"))] == []


def test_a_file_is_one_subject() -> None:
    """Whoever comes past 400 lines has mostly two of them."""
    lines = {name: len((SOURCE / name).read_text(encoding="utf-8").splitlines()) for name in modules()}
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_every_command_is_documented() -> None:
    readme = (SOURCE.parent.parent / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"## readiness {name}" not in readme] == []


def test_the_map_names_what_is_there() -> None:
    text = (SOURCE.parent.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+/\w+\.py)`", text))
    here = {name for name in named if name.partition("/")[0] not in ("bot", "tests", "docs", "templates", "examples")}
    assert {name for name in here if not (SOURCE / name).exists()} == set()
    assert {name for name in named - here if not (SOURCE.parent.parent / name).exists()} == set()


def test_every_command_module_is_listed() -> None:
    shared = {"__init__", "asking", "encoding", "errors", "group", "libraries", "options", "reports", "screen"}
    present = {path.stem for path in (SOURCE / "cli").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()} - shared
    assert set(COMMANDS) | HIDDEN == present
