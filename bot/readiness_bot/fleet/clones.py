"""Clones in a folder: which there are, and each as snapshots of the models in it, without a git process.

A clone is judged by the files that are checked out, links and odd files refused as everywhere. What only
git's history can tell stays unknown; `fleet scan --audit` reads the history too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.clean import read_small
from readiness_bot.reading.mentions import with_folders
from readiness_bot.reading.moved import CONTRACT, is_contract
from readiness_bot.reading.snapshot import History, Snapshot
from readiness_bot.reading.worktree import read_files, walk

NOT_READ = "a fleet scan reads no git history (`--audit` does)"
_DEPTH = 3
"""Folders between the one that is scanned and a clone: `clones/github.com/acme/fraud`."""
_MOST = 100_000
"""Clones."""


@dataclass(frozen=True, slots=True)
class Clone:
    """One repository on disk."""

    name: str
    """Its path below the folder that is scanned."""
    path: Path


def clones_in(folder: Path) -> list[Clone]:
    """What is a repository there, by name. Raises CannotRead."""
    found: list[Clone] = []
    try:
        for path in _below(folder, _DEPTH):
            found.append(Clone(str(path.relative_to(folder)), path))
            if len(found) > _MOST:
                raise CannotRead(
                    f"{folder} holds more than {_MOST:,} repositories; scan its folders one by one."
                )
    except OSError as error:
        raise CannotRead(f"{folder} cannot be read: {error.strerror}.") from error
    return sorted(found, key=lambda clone: clone.name)


def _below(folder: Path, depth: int) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    for path in (Path(entry.path) for entry in folders if not entry.name.startswith(".")):
        if any(os.path.lexists(path / sign) for sign in (".git", "readiness")) or _is_bare(path):
            yield path
        elif depth > 1:
            yield from _below(path, depth - 1)


def _is_bare(path: Path) -> bool:
    return all(os.path.lexists(path / name) for name in ("HEAD", "objects", "refs"))


def snapshots_of(clone: Clone) -> tuple[tuple[Snapshot, ...], frozenset[str]]:
    """The models in it, by folder, none where there is none, and all paths. Raises CannotRead."""
    root = clone.path
    if not os.path.lexists(root / ".git") and _is_bare(root):
        raise CannotRead("this is a bare repository, which has no files; clone it with a working tree")
    try:
        found = list(walk(root))
    except OSError as error:
        raise CannotRead(f"it cannot be read: {error.strerror}") from error
    files = [path for path, _ in found]
    paths, linked = with_folders(files), any(is_link for _, is_link in found)
    folders = sorted(path.removesuffix(CONTRACT) for path in files if is_contract(path))
    if not folders and os.path.lexists(root / "readiness"):
        folders = [""]
    return tuple(
        read_files(
            root, prefix, _seen_from(prefix, paths), has_links=linked, history=History(why_unknown=NOT_READ)
        )
        for prefix in folders
    ), paths


def _seen_from(prefix: str, paths: frozenset[str]) -> frozenset[str]:
    """From the root, and from the model's folder."""
    if not prefix:
        return paths
    return paths | {path.removeprefix(prefix) for path in paths if path.startswith(prefix)}


def repository_of(clone: Clone) -> str:
    """`acme/fraud`, as far as the folders say: of `github.com/acme/fraud` the last two."""
    return "/".join(clone.name.split("/")[-2:])


def head_of(clone: Clone) -> str:
    """The commit that is checked out, as git's own small files say; empty where they do not."""
    own = clone.path / ".git"
    text = read_small(own / "HEAD").decode("utf-8", "replace").strip()
    if text.startswith("ref: refs/heads/") and ".." not in text:
        text = read_small(own / text.removeprefix("ref: ")).decode("utf-8", "replace").strip()
    return text if len(text) in (40, 64) and not set(text) - set("0123456789abcdef") else ""
