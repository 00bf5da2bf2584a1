"""A repository's past for the audit, by one git `log`, and two `cat-file` that stay open. I/O through `Git`.

The log of a long history takes git as long as everything else takes us. So git begins before anything else is
imported, and each version of a readiness file is read as soon as the log names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_bot.ledger.branch import MAX_BYTES as LEDGER_BYTES
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git, Objects
from readiness_bot.reading.git.clean import read_small
from readiness_bot.reading.mentions import READINESS
from readiness_bot.reading.revision import Place, place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES
from readiness_bot.reading.states import Commit, Log

if TYPE_CHECKING:
    from readiness_bot.audit.blocks import Loader
    from readiness_bot.audit.moment import Source

_AT_ONCE = 200
"""Commits. Git is asked for the readiness files of so many at a time."""


@contextmanager
def open_past(directory: Path, place: Place | None = None) -> Iterator[Callable[[], Source]]:
    """What reads the past, while git is at work on it already.

    Contents are read as long as it is open. `place`: the folder's, where it is known.

    Raises CannotRead; a shallow clone is refused, since it would answer wrongly.
    """
    place = place or place_of(directory)
    if place is None:
        raise CannotRead(f"{directory} is not in a git repository, and the audit reads git's history.")
    if place.shallow:
        raise CannotRead(
            "This clone is shallow, and an audit of a part of the history would be wrong. `git fetch"
            " --unshallow` brings the rest (in a workflow: actions/checkout with fetch-depth: 0)."
        )
    log = Log(place.git)
    try:
        with place.git.objects(MAX_FILE_BYTES) as objects:
            yield partial(_read, place, log, objects)
    finally:
        log.close()


def _read(place: Place, log: Log, objects: Objects) -> Source:
    from readiness_bot.audit.blocks import Loader
    from readiness_bot.audit.moment import Source

    contents, loader = _Contents(place.git, objects, place.prefix), Loader()
    commits, named = [], iter(log)
    while some := list(islice(named, _AT_ONCE)):
        commits += some
        contents.read_ahead(some, loader)
    commits.reverse()
    return Source(
        commits,
        contents.blob,
        cache(objects.is_commit),
        place.prefix,
        loader,
        _ledger(place, objects),
        _branches(place),
        lambda: frozenset(place.git.run("rev-list", "HEAD").decode().split()),
    )


def _ledger(place: Place, objects: Objects) -> str:
    """As `origin` has it, else as this clone does."""
    from readiness_bot.ledger.line import BRANCH, FILE

    for reference in (f"refs/remotes/origin/{BRANCH}", f"refs/heads/{BRANCH}"):
        name = f"{reference}:{place.prefix}{FILE}"
        if (
            place.git.partial
        ):  # git calls what a partial clone left out missing; by its own name it is fetched
            [name] = [oid or name for oid in place.git.names_of([name])]
        content = objects.many([name], LEDGER_BYTES).get(name)
        if content is not None:
            return content.decode("utf-8", "replace")
    return ""


def _branches(place: Place) -> tuple[str, str] | None:
    """The branch that is checked out and the remote's default branch; None where one of them is not known."""
    clean = place.git.clean
    checked_out = _leads_to(clean.own / "HEAD", "refs/heads/")
    default = _leads_to(clean.shared / "refs" / "remotes" / "origin" / "HEAD", "refs/remotes/origin/")
    return (checked_out, default) if checked_out and default else None


def _leads_to(reference: Path, under: str) -> str | None:
    """Git keeps a reference that leads to another one as a small file, so that no further process need be
    asked."""
    text = read_small(reference).decode("utf-8", "replace").strip()
    target = text.removeprefix("ref: ")
    return target.removeprefix(under) if target.startswith(under) and target != text else None


class _Contents:
    """Object name → content, each asked for once."""

    def __init__(self, git: Git, objects: Objects, prefix: str) -> None:
        self._git, self._objects = git, objects
        self._names = {f"{prefix}readiness/{name}": name for name in READINESS}
        self._found: dict[str, bytes | None] = {}

    def read_ahead(self, commits: Iterable[Commit], loader: Loader) -> None:
        """The readiness files that some commits brought."""
        brought = dict.fromkeys(found for commit in commits for found in self._brought(commit))
        self._found |= self._objects.many(blob for _, blob in brought if blob not in self._found)
        for name, blob in brought:
            content = self.blob(blob)
            if content is not None:
                loader.load(name, content)

    def _brought(self, commit: Commit) -> Iterator[tuple[str, str]]:
        """A readiness file's name, and its object's."""
        for path in self._names.keys() & commit.changes[1::2]:
            _, mode, _, blob, _ = commit.changes[commit.changes.index(path) - 1].split(" ", 4)
            if mode.startswith("100"):
                yield self._names[path], blob

    def blob(self, name: str) -> bytes | None:
        if name not in self._found:
            self._found |= self._objects.many([name])
        if name not in self._found:
            raise self._git.missing(name)
        return self._found[name]
