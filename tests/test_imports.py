"""What `readiness check` imports where nothing is wrong: it runs on every save and in every hook, and each module takes its time.

A module that belongs here is added to the list; one that came along by chance is imported where it is needed (docs/performance.md).
"""

import json
import subprocess
import sys
from functools import cache

import pytest
from tests.models import EXAMPLE

ROOMS = {
    "cli": {"", "check", "encoding", "errors", "group", "options", "screen"},
    "runs": {"", "bounded", "check", "clock", "errors", "forge", "output", "policy", "run"},
    "render": {"", "ahead", "gaps", "phrases", "text", "view"},
    "judging": {"", "evaluate", "gate", "report", "team"},
    "evidence": {"", "answers", "claims", "past", "values", "weigh"},  # what people claim; who asks about it is not here
    "convention": {
        "", "checks", "facts", "fields", "file", "fit", "floors", "item", "kinds", "load", "outcome", "people", "placeholders", "policy", "registry", "release", "rules",
        "settings", "terms", "waivers", "wrong",
    },
    "reading": {
        "", "anchors", "authors", "candidates", "commonmark", "document", "errors", "globs", "history", "lines", "links", "log", "markdown", "mentions", "moved",
        "place", "snapshot", "tree", "worktree", "yaml", "yaml_bounds", "yaml_nodes",
        "git", "git.clean", "git.listing", "git.objects", "git.persons", "git.process", "git.stream",
    },
    "text": {"", "calendar", "dates", "escape", "layout", "links", "markup", "nearest", "redact", "words"},
    "forge": {"", "hosts"},  # names of hosts; no forge
    "ledger": {"", "again"},  # a word of an option; no ledger
    "late": {""}, "stopping": {""}, "vocabulary": {""}, "__main__": {""},
}  # fmt: skip
"""Room → its modules. Of the convention, every item comes along too."""

LIBRARIES = {"click", "ruamel", "_ruamel_yaml", "markdown_it", "mdurl"}
"""The others wait: Cerberus until something is wrong, PyGithub for a forge, Babel for a language."""

SLOW = {"asyncio", "concurrent", "difflib", "email", "hashlib", "http", "importlib.metadata", "queue", "ssl", "unittest", "xml"}
"""Of the standard library, what takes milliseconds and a check does without."""

_RUN = """
import atexit, json, sys
sys.argv = ["readiness", "check", sys.argv[1], "--today", "2026-11-20"]
atexit.register(lambda: print("\\n" + json.dumps(sorted(sys.modules)), file=sys.__stdout__))
from readiness_bot.__main__ import main
main()
"""


@cache
def loaded() -> frozenset[str]:
    done = subprocess.run([sys.executable, "-I", "-c", _RUN, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return frozenset(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("room", ROOMS)
def test_a_check_imports_of_a_room(room: str) -> None:
    names = (name.removeprefix(f"readiness_bot.{room}").removeprefix(".") for name in loaded() if f"{name}.".startswith(f"readiness_bot.{room}."))
    assert {name for name in names if not name.startswith("items")} == ROOMS[room]


def test_and_of_no_other_room() -> None:
    assert {name.split(".")[1] for name in loaded() if name.startswith("readiness_bot.")} == set(ROOMS)


def test_a_check_imports_few_libraries() -> None:
    extensions = {"_cython", "cython_runtime", "_distutils_hack", "__main__", "_virtualenv"}
    others = {name.partition(".")[0] for name in loaded()} - set(sys.stdlib_module_names) - {"readiness_bot"}
    assert {name for name in others if not any(name.startswith(each) for each in extensions)} == LIBRARIES


def test_and_nothing_slow_of_the_standard_library() -> None:
    assert loaded() & SLOW == set()
