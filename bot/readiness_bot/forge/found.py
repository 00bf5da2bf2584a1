"""A repository as a scan of many found it, as plain data. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness_bot.forge.protocol import ForgeError
from readiness_bot.reading.snapshot import Snapshot

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
