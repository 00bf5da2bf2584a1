"""Writes new files, and what is added to old ones: each appears whole or not at all, and a failure takes back
what came before it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from readiness_bot.scaffold.plan import Addition, NewFile

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EXDEV})
"""What file systems without hard links answer."""


_NOTHING: Mapping[str, bytes] = {}


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


def write_files(
    root: Path,
    files: Iterable[NewFile],
    additions: Iterable[Addition] = (),
    superfluous: Mapping[str, bytes] = _NOTHING,
) -> None:
    """Write all of them, or none.

    Never replaces a file by a new one, not even one that appears meanwhile; changes a file, or takes one away
    (`superfluous`: path → content), only if it still is what it was when it was read. Raises CannotWrite.
    """
    done: list[Path] = []
    changed: list[tuple[Path, bytes]] = []
    path = ""
    try:
        for file in files:
            path = file.path
            _make_folders(root, path, done)
            _put(root / path, file.content)
            done.append(root / path)
        for addition in additions:
            path = addition.path
            _exchange(root / path, addition.before, addition.content)
            changed.append((root / path, addition.before))
        for path, before in superfluous.items():
            _check(root / path, before)
            (root / path).unlink()
            changed.append((root / path, before))
    except FileExistsError as error:
        _undo(done, changed)
        raise CannotWrite(f"{path} appeared while this ran; nothing was changed, run it again.") from error
    except _Moved as error:
        _undo(done, changed)
        raise CannotWrite(f"{path} changed while this ran; nothing was changed, run it again.") from error
    except OSError as error:
        _undo(done, changed)
        raise CannotWrite(f"{path} cannot be written: {error.strerror}. Nothing was changed.") from error
    except BaseException:  # somebody stopped it
        _undo(done, changed)
        raise


class _Moved(Exception):
    """Somebody wrote the file meanwhile."""


def _check(target: Path, before: bytes) -> None:
    if target.is_symlink() or target.read_bytes() != before:
        raise _Moved


def _exchange(target: Path, before: bytes, content: bytes) -> None:
    """The file with other bytes and the same rights, through a neighbour that takes its name."""
    _check(target, before)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _undo(done: list[Path], changed: list[tuple[Path, bytes]]) -> None:
    for target, before in reversed(changed):
        with suppress(OSError):
            target.write_bytes(before)
    _take_back(done)


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
