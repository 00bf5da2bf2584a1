"""The libraries that a repository declares that it needs, for what it runs: not for its tests. Pure.

Everything read is untrusted text; what cannot be read declares nothing.
"""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from readiness_bot.reading.document import Unreadable
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.sources import Text

_REQUIREMENT = re.compile(r"[ \t]*([A-Za-z0-9][\w.-]{0,99})")
_REQUIREMENTS = re.compile(r"(?:[\w.-]{0,40}[-_.])?requirements(?:[-_.][\w.-]{1,40})?\.(?:txt|in)")
_ASIDE = re.compile(
    r"(?:\A|[-_./])(?:dev|develop|test|tests|testing|docs?|lint|ci|evals?|evaluation|examples?)(?:[-_./]|\Z)"
)
"""Words of what does not run in production: `requirements-dev.txt`, an extra `test`."""


def declares(path: str) -> bool:
    """Whether such a file declares what a repository needs."""
    name = path.rpartition("/")[2]
    if _REQUIREMENTS.fullmatch(name) or (name.endswith((".txt", ".in")) and "/requirements/" in f"/{path}"):
        return not _ASIDE.search(name)
    return name in _READERS


def libraries(manifest: Text) -> Iterator[str]:
    """The names that a file declares, as it writes them."""
    reader = _READERS.get(manifest.path.rpartition("/")[2], _requirements)
    try:
        yield from reader(manifest.content)
    except (ValueError, RecursionError, configparser.Error):
        return


def _requirements(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from _named(line)


def _package_json(text: str) -> Iterator[str]:
    yield from _keys(_table(json.loads(text)).get("dependencies"))


def _pyproject(text: str) -> Iterator[str]:
    data = tomllib.loads(text)
    project = _table(data.get("project"))
    for line in _texts(project.get("dependencies")):
        yield from _named(line)
    for extra, lines in _table(project.get("optional-dependencies")).items():
        if not _ASIDE.search(extra.lower()):
            for line in _texts(lines):
                yield from _named(line)
    yield from _keys(_table(_table(data.get("tool")).get("poetry")).get("dependencies"))


def _pipfile(text: str) -> Iterator[str]:
    yield from _keys(tomllib.loads(text).get("packages"))


def _setup_cfg(text: str) -> Iterator[str]:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.read_string(text)
    yield from _requirements(read.get("options", "install_requires", fallback=""))


def _environment(text: str) -> Iterator[str]:
    """https://docs.conda.io/projects/conda/en/latest/user-guide/tasks/manage-environments.html"""
    read = parse("environment.yml", text.encode("utf-8", "replace"))
    entries = None if isinstance(read, Unreadable) else read.data.get("dependencies")
    for entry in entries if isinstance(entries, list) else ():
        lines = entry.get("pip") if isinstance(entry, Mapping) else [entry]
        for line in _texts(lines):
            yield from _named(line.rpartition("::")[2])


_READERS = {
    "package.json": _package_json,
    "pyproject.toml": _pyproject,
    "Pipfile": _pipfile,
    "setup.cfg": _setup_cfg,
    "environment.yml": _environment,
    "environment.yaml": _environment,
}


def _named(line: str) -> Iterator[str]:
    found = _REQUIREMENT.match(line)
    if found:
        yield found[1]


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _keys(value: Any) -> Iterator[str]:
    yield from _table(value)


def _texts(value: Any) -> Iterator[str]:
    yield from (entry for entry in (value if isinstance(value, list) else ()) if isinstance(entry, str))
