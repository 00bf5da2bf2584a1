"""`--repos FILE`: names of repositories, one on each line."""

from __future__ import annotations

import re
from pathlib import Path

from readiness_bot.runs.bounded import MEBIBYTE, read_at_most
from readiness_bot.runs.errors import WrongUsage

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}")
"""GitHub's: a login, and a repository's name."""


def read_names(file: Path) -> tuple[str, ...]:
    """Each name once, in the file's order. A line that is none is wrong usage; `#` begins a remark."""
    try:
        text = read_at_most(file, 8 * MEBIBYTE, "The list of repositories").decode("utf-8", "replace")
    except OSError as error:
        raise WrongUsage(f"{file} cannot be read: {error.strerror}") from error
    names: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name = line.partition("#")[0].strip()
        if name and not _NAME.fullmatch(name):
            raise WrongUsage(f"{file}:{number}:1: {name[:80]!r} names no repository; write owner/name")
        if name:
            names[name] = None
    if not names:
        raise WrongUsage(f"{file} names no repository; write owner/name, one on each line")
    return tuple(names)
