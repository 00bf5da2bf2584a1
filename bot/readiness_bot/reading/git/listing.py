"""The paths of a commit and of the index, and the modes and objects of a few of them.

NUL-separated, and never held as one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from readiness_bot.reading.errors import TooMuch
from readiness_bot.reading.git import Git
from readiness_bot.reading.git.stream import fields

MOST_PATHS = 500_000
"""As many as Chromium has. They are held in memory, twice where two commits are compared."""
_AT_ONCE = 200
LINK, REGULAR = "120000", "100"
"""Git's mode of a symbolic link, and how those of files begin."""
SKIPPED, CACHED, OTHER = "S", "H", "?"
"""`git ls-files -t`: in the index and not checked out, in the index, not in the index."""


class Listed(NamedTuple):
    """One path's entry."""

    mode: str
    oid: str


def entries_of(git: Git, commit: str) -> Iterator[tuple[str, Listed]]:
    """Every file of a commit, from the repository's root, and its entry."""
    for line in _bounded(git, "ls-tree", "-r", "-z", "--full-tree", commit):
        meta, _, path = line.partition("\t")
        mode, _, oid = meta.split(" ")
        yield path, Listed(mode, oid)


def files_of(git: Git, commit: str) -> tuple[list[str], dict[str, Listed]]:
    """Every file of a commit, from the repository's root, and the entries of those that are symbolic
    links."""
    paths, links = list[str](), dict[str, Listed]()
    for line in _bounded(git, "ls-tree", "-r", "-z", "--full-tree", commit):
        meta, _, path = line.partition("\t")
        paths.append(path)
        if meta.startswith(LINK):
            links[path] = Listed(LINK, meta.rpartition(" ")[2])
    return paths, links


def at_commit(git: Git, commit: str, paths: Iterable[str]) -> dict[str, Listed]:
    """Mode and object of these files of a commit; what is not there, or a folder, is left out."""
    found = {}
    for some in _some(paths):
        for line in _bounded(git, "ls-tree", "-z", "--full-tree", commit, "--", *map(_literal, some)):
            meta, _, path = line.partition("\t")
            mode, kind, oid = meta.split(" ")
            if kind != "tree":
                found[path] = Listed(mode, oid)
    return found


def in_index(git: Git, paths: Iterable[str]) -> dict[str, Listed]:
    """Mode and object of those of these files that the index has and this work tree is not to have (sparse
    checkouts)."""
    found = {}
    for some in _some(paths):
        for line in _bounded(git, "ls-files", "-z", "-t", "--stage", "--", *map(_literal, some)):
            meta, _, path = line.partition("\t")
            tag, mode, oid, _ = meta.split(" ")
            if tag == SKIPPED and path in some:
                found[path] = Listed(mode, oid)
    return found


_KNOWN = ("ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard")


def known_ahead(git: Git) -> None:
    """Let git begin with what `known` asks."""
    git.ahead(*_KNOWN)


def known(git: Git) -> Iterator[tuple[str, str]]:
    """Every path that git knows or would add, with its `-t` tag; what is ignored will not be in anybody's
    clone."""
    for line in _bounded(git, *_KNOWN):
        yield line[0], line[2:]


def _bounded(git: Git, *arguments: str) -> Iterator[str]:
    left = MOST_PATHS
    for some in fields(git.lists(*arguments)):
        left -= len(some)
        if left < 0:
            raise TooMuch(
                f"{git.root} has more than {MOST_PATHS:,} files; a repository of this size is not read."
            )
        yield from filter(None, some)


def _literal(path: str) -> str:
    return f":(top,literal){path}"


def _some(paths: Iterable[str]) -> Iterator[list[str]]:
    wanted = list(dict.fromkeys(paths))
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))
