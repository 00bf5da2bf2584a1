"""The files that `init` writes, from the templates and what is known. Pure: texts in, texts out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from string import Template

from readiness_bot.reading.document import Document
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.infer import Known

ACTION = "readiness-bot/readiness-bot@v1"
"""The action in texts and templates; `init --action` names another."""

_UNFILLED = re.compile(r"(?<=:) +\$\w+|\$\w+")


def scaffold(
    templates: Mapping[str, str], known: Known, action: str, branch: str, seed: str
) -> dict[str, str]:
    """Path → text, for the six readiness files and the two workflows. `seed`: what the schedule's time is made from."""
    written: dict[str, str] = {}
    for name, text in templates.items():
        if name.startswith("readiness/"):
            written[name] = _fill(text, known)
        else:
            written[f".github/{name}"] = _workflow(text, action, branch, seed)
    return written


def _fill(text: str, known: Known) -> str:
    """Known values in their slots; the other slots become nothing. Comments keep their column."""
    values = {slot: _yaml(value) for slot, value in known.values.items()}
    return "\n".join(_filled(line, values) for line in text.split("\n"))


def _filled(line: str, values: Mapping[str, str]) -> str:
    if "$" not in line:
        return line
    before, mark, comment = line.partition("  #")
    filled = _UNFILLED.sub("", Template(before).safe_substitute(values)).rstrip()
    return f"{filled:{len(before)}}{mark}{comment}" if mark else filled


def _yaml(value: str | tuple[str, ...]) -> str:
    """A value as YAML that reads back as itself, whatever its text is."""
    if isinstance(value, tuple):
        return f"[{', '.join(_yaml(entry) for entry in value)}]"
    read = parse("", f"x: {value}\n".encode())
    plain = (
        isinstance(read, Document) and read.data.get("x") == value and "[" not in value and "," not in value
    )
    return value if plain else json.dumps(value, ensure_ascii=False)


def _workflow(text: str, action: str, branch: str, seed: str) -> str:
    """Everybody's schedule at the same minute would be late for everybody."""
    hashed = int(hashlib.sha256(seed.encode()).hexdigest(), 16)
    repository, _, ref = action.partition("@")
    slots = {
        "repository": repository,
        "ref": ref,
        "branch": json.dumps(branch),
        "minute": str(hashed % 60),
        "hour": str(4 + hashed // 60 % 4),
    }
    return Template(text).safe_substitute(slots)
