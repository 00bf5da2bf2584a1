"""What a repository says about a model before anything is written: read once at the edge, then plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness_bot.reading.authors import COMMITS_COUNTED
from readiness_bot.reading.snapshot import Committer
from readiness_bot.scaffold.neighbours import Neighbours


@dataclass(frozen=True, slots=True)
class Text:
    """A file that was found, with its path from the repository's root."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Code:
    """What was read of the code in a model's folder; paths are from the repository's root."""

    manifests: tuple[Text, ...] = ()
    """What declares the libraries that it needs."""
    sources: tuple[Text, ...] = ()
    prompts: Mapping[str, bytes] = field(default_factory=dict)
    """By their names; empty where there are more than 20."""
    schemas: Mapping[str, bytes] = field(default_factory=dict)
    """Of tools, as a model is told of them; likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Nothing here is trusted: every part of it is somebody's free text."""

    folder: str
    """The name of the model's folder."""
    prefix: str = ""
    """Where that folder stands in its repository, with a closing slash; empty for the root."""
    remote: str = ""
    """The address that git fetches from."""
    in_git: bool = False
    branch: str = ""
    """The default branch, as far as git tells."""
    committers: tuple[Committer, ...] = ()
    """Who wrote a real share, most commits first."""
    commits: int = COMMITS_COUNTED
    """Among how many: those of the model's folder, the newest 1,000 at most."""
    authors: int = 0
    """How many people wrote a real share of the commits, as far as addresses tell; 0 where there are none."""
    release: str = ""
    """The newest tag that names a version; empty where there is none."""
    codeowners: Text | None = None
    card: Text | None = None
    """The model card, or the README."""
    dvc: Text | None = None
    """What DVC runs, and the artifacts that it registers."""
    contract: Text | None = None
    """A contract.yaml that is there already."""
    present: frozenset[str] = frozenset()
    """What init would write and what is there already, from the repository's root."""
    existing: Mapping[str, bytes] = field(default_factory=dict)
    """Those of the readiness files and the settings that can be read, by the same paths."""
    beside: Neighbours = field(default_factory=Neighbours)
    """The repository's own tools, which the new files meet."""
    code: Code = field(default_factory=Code)
    """What tells which kind of model it is."""
    notes: tuple[str, ...] = ()
    """What could not be looked at, and why."""
