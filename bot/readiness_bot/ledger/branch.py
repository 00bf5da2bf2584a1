"""The ledger's branch, from the local clone: its newest text, and how it came to be.

I/O only through `Git`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git

MAX_BYTES = 64 * 1024 * 1024
"""Some ten thousand evaluations of a large model."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a commit of the ledger's branch made of the text."""

    commit: str
    before: bytes
    after: bytes


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


def names_policy(git: Git, tip: str) -> bool:
    """Whether the subject of a commit names a policy (`plan/record.py`): lines judged by one have that.

    A partial clone has all commits, and not the text: where there was no policy, nothing is fetched. To lose
    the words somebody must rewrite the branch, and whoever can do that can drop the lines themselves. True
    where git cannot tell, so that the text is looked at.
    """
    words = ("--fixed-strings", "--grep= policy v", "--max-count=1", "--format=%H")
    return git.ask("log", *words, tip) != ""


def steps_of(git: Git, tip: str, path: str) -> Iterator[Step]:
    """Every commit against each of its parents, oldest first, where the text differs.

    At most two texts are held at a time.

    None is passed over: with a merge somebody could lead git's usual short cut past the lines that it drops.
    Raises CannotRead.
    """
    listed = git.run("rev-list", "--reverse", "--topo-order", "--parents", tip).decode().splitlines()
    family = [line.split() for line in listed]
    names = dict(
        zip((row[0] for row in family), git.names_of(f"{row[0]}:{path}" for row in family), strict=True)
    )
    with git.objects(MAX_BYTES, total=math.inf) as objects:

        @lru_cache(maxsize=2)
        def text(name: str | None) -> bytes:
            found = objects.many([name]).get(name, b"") if name else b""
            if found is None:
                raise CannotRead(f"The ledger is larger than {MAX_BYTES // 1024**2} MiB, and is not read.")
            return found

        for commit, *parents in family:
            for parent in parents:
                if names[parent] != names[commit]:
                    yield Step(commit, text(names[parent]), text(names[commit]))
