"""The one wrapper for the git program. It only reads, and runs nothing that a repository's settings name."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

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

    def objects(self, names: Iterable[str]) -> list[str | None]:
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

    def _call(self, arguments: tuple[str, ...], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        environment |= {
            key: os.environ[key] for key in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM") if key in os.environ
        }
        try:
            return subprocess.run(
                ["git", *_SAFE, "-C", str(self.folder), *arguments],
                input=stdin, capture_output=True, env=environment, check=False,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise CannotRead("git is not installed here; install it, or run this where it is.") from error


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
