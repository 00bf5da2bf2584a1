"""What a pull request changes, as git has it: the commit that it is compared with, and the paths.

Reads two trees at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git
from readiness_bot.reading.place import Place

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class PullChange:
    """From a base to the commit that is judged."""

    base: str
    """The commit to compare with, so that what others merged meanwhile counts for neither side."""
    settings: str
    """The base branch's commit, whose settings and policy hold. The same in the merge that GitHub checks
    out."""
    paths: frozenset[str]
    """The paths that it changes, from the repository's root; a renamed file is two."""


def read_change(place: Place | None, base: str, head: str, judged: str = "HEAD") -> PullChange | None:
    """`place`: the model's folder's; `base`, `head`: commits, or nothing; `judged`: the commit whose files
    count.

    None where this checkout does not have what it takes.

    GitHub checks out the merge of `head` into the base branch as that stands now; the payload's `base` may be
    older, and what landed since would count as this pull request's. Then the merge's first parent is the
    base. Where `head` itself is checked out, it is the merge base.
    """
    if place is None:
        return None
    try:
        return _read(
            place.git,
            base if _COMMIT.fullmatch(base) else "",
            head if _COMMIT.fullmatch(head) else "",
            judged,
        )
    except CannotRead:
        return None


def _read(git: Git, base: str, head: str, judged: str) -> PullChange | None:
    parents = (git.ask("rev-list", "--parents", "--max-count=1", judged) or "").split(" ")[1:]
    if len(parents) == 2 and parents[1] == head and (not base or _holds(git, base, parents[0])):
        base = parents[0]
    common = git.ask("merge-base", base, judged) if base else None
    if not common:
        return None
    listed = git.run("diff-tree", "-r", "-z", "--no-renames", "--name-only", common, judged)
    return PullChange(
        common, base, frozenset(filter(None, listed.decode("utf-8", "surrogateescape").split("\0")))
    )


def _holds(git: Git, commit: str, other: str) -> bool:
    """Whether `other` is `commit` or comes after it: the same branch, further on."""
    return git.ask("merge-base", "--is-ancestor", commit, other) is not None
