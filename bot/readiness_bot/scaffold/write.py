"""Writes new files, and never touches one that is there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


class CannotWrite(Exception):
    """One sentence for people."""


def write_new(directory: Path, files: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Paths that were written, and paths that were there already. No link is followed out of the folder."""
    written, kept = [], []
    for name, text in files.items():
        target = directory / name
        for parent in (directory / part for part in _parents(name)):
            if parent.is_symlink():
                raise CannotWrite(
                    f"{parent} is a symbolic link; put a real folder there and run `readiness init` again."
                )
        if os.path.lexists(target):
            kept.append(name)
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise CannotWrite(f"{target} cannot be written: {error.strerror}.") from error
        written.append(name)
    return written, kept


def _parents(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]
