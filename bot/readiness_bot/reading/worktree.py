"""A folder on disk as a `Snapshot`. Links are never followed out of it, and no file is read without a bound."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from readiness_bot.reading.candidates import words
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git
from readiness_bot.reading.history import NO_COMMITS, SHALLOW, read_committers
from readiness_bot.reading.links import links_met
from readiness_bot.reading.mentions import (
    CARDS,
    READINESS,
    SETTINGS,
    mentioned_commits,
    mentioned_paths,
    with_folders,
)
from readiness_bot.reading.moved import read_followed
from readiness_bot.reading.revision import Place, place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, History, Refusal, Snapshot

MAX_WALKED = 100_000
_SKIPPED = frozenset({".git", "node_modules", ".venv", "__pycache__"})


def read_worktree(directory: Path) -> Snapshot:
    """The model as its folder stands, committed or not. Raises CannotRead."""
    try:
        os.listdir(directory)
    except OSError as error:
        raise CannotRead(f"{directory} cannot be read: {error.strerror}.") from error
    place = place_of(directory)
    prefix = place.prefix if place else ""
    root = _root(directory, place)
    paths = with_folders(_listed(directory, place) if place else _walked(directory))
    files: dict[str, bytes | Refusal] = {}
    for name in (*(f"readiness/{name}" for name in READINESS), *CARDS):
        _add(files, name, read_bounded(directory, name))
    _add(files, SETTINGS, read_bounded(root, SETTINGS))
    contents = [
        content
        for name, content in files.items()
        if name.startswith("readiness/") and isinstance(content, bytes)
    ]
    for name in mentioned_paths(contents, paths):
        found = read_bounded(directory, name)
        _add(files, name, found if found or name in CARDS else read_bounded(root, name))
    if os.path.lexists(directory / "readiness"):
        own = {"readiness", *(name for name in files if name.startswith("readiness/"))}
        paths |= own | {prefix + path for path in own}
    links = links_met(words(files), prefix, partial(_target, root))
    return _with_history(Snapshot(files=files, paths=paths, prefix=prefix, links=links), place)


def _target(root: Path, path: str) -> str | None:
    """What a link says, without following it; None where no link is."""
    try:
        return str((root / path).readlink())
    except OSError:
        return None


def _with_history(snapshot: Snapshot, place: Place | None) -> Snapshot:
    if place is None:
        return snapshot
    git = place.git
    head = git.ask("rev-parse", "--verify", "--quiet", "HEAD")
    if head is None or place.shallow:
        history, commits = History(why_unknown=NO_COMMITS if head is None else SHALLOW), {}
    else:
        history = read_followed(git, head, place.prefix)
        commits = git.are_commits(mentioned_commits(snapshot.files))
    return Snapshot(
        files=snapshot.files,
        paths=snapshot.paths,
        history=history,
        commits=commits,
        committers=read_committers(git, head) if head else (),
        prefix=place.prefix,
        links=snapshot.links,
    )


def _root(directory: Path, place: Place | None) -> Path:
    return directory.joinpath(*[".."] * place.prefix.count("/")) if place else directory


def _add(files: dict[str, bytes | Refusal], name: str, content: bytes | Refusal | None) -> None:
    if content is not None:
        files[name] = content


def read_bounded(base: Path, name: str, most: int = MAX_FILE_BYTES) -> bytes | Refusal | None:
    """A regular file of at most `most` bytes (256 KiB) below `base`; None where nothing is. No part of the path may be a link."""
    parts = name.split("/")
    for length in range(1, len(parts)):
        if (base.joinpath(*parts[:length])).is_symlink():
            return Refusal.SYMLINK
    try:
        handle = os.open(base / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        return Refusal.DENIED
    except OSError:
        return Refusal.SYMLINK if (base / name).is_symlink() else Refusal.NOT_A_FILE
    if not stat.S_ISREG(os.fstat(handle).st_mode):  # a folder opens too, and no file object can be made of it
        os.close(handle)
        return Refusal.NOT_A_FILE
    with os.fdopen(handle, "rb") as file:
        content = file.read(most + 1)
    return content if len(content) <= most else Refusal.TOO_LARGE


def _listed(directory: Path, place: Place) -> Iterator[str]:
    """What git knows or would add: a path that git ignores will not be in anybody's clone."""
    up = "../" * place.prefix.count("/")
    folder = str(directory / up) if up else str(directory)
    output = Git(Path(folder)).run("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for path in filter(None, output.decode("utf-8", "surrogateescape").split("\0")):
        if os.path.lexists(os.path.join(folder, path)):
            yield path
            if place.prefix and path.startswith(place.prefix):
                yield path.removeprefix(place.prefix)


def _walked(directory: Path) -> Iterator[str]:
    count = 0
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        for name in sorted(names):
            count += 1
            if count > MAX_WALKED:
                return
            yield os.path.relpath(os.path.join(folder, name), directory)
