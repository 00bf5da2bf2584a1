"""A repository's past for the audit, by two git processes: one `log`, and one `cat-file` that stays open. I/O through `Git`.

The log of a long history takes git as long as everything else takes us. So git begins before anything else is imported,
and each version of a readiness file is read as soon as the log names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Objects
from readiness_bot.reading.mentions import READINESS
from readiness_bot.reading.revision import Place, place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES
from readiness_bot.reading.states import Commit, Log

if TYPE_CHECKING:
    from readiness_bot.audit.blocks import Loader
    from readiness_bot.audit.moment import Source

_REFERENCE = 1024
"""Bytes of a reference's file; git's own names are shorter."""


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
    log = Log(place.git)
    try:
        with place.git.objects(MAX_FILE_BYTES) as objects:
            yield _read(place, log, objects)
    finally:
        log.close()


def _read(place: Place, log: Log, objects: Objects) -> Source:
    from readiness_bot.audit.blocks import Loader
    from readiness_bot.audit.moment import Source

    contents, loader = _Contents(objects, place.prefix), Loader()
    commits = []
    for commit in log:
        commits.append(commit)
        contents.read_ahead(commit, loader)
    commits.reverse()
    return Source(commits, contents.blob, cache(objects.is_commit), place.prefix, loader, _branches(place))


def _branches(place: Place) -> tuple[str, str] | None:
    """The branch that is checked out and the remote's default branch; None where one of them is not known."""
    checked_out = _leads_to(place.own / "HEAD", "refs/heads/")
    default = _leads_to(place.shared / "refs" / "remotes" / "origin" / "HEAD", "refs/remotes/origin/")
    return (checked_out, default) if checked_out and default else None


def _leads_to(reference: Path, under: str) -> str | None:
    """Git keeps a reference that leads to another one as a small file, so that no further process need be asked."""
    try:
        with reference.open(encoding="utf-8", errors="replace") as file:
            text = file.read(_REFERENCE).strip()
    except OSError:
        return None
    target = text.removeprefix("ref: ")
    return target.removeprefix(under) if target.startswith(under) and target != text else None


class _Contents:
    """Object name → content, each asked for once."""

    def __init__(self, objects: Objects, prefix: str) -> None:
        self._objects = objects
        self._names = {f"{prefix}readiness/{name}": name for name in READINESS}
        self._found: dict[str, bytes | None] = {}

    def read_ahead(self, commit: Commit, loader: Loader) -> None:
        """The readiness files that a commit brought."""
        for path in self._names.keys() & commit.changes[1::2]:
            _, mode, _, name, _ = commit.changes[commit.changes.index(path) - 1].split(" ", 4)
            if mode.startswith("100"):
                content = self.blob(name)
                if content is not None:
                    loader.load(self._names[path], content)

    def blob(self, name: str) -> bytes | None:
        if name not in self._found:
            self._found |= self._objects.many([name])
        if name not in self._found:
            raise CannotRead(
                f"git has no object {name[:12]} here, which the history names; `git fsck` says more."
            )
        return self._found[name]
