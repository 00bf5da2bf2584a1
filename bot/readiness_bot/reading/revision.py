"""A commit as a `Snapshot`: `readiness check --against REV`, the audit, a base branch."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from readiness_bot.reading.errors import CannotRead, NoSuchRevision
from readiness_bot.reading.git.listing import Listed, at_commit, files_of
from readiness_bot.reading.history import read_committers
from readiness_bot.reading.mentions import mentioned_commits
from readiness_bot.reading.moved import read_past
from readiness_bot.reading.place import Place, place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, Refusal, Snapshot
from readiness_bot.reading.tree import ALWAYS, Entry, Tree, barred, links_in, mentioned, refusal, taken

__all__ = ["Place", "place_of", "read_revision"]


def read_revision(directory: Path, revision: str, place: Place | None = None) -> Snapshot:
    """The model as a commit holds it.

    `place`: the folder's, where it is known. Raises NoSuchRevision, CannotRead.
    """
    place = place or place_of(directory)
    if place is None:
        raise CannotRead(f"{directory} is not in a git repository, so there are no commits to look at.")
    commit = place.git.commit_of(revision)
    if commit is None:
        raise NoSuchRevision(f"'{revision[:80]}' is not a commit of this repository; `git log` lists them.")
    paths, links = files_of(place.git, commit)
    entries = {path: _entry(listed) for path, listed in links.items()}
    tree = Tree(entries, place.prefix, paths)
    folder = at_commit(place.git, commit, [f"{place.prefix}readiness"]) if tree.is_barred else {}
    files = _read(place, commit, tree, entries, ALWAYS) | barred(next(map(_entry, folder.values()), None))
    files |= _read(place, commit, tree, entries, mentioned(files, tree.paths))
    history, commits = read_past(place, commit, mentioned_commits(files))
    return Snapshot(
        files=files,
        paths=tree.paths,
        history=history,
        commits=commits,
        committers=read_committers(place.git, commit, place.prefix),
        prefix=place.prefix,
        revision=commit,
        links=links_in(tree, files, lambda oid: place.git.blobs([oid], MAX_FILE_BYTES).get(oid)),
    )


def _read(
    place: Place, commit: str, tree: Tree, entries: dict[str, Entry], names: Iterable[str]
) -> dict[str, bytes | Refusal]:
    """Only what is read is asked for by mode and name: a tree may hold half a million files."""
    candidates = [path for name in names for path in tree.candidates(name) if path in tree.paths]
    entries |= {path: _entry(listed) for path, listed in at_commit(place.git, commit, candidates).items()}
    wanted = tree.wanted(names)
    blobs = place.git.blobs((entry.oid for entry in wanted.values() if not refusal(entry)), MAX_FILE_BYTES)
    return taken(wanted, blobs)


def _entry(listed: Listed) -> Entry:
    return Entry(listed.mode, listed.oid)
