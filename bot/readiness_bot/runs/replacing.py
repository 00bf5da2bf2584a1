"""A file gets another content, whole or not at all, and only if nobody changed it meanwhile."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readiness_bot.runs.errors import CannotDo
from readiness_bot.stopping import heard, held


class Changed(Exception):
    """Somebody else changed the file since it was read."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Of several sessions in one folder, one at a time reads and writes."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise CannotDo(f"{folder} cannot be opened: {error.strerror}.") from error
    try:
        with heard():
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def replace_file(file: Path, old: bytes, new: bytes) -> None:
    """Raises Changed where the file is no longer what was read, CannotDo where it cannot be written."""
    try:
        with held():
            _replace(file, old, new)
    except FileNotFoundError as error:
        raise Changed from error
    except OSError as error:
        raise CannotDo(f"{file} cannot be written: {error.strerror}. It is as it was.") from error


def _replace(file: Path, old: bytes, new: bytes) -> None:
    """By a neighbour that then takes its name, with the rights that it had. An editor that writes between the
    last look and the renaming would lose, which takes microseconds; no lock would stop it either."""
    mode = stat.S_IMODE(file.stat(follow_symlinks=False).st_mode)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".tmp", dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as written:
            os.fchmod(handle, mode)
            written.write(new)
            written.flush()
            os.fsync(handle)
        if file.is_symlink() or file.read_bytes() != old:
            raise Changed
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
