"""A scan of many repositories: what is wanted, what it may take, and what it finds, as plain data. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from readiness_bot.forge.protocol import ForgeError
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.text.words import plural

Properties = Mapping[str, str | Sequence[str]]


class Stopped(ForgeError):
    """A scan ends before its time; what it has read is kept, and it can go on from there."""


@dataclass(frozen=True, slots=True)
class Found:
    """One repository: read, left out, or not to be read. Nothing but its row suffers from what is wrong with
    it."""

    name: str
    """`owner/name`, as it is called now."""
    url: str = ""
    topics: tuple[str, ...] = ()
    properties: Properties | None = None
    """The organisation's custom properties; None: they were not asked for, or not told."""
    archived: bool = False
    fork: bool = False
    visibility: str = ""
    """`public`, `private` or `internal`."""
    pushed: datetime | None = None
    """When somebody last pushed, in UTC."""
    branch: str = ""
    commit: str = ""
    """The default branch, and its newest commit; empty where there is none."""
    snapshots: tuple[Snapshot, ...] = ()
    """One for each folder with a readiness/contract.yaml, by folder; none where no model is."""
    paths: frozenset[str] = frozenset()
    """What was listed of its files and folders: at least those of the root."""
    left_out: str = ""
    """Why it is not read."""
    error: str = ""
    """Why it could not be read: one sentence for people."""
    asked_as: str = ""
    """The name that was asked for, where the repository is called otherwise now."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a scan is of, and how deep it goes."""

    owner: str = ""
    """An organisation (or a user), with all repositories that the token may see."""
    names: tuple[str, ...] = ()
    """Or these alone: `owner/name`."""
    deep: bool = False
    """Models are looked for in every folder, which takes a request by REST for each repository."""
    properties: bool = False
    """The organisation's custom properties are read too: a request by REST for 100 repositories."""
    leave_out: Callable[[Found], str] = field(default=lambda found: "")
    """A reason not to read a repository, such as a policy's; empty: it is read."""

    def __str__(self) -> str:
        """What tells one scan from another."""
        if self.owner:
            return f"org {self.owner}"
        key = hashlib.sha256("\n".join(self.names).encode()).hexdigest()[:12]
        return f"{plural(len(self.names), 'repository', 'repositories')} by name, {key}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a scan may take."""

    points: int | None = None
    """Of GraphQL's, in this run; None: so many that half of the token's hour is left to others."""
    requests: int | None = None
    """By REST: for what GraphQL does not give. None: half of the token's hour, too."""
    wait: float = 300.0
    """Seconds in all."""
    page: int = 50
    """Repositories in one query, at first. A query that takes longer than ten seconds is ended by GitHub, and
    costs points all the same."""


@dataclass(slots=True)
class Spent:
    """What a run has taken so far."""

    queries: int = 0
    points: int = 0
    requests: int = 0
    """By REST."""
    waited: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            self.queries + other.queries,
            self.points + other.points,
            self.requests + other.requests,
            self.waited + other.waited,
        )


class Scan(Protocol):
    """A scan that has not begun yet."""

    @property
    def spent(self) -> Spent: ...

    def found(self, *, resume: bool = False) -> Iterator[Found]:
        """Every repository once, each as soon as it is read; not in order.

        `resume`: goes on where an earlier scan ended, and gives everything that it found, too. Raises Stopped
        where it ends before its time, ForgeError where it cannot begin.
        """
        ...
