"""One git process: its environment, its time, how much it may write, and its end.

Nothing else of this package starts programs.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import IO, cast

from readiness_bot.reading.errors import CannotRead, NoGit
from readiness_bot.stopping import held

SECONDS = 120.0
"""What git may take, each time it is started or asked. Ours answers in well under one on repositories of a
usual size."""
MOST_BYTES = 64 * 1024 * 1024
"""What one answer may take up in memory: the names of a million and a half commits."""
_AT_ONCE = 1 << 16
_LONGEST_LINE = 500
_QUOTING = ("unexpected line", "unterminated line", "bad shallow line")
"""Errors in which git repeats a line of a file (packed-backend.c, shallow.c). The file may be a link out of
the repository."""

_KEPT = ("PATH", "TMPDIR", "LD_LIBRARY_PATH")
"""All that a git gets of our environment: no token, and no variable that names a program, a proxy or another
repository."""
QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_PAGER": "cat",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "LC_ALL": "C",
}
"""https://git-scm.com/docs/git#_environment_variables. GIT_NO_LAZY_FETCH is known from git 2.45 on;
GIT_ALLOW_PROTOCOL, a list that is empty here, stops the same fetch in the older ones."""


def environment(more: Mapping[str, str], kept: Sequence[str] = ()) -> dict[str, str]:
    """What a git process is given. `kept`: further names that may pass."""
    passed = {name: os.environ[name] for name in (*_KEPT, *kept) if name in os.environ}
    passed["PATH"] = _search(passed.get("PATH", os.defpath))
    return passed | QUIET | dict(more)


class Ended(CannotRead):
    """Git ended while it was being asked."""


class Process:
    """A running git, in a process group of its own, which does not outlive us or its time."""

    def __init__(
        self,
        arguments: Sequence[str],
        given: Mapping[str, str],
        folder: Path,
        *,
        name: str,
        stdin: bytes | None = b"",
        seconds: float | None = None,
    ) -> None:
        """`stdin`: what it reads; None: it is asked later, by `write`.

        `name`: what errors call it, as `git log`. `seconds`: default SECONDS.
        """
        self.name, self._folder = name, folder
        self._seconds = SECONDS if seconds is None else seconds
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 closed in close()
        taken = subprocess.PIPE if stdin is None else subprocess.DEVNULL
        fed: IO[bytes] | None = None
        if stdin:
            fed = tempfile.TemporaryFile()  # noqa: SIM115 closed below
            fed.write(stdin)
            fed.seek(0)
        try:
            with held():
                self._process = subprocess.Popen(
                    [program(), *arguments],
                    stdin=fed or taken,
                    stdout=subprocess.PIPE,
                    stderr=self._errors,
                    env=dict(given),
                    cwd=folder,
                    process_group=0,
                )
                weakref.finalize(self, _kill, self._process)  # however we end, and wherever that meets us
        except OSError as error:
            self._errors.close()
            raise CannotRead(f"git cannot be started in {folder}: {error.strerror}.") from error
        finally:
            if fed:
                fed.close()
        self._output = cast("IO[bytes]", self._process.stdout).fileno()
        self._poll = select.poll()
        self._poll.register(self._output, select.POLLIN)
        self.again()

    def again(self) -> None:
        """Its time begins now: a process that waits for questions uses none of it while nobody asks."""
        self._deadline = monotonic() + self._seconds

    def write(self, asked: bytes) -> None:
        """To its standard input. Raises CannotRead where it has ended."""
        pipe = cast("IO[bytes]", self._process.stdin)
        try:
            pipe.write(asked)
            pipe.flush()
        except BrokenPipeError as error:
            raise self.ended() from error

    def read(self) -> bytes:
        """Some of its output; empty at the end. Raises CannotRead where its time is up."""
        if not self._poll.poll(max(0.0, self._deadline - monotonic()) * 1000):
            raise self._late()
        return os.read(self._output, _AT_ONCE)

    def chunks(self, most: int | None = None) -> Iterator[bytes]:
        """Its output; nothing of it stays here.

        Raises CannotRead where it is more than `most` bytes, or its time is up.
        """
        total = 0
        while chunk := self.read():
            total += len(chunk)
            if most is not None and total > most:
                self.close()
                raise CannotRead(
                    f"{self.name} wrote more than {most // 1024**2} MiB in {self._folder}; a repository of"
                    " this size is not read."
                )
            yield chunk

    def wait(self) -> int:
        """Its exit code. Raises CannotRead where its time is up."""
        left = max(0.0, self._deadline - monotonic())
        _sleep_until_over(self._process.pid, left)
        try:
            return self._process.wait(max(0.0, self._deadline - monotonic()))
        except subprocess.TimeoutExpired:
            raise self._late() from None

    def said(self, rather: re.Pattern[str] | None = None) -> str:
        """The first line of its errors, without the full stop, and what it repeats of a file; the fatal one
        where there is one, and before it one in which `rather` is found."""
        self._errors.seek(0)
        lines = self._errors.read(_AT_ONCE).decode("utf-8", "replace").strip().splitlines()
        meant = [line for line in lines if rather and rather.search(line)]
        fatal = [*meant, *(line for line in lines if line.startswith("fatal: "))]
        return _unquoted((fatal or lines or ["it gave no reason"])[0]).rstrip(".")[:_LONGEST_LINE]

    def ended(self) -> Ended:
        """What to raise where it ended before it answered."""
        self.wait()
        return Ended(
            f"{self.name} stopped in {self._folder}: {self.said()}. `git fsck` says whether the repository is"
            " whole."
        )

    def _late(self) -> CannotRead:
        self.close()
        return CannotRead(
            f"{self.name} did not finish within {self._seconds:g} seconds in {self._folder}, and was stopped."
            " Run it there by hand to see what it waits for; then run this again."
        )

    def end(self) -> None:
        """Kill it, and whatever it started."""
        _kill(self._process)

    def close(self) -> None:
        """End it and let go of its pipes; twice does no harm."""
        self.end()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            try:
                if pipe:
                    pipe.close()
            except BrokenPipeError:
                pass
        self._process.wait()


def _sleep_until_over(pid: int, seconds: float) -> None:
    """Where Linux can say when a process ends; elsewhere Python looks for it every few milliseconds, which
    git's end mostly comes before (https://docs.python.org/3/library/os.html#os.pidfd_open)."""
    try:
        handle = os.pidfd_open(pid)
    except (AttributeError, OSError):
        return
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        poll.poll(seconds * 1000)
    finally:
        os.close(handle)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # it has just ended (macOS says the second)
            process.kill()


def _unquoted(line: str) -> str:
    for words in _QUOTING:
        before, found, after = line.partition(words)
        if found:
            return before + found + after.partition(": ")[0]
    return line


def program() -> str:
    """Git's path.

    Never one that lies where we happen to stand: that may be the repository under judgement.
    """
    found = _found(_search(os.environ.get("PATH", os.defpath)))
    if found is None:
        raise NoGit("git is not installed here; install it, or run this where it is.")
    return found


@lru_cache(maxsize=8)
def _found(path: str) -> str | None:
    return shutil.which("git", path=path)


def _search(path: str) -> str:
    """A PATH without entries that depend on the present folder (`.`, an empty one, `node_modules/.bin`)."""
    return os.pathsep.join(entry for entry in path.split(os.pathsep) if entry.startswith(os.sep))
