"""A repository's past for the audit, by two git processes: one `log`, and one `cat-file` that stays open. I/O through `Git`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from readiness_bot.audit.moment import Source
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Objects
from readiness_bot.reading.mentions import READINESS
from readiness_bot.reading.revision import place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES
from readiness_bot.reading.states import Commit, read_commits


@contextmanager
def open_past(directory: Path) -> Iterator[Source]:
    """Contents are read while the source is open. Raises CannotRead; a shallow clone is refused, since it would answer wrongly."""
    place = place_of(directory)
    if place is None:
        raise CannotRead(f"{directory} is in no git repository, and the audit reads git's history.")
    if place.shallow:
        raise CannotRead(
            "This clone is shallow, and an audit of a part of the history would be wrong. `git fetch --unshallow` brings the rest "
            "(in a workflow: actions/checkout with fetch-depth: 0)."
        )
    commits = read_commits(place.git)
    with place.git.objects(MAX_FILE_BYTES) as objects:
        contents = _Contents(objects, commits, place.prefix)
        yield Source(commits, contents.blob, cache(objects.is_commit), place.prefix)


class _Contents:
    """The readiness files' objects, all at once; others when they are asked for."""

    def __init__(self, objects: Objects, commits: list[Commit], prefix: str) -> None:
        self._objects = objects
        files = {f"{prefix}readiness/{name}" for name in READINESS}
        wanted = (
            line.split(" ", 4)[3]
            for commit in commits
            for line, path in zip(commit.changes[::2], commit.changes[1::2], strict=True)
            if path in files and not line.endswith("D") and line.startswith("100", 8)
        )
        self._found = objects.many(wanted)

    def blob(self, name: str) -> bytes | None:
        if name not in self._found:
            self._found |= self._objects.many([name])
        if name not in self._found:
            raise CannotRead(
                f"git has no object {name[:12]} here, which the history names; `git fsck` says more."
            )
        return self._found[name]
