"""The one wrapper for the git program. It only reads, and runs nothing that a repository's settings name."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import IO, cast

from readiness_bot.reading.errors import CannotRead

_SAFE = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.quotePath=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.showRoot=true",
)
"""A repository's own settings must not start programs while we only look."""


@dataclass(frozen=True, slots=True)
class Git:
    """Git in one folder."""

    folder: Path

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Git's output. Raises CannotRead with git's own first line."""
        done = self._call(arguments, stdin)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise CannotRead(
                f"git {arguments[0]} failed in {self.folder}: {said[0] if said else 'it gave no reason'}"
            )
        return done.stdout

    def ask(self, *arguments: str) -> str | None:
        """Git's output as a line of text, or None where git says no (no repository, no such thing)."""
        done = self._call(arguments, b"")
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n") if done.returncode == 0 else None

    def blobs(self, names: Iterable[str], limit: int) -> dict[str, bytes]:
        """Object name → content, by one process. Objects that are missing or larger than `limit` bytes are left out."""
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return {}
        found = dict(_batch(self.run("cat-file", "--batch", stdin="\n".join(wanted).encode() + b"\n")))
        return {name: content for name, content in found.items() if len(content) <= limit}

    def are_commits(self, names: Iterable[str]) -> dict[str, bool]:
        """Hex word → whether it names a commit, by one process."""
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return {}
        asked = "\n".join(f"{name}^{{commit}}" for name in wanted).encode() + b"\n"
        lines = self.run("cat-file", "--batch-check=%(objecttype)", stdin=asked).decode().splitlines()
        return {name: line == "commit" for name, line in zip(wanted, lines, strict=True)}

    def names_of(self, names: Iterable[str]) -> list[str | None]:
        """`COMMIT:PATH` → the blob's name, or None where nothing stands there; in the same order, by one process."""
        wanted = list(names)
        if not wanted:
            return []
        asked = "\n".join(wanted).encode() + b"\n"
        lines = (
            self.run("cat-file", "--batch-check=%(objectname)", stdin=asked)
            .decode("utf-8", "replace")
            .splitlines()
        )
        return [None if line.endswith(" missing") else line for line in lines]

    def stream(self, *arguments: str) -> Stream:
        """Git's output while it is still being written."""
        return Stream(
            _started(arguments, self.folder, subprocess.PIPE), f"git {arguments[0]} failed in {self.folder}"
        )

    def objects(self, limit: int) -> Objects:
        """Contents one after the other, by one process that stays open; larger ones count as too large."""
        return Objects(_started(("cat-file", "--batch"), self.folder), limit)

    def _call(self, arguments: tuple[str, ...], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", *_SAFE, "-C", str(self.folder), *arguments],
                input=stdin, capture_output=True, env=_environment(), check=False,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise CannotRead(_NO_GIT) from error


class Stream:
    """A running git. Its output is taken at once, so that it never waits for whoever reads it here."""

    def __init__(self, process: subprocess.Popen[bytes], told: str) -> None:
        self._process, self._told = process, told
        self._chunks: SimpleQueue[bytes] = SimpleQueue()
        self._thread = Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        output = cast("IO[bytes]", self._process.stdout)
        while chunk := output.read(1 << 16):
            self._chunks.put(chunk)
        self._chunks.put(b"")

    def __iter__(self) -> Iterator[bytes]:
        """Raises CannotRead with git's own first line when it ends badly."""
        while chunk := self._chunks.get():
            yield chunk
        said = cast("IO[bytes]", self._process.stderr).read().decode("utf-8", "replace").strip().splitlines()
        if self._process.wait() != 0:
            raise CannotRead(f"{self._told}: {said[0] if said else 'it gave no reason'}")

    def close(self) -> None:
        self._process.kill()
        self._thread.join()
        for pipe in (self._process.stdout, self._process.stderr, self._process.stdin):
            cast("IO[bytes]", pipe).close()
        self._process.wait()


class Objects:
    """An open `git cat-file --batch`: object name → kind and content."""

    _AT_ONCE = 60
    """So many names, of 64 digits each, are less than the smallest pipe holds (4 KiB, for whoever has many open): git is never
    stuck writing while we are stuck asking."""

    def __init__(self, process: subprocess.Popen[bytes], limit: int) -> None:
        self._process, self._limit = process, limit
        self._ask, self._answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)

    def __enter__(self) -> Objects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def many(self, names: Iterable[str], limit: int = 0) -> dict[str, bytes | None]:
        """Object name (or `COMMIT:PATH`) → content; None where it is too large (`limit`: for once). What is missing is left out."""
        wanted, found = list(dict.fromkeys(names)), dict[str, bytes | None]()
        for start in range(0, len(wanted), self._AT_ONCE):
            asked = wanted[start : start + self._AT_ONCE]
            self._write(asked)
            answers = [self._answer(limit or self._limit) for _ in asked]
            found |= {
                name: answer[1] for name, answer in zip(asked, answers, strict=True) if answer is not None
            }
        return found

    def is_commit(self, name: str) -> bool:
        """Whether a hex word names a commit."""
        self._write([f"{name}^{{commit}}"])
        answer = self._answer(self._limit)
        return answer is not None and answer[0] == "commit"

    def _write(self, names: list[str]) -> None:
        try:
            self._ask.write("\n".join([*names, ""]).encode())
            self._ask.flush()
        except BrokenPipeError as error:
            raise CannotRead(_STOPPED) from error

    def _answer(self, limit: int) -> tuple[str, bytes | None] | None:
        """The next answer: `name kind size`, a line feed, the content, a line feed; or `name missing`."""
        line = self._answers.readline()
        if not line:
            raise CannotRead(_STOPPED)
        words = line.decode("utf-8", "replace").rstrip("\n").rsplit(" ", 2)
        if len(words) != 3 or not words[2].isdigit():
            return None
        content = self._answers.read(int(words[2]) + 1)[:-1]
        return words[1], content if len(content) <= limit else None


_NO_GIT = "git is not installed here; install it, or run this where it is."
_STOPPED = (
    "git stopped while it read this repository's objects. A partial clone needs its remote for them: "
    "see that it can be reached, or make a full clone."
)


def _environment() -> dict[str, str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    kept = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM")
    kept_ones = {key: os.environ[key] for key in kept if key in os.environ}
    return (
        environment
        | kept_ones
        | _credentials(os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_TOKEN"))
    )


def _credentials(server: str | None, token: str | None) -> dict[str, str]:
    """In a workflow git fetches old contents when they are asked for (`filter: blob:none`), and a private repository gives them
    to nobody; the checkout leaves no credentials behind. So git gets the token, for the workflow's own server alone, and never
    as an argument that other processes could read."""
    if not server or not token:
        return {}
    basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{server.rstrip('/')}/.extraheader",
        "GIT_CONFIG_VALUE_0": f"AUTHORIZATION: basic {basic}",
    }


def _started(
    arguments: tuple[str, ...], folder: Path, errors: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            ["git", *_SAFE, "-C", str(folder), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=_environment(),
        )  # fmt: skip
    except FileNotFoundError as error:
        raise CannotRead(_NO_GIT) from error


def _batch(output: bytes) -> Iterator[tuple[str, bytes]]:
    """The answers of `git cat-file --batch`: `name type size`, a line feed, the content, a line feed."""
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        words = output[at:end].decode().split(" ")
        at = end + 1
        if len(words) != 3 or not words[2].isdigit():  # "… missing"
            continue
        size = int(words[2])
        yield words[0], output[at : at + size]
        at += size + 1
