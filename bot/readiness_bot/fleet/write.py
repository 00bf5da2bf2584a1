"""Many small files into one folder, none of them out of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from readiness_bot.runs.errors import CannotDo
from readiness_bot.runs.output import stream


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """By name, each whole or not at all; a link that is there gives way to the file. Raises CannotDo."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(f"{folder} cannot be made: {error.strerror}") from error
    for name, text in files.items():
        if "/" in name or name.startswith("."):
            raise CannotDo(f"{name} is no name for a file in {folder}")
        stream([text], folder / name)
