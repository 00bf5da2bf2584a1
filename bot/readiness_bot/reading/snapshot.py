"""What a model's folder holds at one moment, as frozen data: a working tree, a commit and a remote branch
look the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from readiness_bot.reading.links import leads

MAX_FILE_BYTES = 256 * 1024
"""A larger readiness file is refused: nobody reads it, and it is an attacker's lever on the parser."""


class Refusal(StrEnum):
    """Why a file's bytes were not taken."""

    SYMLINK = "symlink"
    SUBMODULE = "submodule"
    TOO_LARGE = "too-large"
    NOT_A_FILE = "not-a-file"
    DENIED = "denied"


POINTER = "this is a Git LFS pointer, not the file"


def is_pointer(content: bytes) -> bool:
    """Whether Git LFS keeps the content elsewhere (the first line of a pointer, by git-lfs's
    specification)."""
    return content.startswith(b"version ") and b"//git-lfs.github.com/spec/" in content[:64]


@dataclass(frozen=True, slots=True)
class Revision:
    """One first-parent commit of the default history that touched a file; `content` is None where it was
    deleted."""

    commit: str
    when: datetime
    """Committer date, in UTC."""
    content: bytes | None
    author: str = ""
    """The author's login, where git tells it (GitHub's noreply addresses); else empty."""


@dataclass(frozen=True, slots=True)
class History:
    """The past of the readiness files, newest revision first.

    `known` is False without git, or in a shallow clone: what needs it is then unknown, never guessed.
    """

    known: bool = False
    revisions: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    why_unknown: str = "this folder has no git history"
    former: tuple[str, ...] = ()
    """Where the model's folder stood before it moved, the newest first, each with a closing slash."""


@dataclass(frozen=True, slots=True)
class Committer:
    """Who wrote most commits, as far as a login can be told from git (GitHub's noreply addresses)."""

    login: str
    commits: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A model's folder at one moment.

    Paths are relative to the model's folder (`DIR`). `files` has the readiness files, the model card and what
    the readiness files mention, where it was read; `paths` has every file and folder below the model's folder
    and, for a model in a sub-folder, also those of the repository's root, since links are relative to the
    root.
    """

    files: Mapping[str, bytes | Refusal]
    paths: frozenset[str]
    history: History = field(default_factory=History)
    commits: Mapping[str, bool] = field(default_factory=dict)
    """Hex words of the readiness files → whether this repository has such a commit. Empty where that cannot
    be told."""
    committers: tuple[Committer, ...] = ()
    """Most commits first."""
    prefix: str = ""
    """The model's folder inside its repository, with a closing slash; empty for the root."""
    revision: str | None = None
    """The commit, or None for a working tree."""
    committed: Mapping[str, bytes | None] = field(default_factory=dict)
    """For a working tree: what HEAD holds of each readiness file, so that uncommitted changes count as
    today's."""

    links: Mapping[str, str] = field(default_factory=dict)
    """Symbolic links on the way to what the readiness files name → where they lead, both from the root
    (`links.destination`)."""

    def has(self, path: str) -> bool:
        """Whether a file or folder stands at this path (relative to the root or to the model's folder),
        through links too.

        A link that leads nowhere, or out of the repository, does not.
        """
        wanted = path.removeprefix("./").rstrip("/")
        if not self.links:
            return wanted in self.paths
        own = self.prefix + wanted
        return self._leads(own) or (own not in self.paths and self._leads(wanted))

    def is_link(self, path: str) -> bool:
        """Whether a symbolic link stands there, whatever it leads to."""
        return bool({path, self.prefix + path} & set(self.links))

    def _leads(self, path: str) -> bool:
        return leads(path, lambda place: place in self.paths, self.links.get)

    def has_own(self, path: str) -> bool:
        """Whether it stands in the model's folder itself: the root may hold another model's."""
        return path in self.files or self.prefix + path in self.paths


@dataclass(frozen=True, slots=True)
class Change:
    """When a value last changed; `date` is None where that is unknown, and `why` says so."""

    date: date | None
    why: str = ""
    commit: str = ""
