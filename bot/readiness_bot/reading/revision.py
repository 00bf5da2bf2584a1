"""A commit as a `Snapshot`: `readiness check --against REV`, the audit, a base branch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from readiness_bot.reading.errors import CannotRead, NoSuchRevision
from readiness_bot.reading.git import Git
from readiness_bot.reading.history import SHALLOW, read_committers, read_history
from readiness_bot.reading.mentions import (
    CARDS,
    READINESS,
    SETTINGS,
    mentioned_commits,
    mentioned_paths,
    with_folders,
)
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, History, Refusal, Snapshot

_REFUSED_MODES = {"120000": Refusal.SYMLINK, "160000": Refusal.SUBMODULE}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model's folder stands in its repository."""

    git: Git
    prefix: str
    """With a closing slash; empty for the root."""
    shallow: bool


def place_of(directory: Path) -> Place | None:
    """The repository around a folder, or None where there is none. One git process."""
    answer = Git(directory).ask(
        "rev-parse", "--show-prefix", "--is-shallow-repository", "--is-inside-work-tree"
    )
    if answer is None:
        return None
    lines = answer.split("\n")
    return Place(Git(directory), lines[0], lines[1] == "true")


def read_revision(directory: Path, revision: str) -> Snapshot:
    """The model as a commit holds it. Raises NoSuchRevision, CannotRead."""
    place = place_of(directory)
    if place is None:
        raise CannotRead(f"{directory} is in no git repository, so there are no commits to look at.")
    commit = place.git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise NoSuchRevision(f"'{revision[:80]}' is no commit of this repository; `git log` lists them.")
    commit = commit.split("\n")[-1]
    tree = _Tree(place, commit)
    files = tree.read([*(f"readiness/{name}" for name in READINESS), *CARDS, SETTINGS])
    files |= tree.read(
        mentioned_paths(
            (c for n, c in files.items() if n.startswith("readiness/") and isinstance(c, bytes)), tree.paths
        )
    )
    return Snapshot(
        files=files,
        paths=tree.paths,
        history=read_history(place.git, commit, place.prefix, READINESS)
        if not place.shallow
        else History(why_unknown=SHALLOW),
        commits={} if place.shallow else place.git.are_commits(mentioned_commits(files)),
        committers=read_committers(place.git, commit),
        prefix=place.prefix,
        revision=commit,
    )


class _Tree:
    """A commit's files. Paths are those of the root, and those below the model's folder without its prefix."""

    def __init__(self, place: Place, commit: str) -> None:
        self.git, self.prefix = place.git, place.prefix
        self.entries: dict[str, tuple[str, str]] = {}
        listed = place.git.run("ls-tree", "-r", "-z", "--full-tree", commit).decode(
            "utf-8", "surrogateescape"
        )
        for line in filter(None, listed.split("\0")):
            meta, _, path = line.partition("\t")
            mode, _, blob = meta.split(" ")
            self.entries[path] = (mode, blob)
        below = (path.removeprefix(self.prefix) for path in self.entries if path.startswith(self.prefix))
        self.paths = with_folders([*self.entries, *below])

    def read(self, names: list[str]) -> dict[str, bytes | Refusal]:
        wanted = {name: entry for name in names if (entry := self._entry(name))}
        blobs = self.git.blobs(
            (blob for mode, blob in wanted.values() if mode not in _REFUSED_MODES), MAX_FILE_BYTES
        )
        found: dict[str, bytes | Refusal] = {}
        for name, (mode, blob) in wanted.items():
            found[name] = (
                _REFUSED_MODES[mode] if mode in _REFUSED_MODES else blobs.get(blob, Refusal.TOO_LARGE)
            )
        return found

    def _entry(self, name: str) -> tuple[str, str] | None:
        """Settings stand at the root; all else is looked for in the model's folder first."""
        if name == SETTINGS:
            return self.entries.get(name)
        return self.entries.get(self.prefix + name) or (
            None if name.startswith("readiness/") else self.entries.get(name)
        )
