"""Writes new files, and only new ones: each appears whole or not at all, and a failure takes back what came
before it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from readiness_bot.scaffold.plan import NewFile

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EXDEV})
"""What file systems without hard links answer."""


class CannotWrite(Exception):
    """The scaffold cannot be written (exit code 3). Nothing was changed."""


def check_folders(root: Path, paths: Iterable[str]) -> None:
    """Refuse to write through a link, which could lead anywhere, or below a file. Raises CannotWrite."""
    for folder in sorted({parent for path in paths for parent in _parents(path)}):
        place = root / folder
        if place.is_symlink():
            raise CannotWrite(
                f"{folder}/ is a symbolic link, which is not followed; put a real folder there, then run this"
                " again."
            )
        if os.path.lexists(place) and not place.is_dir():
            raise CannotWrite(
                f"{folder} is a file, and a folder of that name is needed; rename it, then run this again."
            )


def write_files(root: Path, files: Iterable[NewFile]) -> None:
    """Write all of them, or none.

    Never replaces a file, not even one that appears meanwhile. Raises CannotWrite.
    """
    done: list[Path] = []
    try:
        for file in files:
            target = root / file.path
            _make_folders(root, file.path, done)
            _put(target, file.content)
            done.append(target)
    except FileExistsError as error:
        _take_back(done)
        raise CannotWrite(
            f"{file.path} appeared while this ran; nothing was changed, run it again."
        ) from error
    except OSError as error:
        _take_back(done)
        raise CannotWrite(f"{file.path} cannot be written: {error.strerror}. Nothing was changed.") from error


def _parents(path: str) -> list[str]:
    """`.github/workflows/x.yml` → `.github`, `.github/workflows`."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _make_folders(root: Path, path: str, done: list[Path]) -> None:
    """The folders that are missing, from the outside in."""
    for folder in _parents(path):
        place = root / folder
        if not place.is_dir():
            place.mkdir()
            done.append(place)


def _put(target: Path, content: str) -> None:
    """A temporary neighbour that is then given its name: a link fails where the name is taken, a rename would
    replace."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _name(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _name(temporary: Path, target: Path) -> None:
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError from error
        temporary.rename(target)


def _take_back(done: list[Path]) -> None:
    """What this run made, and nothing else; a folder that somebody used meanwhile stays."""
    for place in reversed(done):
        try:
            place.rmdir() if place.is_dir() else place.unlink()
        except OSError:
            continue
