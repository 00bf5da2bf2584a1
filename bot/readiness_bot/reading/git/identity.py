"""Who works in this clone, as git was told: `user.name` and `user.email`. Anybody's text."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from readiness_bot.reading.git import Git

_KEYS = r"^(user\.name|user\.email|github\.user)$"


@dataclass(frozen=True, slots=True)
class Identity:
    """Empty where git was not told."""

    name: str = ""
    email: str = ""
    login: str = ""
    """`github.user`, which several tools read (https://git-scm.com/docs/gitcredentials leaves it to them)."""


def identity(git: Git) -> Identity:
    """The clone's own settings, then the person's. Each is read as a file, and never obeyed."""
    found: dict[str, str] = {}
    for file in (git.settings_file, *_own_files()):
        found = git.settings_in(file, _KEYS) | found
    return Identity(
        name=os.environ.get("GIT_AUTHOR_NAME") or found.get("user.name", ""),
        email=os.environ.get("GIT_AUTHOR_EMAIL") or found.get("user.email", ""),
        login=found.get("github.user", ""),
    )


def _own_files() -> tuple[Path, ...]:
    """https://git-scm.com/docs/git-config#FILES; the first wins here."""
    given = os.environ.get("GIT_CONFIG_GLOBAL")
    if given is not None:
        return (Path(given),)
    home = Path(os.environ.get("HOME", "/"))
    beside = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return (home / ".gitconfig", beside / "git" / "config")
