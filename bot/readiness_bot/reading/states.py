"""The first-parent history of a whole repository, by one `git log`. I/O only through `Git`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git
from readiness_bot.reading.history import NO_COMMITS

_COMMIT = "\x01"


@dataclass(frozen=True, slots=True)
class Commit:
    """One first-parent commit with what it changed against its first parent: a merge shows all that it brought."""

    id: str
    committed: int
    """Seconds since 1970, UTC; whoever makes a commit can write anything here."""
    email: str
    changes: tuple[str, ...]
    """By turns git's raw line (`:100644 100644 OLD NEW M`) and the path, from the repository's root."""


class Log:
    """The history while git is still writing it. Raises CannotRead."""

    def __init__(self, git: Git, revision: str = "HEAD") -> None:
        self._git, self._revision = git, revision
        self._stream = git.stream(
            "log", "--first-parent", "--diff-merges=first-parent", "--raw", "--no-renames", "--no-abbrev", "-z",
            f"--format={_COMMIT}%H %ct %ae", revision, "--",
        )  # fmt: skip

    def __iter__(self) -> Iterator[Commit]:
        """Newest first. Renames are a deletion and an addition."""
        try:
            yield from _commits(_fields(self._stream))
        except CannotRead:
            if self._git.ask("rev-parse", "--verify", "--quiet", self._revision) is None:
                raise CannotRead(
                    f"{NO_COMMITS[0].upper()}{NO_COMMITS[1:]}: there is nothing to audit."
                ) from None
            raise

    def close(self) -> None:
        self._stream.close()


def _fields(chunks: Iterable[bytes]) -> Iterator[list[str]]:
    """What stands between NULs, some at a time."""
    rest = b""
    for chunk in chunks:
        whole, nul, rest = (rest + chunk).rpartition(b"\0")
        if nul:
            yield whole.decode("utf-8", "surrogateescape").split("\0")
    if rest:
        yield [rest.decode("utf-8", "surrogateescape")]


def _commits(parts: Iterable[list[str]]) -> Iterator[Commit]:
    """A field that follows a raw line is its path, whatever is in it."""
    head = line = ""
    changes: list[str] = []
    for fields in parts:
        for field in fields:
            if line:
                changes += (line, field)
                line = ""
            elif field.startswith(_COMMIT):
                if head:
                    yield _commit(head, changes)
                head, changes = field, []
            else:
                line = field.lstrip("\n")
    if head:
        yield _commit(head, changes)


def _commit(head: str, changes: list[str]) -> Commit:
    name, seconds, email = head[1:].split(" ", 2)
    return Commit(name, int(seconds), email, tuple(changes))
