"""Files that are named to a command, which may be anything: a device, a pipe, or more than the memory
holds."""

from __future__ import annotations

from pathlib import Path

from readiness_bot.runs.errors import CannotDo

MEBIBYTE = 1024 * 1024


def read_at_most(path: Path, most: int, what: str) -> bytes:
    """The content.

    Raises OSError, and CannotDo where there is more than `most` bytes of it; `what` begins that sentence.
    """
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        size = f"{most // MEBIBYTE} MiB" if most >= MEBIBYTE else f"{most // 1024} KiB"
        raise CannotDo(f"{what} is larger than {size} ({path}). Nothing was changed.")
    return content
