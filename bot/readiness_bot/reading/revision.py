"""A commit as a `Snapshot`: `readiness check --against REV`, the audit, a base branch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from readiness_bot.reading.errors import CannotRead, NoSuchRevision
from readiness_bot.reading.git import Git
from readiness_bot.reading.history import SHALLOW, read_committers
from readiness_bot.reading.mentions import mentioned_commits
from readiness_bot.reading.moved import read_followed
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, History, Refusal, Snapshot
from readiness_bot.reading.tree import ALWAYS, Entry, Tree, links_in, mentioned, refusal, taken


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model's folder stands in its repository."""

    git: Git
    prefix: str
    """With a closing slash; empty for the root."""
    shallow: bool
    own: Path
    """Git's folder of this worktree, where `HEAD` is."""
    shared: Path
    """Git's folder of all worktrees, where the other references are."""


def place_of(directory: Path) -> Place | None:
    """The repository around a folder, or None where there is none. One git process."""
    answer = Git(directory).ask(
        "rev-parse",
        "--show-prefix",
        "--is-shallow-repository",
        "--is-inside-work-tree",
        "--git-dir",
        "--git-common-dir",
    )
    if answer is None:
        return None
    lines = answer.split("\n")
    return Place(Git(directory), lines[0], lines[1] == "true", directory / lines[3], directory / lines[4])


def read_revision(directory: Path, revision: str, place: Place | None = None) -> Snapshot:
    """The model as a commit holds it. `place`: the folder's, where it is known. Raises NoSuchRevision, CannotRead."""
    place = place or place_of(directory)
    if place is None:
        raise CannotRead(f"{directory} is in no git repository, so there are no commits to look at.")
    commit = place.git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise NoSuchRevision(f"'{revision[:80]}' is no commit of this repository; `git log` lists them.")
    commit = commit.split("\n")[-1]
    tree = _tree(place, commit)
    files = _read(place.git, tree, ALWAYS)
    files |= _read(place.git, tree, mentioned(files, tree.paths))
    return Snapshot(
        files=files,
        paths=tree.paths,
        history=read_followed(place.git, commit, place.prefix)
        if not place.shallow
        else History(why_unknown=SHALLOW),
        commits={} if place.shallow else place.git.are_commits(mentioned_commits(files)),
        committers=read_committers(place.git, commit),
        prefix=place.prefix,
        revision=commit,
        links=links_in(tree, files, lambda oid: place.git.blobs([oid], MAX_FILE_BYTES).get(oid)),
    )


def _tree(place: Place, commit: str) -> Tree:
    listed = place.git.run("ls-tree", "-r", "-z", "--full-tree", commit).decode("utf-8", "surrogateescape")
    entries = {}
    for line in filter(None, listed.split("\0")):
        meta, _, path = line.partition("\t")
        mode, _, blob = meta.split(" ")
        entries[path] = Entry(mode, blob)
    return Tree(entries, place.prefix)


def _read(git: Git, tree: Tree, names: Iterable[str]) -> dict[str, bytes | Refusal]:
    wanted = tree.wanted(names)
    return taken(
        wanted, git.blobs((entry.oid for entry in wanted.values() if not refusal(entry)), MAX_FILE_BYTES)
    )
