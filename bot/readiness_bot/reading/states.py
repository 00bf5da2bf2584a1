"""The first-parent history of a whole repository, by one `git log`. I/O only through `Git`."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git
from readiness_bot.reading.git.stream import at_most, fields
from readiness_bot.reading.history import NO_COMMITS
from readiness_bot.reading.log import LOG, Commit, commits_in

__all__ = ["Commit", "Log"]

MOST_FIELDS = 1_200_000
"""Six hundred thousand changed files with their raw lines, less what the commits take. They are held in
memory."""


class Log:
    """The history while git is still writing it. Raises CannotRead."""

    def __init__(self, git: Git, revision: str = "HEAD") -> None:
        self._git = git
        self._stream = git.stream(*LOG, revision, "--")

    def __iter__(self) -> Iterator[Commit]:
        """Newest first. Renames are a deletion and an addition."""
        told = f"This history changes more than {MOST_FIELDS // 2:,} files, and is not read."
        try:
            yield from commits_in(at_most(MOST_FIELDS, fields(self._stream), told))
        except CannotRead:
            if self._git.head() is None:
                raise CannotRead(
                    f"{NO_COMMITS[0].upper()}{NO_COMMITS[1:]}: there is nothing to audit."
                ) from None
            raise

    def close(self) -> None:
        self._stream.close()
