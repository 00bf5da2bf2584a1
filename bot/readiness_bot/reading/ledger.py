"""The ledger's branch, from the local clone: its newest text, and how it came to be. I/O only through `Git`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness_bot.reading.git import Git

MAX_BYTES = 64 * 1024 * 1024
"""Some ten thousand evaluations of a large model."""


@dataclass(frozen=True, slots=True)
class Version:
    """The ledger's text in one commit of its branch."""

    commit: str
    text: str


def tip_of(git: Git, branch: str) -> str | None:
    """The commit of a branch: that of `origin`, else the local one; None where this clone has neither."""
    for place in (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}"):
        found = git.ask("rev-parse", "--verify", "--quiet", f"{place}^{{commit}}")
        if found:
            return found
    return None


def text_at(git: Git, commit: str, path: str) -> str:
    """What stands there; empty where nothing does."""
    [name] = git.names_of([f"{commit}:{path}"])
    return git.blobs([name], MAX_BYTES).get(name, b"").decode("utf-8", "replace") if name else ""


def versions_of(git: Git, tip: str, path: str) -> Iterator[Version]:
    """Every commit that changed the ledger, oldest first."""
    commits = git.run("log", "--reverse", "--topo-order", "--format=%H", tip, "--", path).decode().split()
    names = git.names_of(f"{commit}:{path}" for commit in commits)
    blobs = git.blobs((name for name in names if name), MAX_BYTES)
    for commit, name in zip(commits, names, strict=True):
        yield Version(commit, blobs.get(name or "", b"").decode("utf-8", "replace"))
