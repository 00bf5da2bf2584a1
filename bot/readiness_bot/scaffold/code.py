"""Which files of a repository tell what kind of model it holds, by their names and by what stands in them.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from readiness_bot.reading.mentions import can_be_mentioned
from readiness_bot.scaffold.declared import declares

MOST_MANIFESTS, MOST_SOURCES, MOST_FILES = 40, 300, 20
"""How many files of each are read, those nearest to the root first; and of prompts and schemas, how many are
ever written down."""

_SOURCE = (".py", ".ts", ".tsx", ".js", ".jsx", ".mjs")
_TEXT = (".txt", ".md", ".j2", ".jinja", ".jinja2", ".yaml", ".yml", ".json")
_PROMPT = (".prompty", ".prompt", ".prompt.md", ".prompt.yml", ".prompt.yaml")
_MODULE = re.compile(
    r"(?:[\w-]{0,60}[-_])?prompts\.(?:py|tsx?|js|mjs)|(?:system[-_]?)?prompt\.(?:py|tsx?|js|mjs)"
)
_HELPER = re.compile(
    r"(?:\A|[-_.])(?:init|utils?|loader|manager|builder|types|provenance|push|readme)(?:[-_.]|\Z)"
)
"""Modules that only handle prompts: `prompt_utils.py`, `push_system_prompt.py`."""
_ASIDE = frozenset(
    {
        *("test", "tests", "testing", "__tests__", "e2e", "eval", "evals", "evaluation", "evaluations"),
        *("evaluators", "benchmark", "benchmarks", "doc", "docs", "example", "examples", "sample", "samples"),
        *("tutorial", "tutorials", "workshop", "readiness", "node_modules", "venv", "env", "site-packages"),
        *("vendor", "dist", "build", "__pycache__", "legacy"),
    }
)
"""Folders of what is not the application."""
_TEST = re.compile(r"test_.*|.*_test\.\w+|conftest\.py|.*\.(?:test|spec)\.\w+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read."""

    manifests: tuple[str, ...]
    sources: tuple[str, ...]
    prompts: tuple[str, ...]
    configurations: tuple[str, ...]
    """Files that may hold a prompt, or the schema of a tool, without a name that says so."""


def wanted(paths: Iterable[str], prefix: str) -> Wanted:
    """Of all paths of a repository, those below a model's folder that are worth a look."""
    own = [path for path in paths if path.startswith(prefix) and not is_aside(path.removeprefix(prefix))]
    own.sort(key=lambda path: (path.count("/"), path))
    prompts = tuple(path for path in own if is_prompt(path.removeprefix(prefix)))
    others = (path for path in own if path.endswith((".json", ".yaml", ".yml")) and path not in prompts)
    return Wanted(
        manifests=tuple(path for path in own if declares(path))[:MOST_MANIFESTS],
        sources=tuple(path for path in own if path.endswith(_SOURCE))[:MOST_SOURCES],
        prompts=prompts if len(prompts) <= MOST_FILES else (),
        configurations=tuple(path for path in others if not declares(path))[:MOST_MANIFESTS],
    )


def is_aside(path: str) -> bool:
    """A test, a lesson, somebody else's code; and folders with a dot configure tools, such as the developers'
    own assistant."""
    *folders, name = path.split("/")
    return any(part.lower() in _ASIDE or part.startswith(".") for part in folders) or bool(
        name.startswith(".") or _TEST.fullmatch(name)
    )


def is_prompt(path: str) -> bool:
    """By its name and its folder's."""
    *folders, name = path.lower().split("/")
    if not can_be_mentioned(path) or _HELPER.search(name.replace("__", "")):
        return False
    within = any(part in ("prompt", "prompts") for part in folders)
    words = re.split(r"[-_.]", name)
    named = "prompt" in words or "prompts" in words
    return (
        name.endswith(_PROMPT)
        or (name.endswith(_TEXT) and (within or named))
        or bool(_MODULE.fullmatch(name))
        or (within and name.endswith(_SOURCE))
    )


_KEY = re.compile(r"^[ \t]*[\"']?(?:system_template|system_prompt|system_message)[\"']?[ \t]*:", re.MULTILINE)
_SCHEMA = re.compile(r"[\"']?(?:input_schema|inputSchema|parameters)[\"']?[ \t]*:")
_NAME = re.compile(r"[\"']?name[\"']?[ \t]*:")


def holds_prompt(text: str) -> bool:
    """A configuration with a system prompt in it."""
    return bool(_KEY.search(text))


def is_schema(path: str, text: str) -> bool:
    """A file that describes a tool as models are told of it: its name and its parameters."""
    *folders, name = path.lower().split("/")
    called = any("tool" in part for part in re.split(r"[-_.]", name)) or "tools" in folders
    return called and can_be_mentioned(path) and bool(_SCHEMA.search(text) and _NAME.search(text))
