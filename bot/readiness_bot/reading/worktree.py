"""A folder on disk as a `Snapshot`.

Links are never followed out of it, and no file is read without a bound.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from readiness_bot.reading.candidates import words
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.listing import SKIPPED, in_index, known, known_ahead
from readiness_bot.reading.history import NO_COMMITS, past_ahead, read_committers
from readiness_bot.reading.links import links_met
from readiness_bot.reading.mentions import CARDS, READINESS, SETTINGS, mentioned_commits, with_folders
from readiness_bot.reading.moved import read_past
from readiness_bot.reading.place import Place, place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, History, Refusal, Snapshot
from readiness_bot.reading.tree import ALWAYS, Entry, Tree, mentioned, refusal, taken

MAX_WALKED = 100_000
_SKIPPED = frozenset({".git", "node_modules", ".venv", "__pycache__"})


def worktree_ahead(place: Place) -> None:
    """Let git begin with what `read_worktree` asks, while the caller still imports what is to come of it."""
    known_ahead(place.git)
    head = place.git.head()
    if head and not place.shallow:
        past_ahead(place.git, head, place.prefix, READINESS)


def read_worktree(directory: Path, place: Place | None = None) -> Snapshot:
    """The model as its folder stands, committed or not.

    `place`: the folder's, where it is known. Raises CannotRead.
    """
    try:
        os.listdir(directory)
    except OSError as error:
        raise CannotRead(f"{directory} cannot be read: {error.strerror}.") from error
    place = place or place_of(directory)
    prefix = place.prefix if place else ""
    root = place.root if place else directory
    paths = with_folders(_listed(place) if place else walked(directory))
    always = Tree({}, prefix, paths)

    def unchecked(names: Iterable[str], files: Mapping[str, object]) -> dict[str, bytes | Refusal]:
        return _unchecked(place, always, names, files) if place else {}

    return _with_history(read_files(root, prefix, paths, unchecked), place)


def read_files(
    root: Path,
    prefix: str,
    paths: frozenset[str],
    absent: Callable[[Iterable[str], Mapping[str, object]], Mapping[str, bytes | Refusal]] = lambda *_: {},
    has_links: bool = True,
    history: History | None = None,
) -> Snapshot:
    """A model's folder by its files alone.

    `prefix`: the folder, below the repository's root; `paths`: what is there, as seen from both.
    `absent`: names, and what was read of them → what else is known to be there. `has_links`: False where no
    link is among the paths, which then need not be looked at one by one.
    """
    directory = root / prefix if prefix else root
    files: dict[str, bytes | Refusal] = {}
    for name in (*(f"readiness/{name}" for name in READINESS), *CARDS):
        _add(files, name, read_bounded(directory, name))
    _add(files, SETTINGS, read_bounded(root, SETTINGS))
    files |= absent(ALWAYS, files)
    names = mentioned(files, paths)
    for name in names:
        found = read_bounded(directory, name)
        _add(files, name, found if found or name in CARDS else read_bounded(root, name))
    files |= absent(names, files)
    if os.path.lexists(directory / "readiness"):
        own = {"readiness", *(name for name in files if name.startswith("readiness/"))}
        paths |= own | {prefix + path for path in own}
    links = links_met(words(files), prefix, partial(_target, root, paths)) if has_links else {}
    return Snapshot(files, paths, history or History(), prefix=prefix, links=links)


def _target(root: Path, paths: frozenset[str], path: str) -> str | None:
    """What a link says, without following it; None where no link is that git knows."""
    try:
        return str((root / path).readlink()) if path in paths else None
    except OSError:
        return None


def _unchecked(
    place: Place, tree: Tree, names: Iterable[str], files: Mapping[str, object]
) -> dict[str, bytes | Refusal]:
    """Of these files those that a sparse checkout left out: what the index has is there, and its blob is its
    content."""
    absent = [name for name in names if name not in files]
    paths = [path for name in absent for path in tree.candidates(name) if path in tree.paths]
    entries = {path: Entry(listed.mode, listed.oid) for path, listed in in_index(place.git, paths).items()}
    wanted = Tree(entries, place.prefix).wanted(absent)
    blobs = place.git.blobs((entry.oid for entry in wanted.values() if not refusal(entry)), MAX_FILE_BYTES)
    return taken(wanted, blobs)


def _with_history(snapshot: Snapshot, place: Place | None) -> Snapshot:
    if place is None:
        return snapshot
    head = place.git.head()
    if head is None:
        history, commits = History(why_unknown=NO_COMMITS), dict[str, bool]()
    else:
        history, commits = read_past(place, head, mentioned_commits(snapshot.files))
    return Snapshot(
        files=snapshot.files,
        paths=snapshot.paths,
        history=history,
        commits=commits,
        committers=read_committers(place.git, head, place.prefix) if head else (),
        prefix=place.prefix,
        links=snapshot.links,
    )


def _add(files: dict[str, bytes | Refusal], name: str, content: bytes | Refusal | None) -> None:
    if content is not None:
        files[name] = content


def read_bounded(base: Path, name: str, most: int = MAX_FILE_BYTES) -> bytes | Refusal | None:
    """A regular file of at most `most` bytes (256 KiB) below `base`; None where nothing is.

    No part of the path may be a link.
    """
    parts = name.split("/")
    for length in range(1, len(parts)):
        if (base.joinpath(*parts[:length])).is_symlink():
            return Refusal.SYMLINK
    path = os.path.join(base, name)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
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


def _listed(place: Place) -> Iterator[str]:
    """What git knows or would add, as far as it stands here or is not to be checked out here: from the root,
    and from the model's folder."""
    root, prefix = str(place.root), place.prefix
    for tag, path in known(place.git):
        if tag == SKIPPED or os.path.lexists(os.path.join(root, path)):
            yield path
            if prefix and path.startswith(prefix):
                yield path.removeprefix(prefix)


def walked(directory: Path) -> Iterator[str]:
    """The files below a folder that no git knows, 100,000 at most."""
    return (path for path, _ in walk(directory))


def walk(directory: Path) -> Iterator[tuple[str, bool]]:
    """The same, each with whether it is a link: one that leads to a folder is no folder here."""
    count, waiting = 0, [("", str(directory))]
    while waiting:
        at, folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            if not at:
                raise
            continue  # a folder that is closed to us holds nothing that could be read
        below = []
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _SKIPPED:
                    below.append((f"{at}{entry.name}/", entry.path))
                continue
            count += 1
            if count > MAX_WALKED:
                return
            yield at + entry.name, entry.is_symlink()
        waiting += reversed(below)
