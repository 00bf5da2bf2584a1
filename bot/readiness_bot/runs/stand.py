"""Where a pull request stands: which commit counts as its head, and what it is compared with."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from readiness_bot.forge.protocol import Forge, Pull
from readiness_bot.reading.change import PullChange, read_change
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git
from readiness_bot.reading.place import Place
from readiness_bot.runs.run import Run

_MOMENT = 3.0
"""Seconds after which GitHub may have made a new trial merge: it starts to when somebody asks for the pull
request (https://docs.github.com/rest/guides/using-the-rest-api-to-interact-with-your-git-database)."""


@dataclass(frozen=True, slots=True)
class Stand:
    """The two sides of a pull request, as commits of this clone."""

    judged: str
    """Its files count: the trial merge into the base branch, or else the head itself."""
    change: PullChange | None
    """None: what it is compared with is not in this clone."""
    note: str = ""
    """Why it is not the trial merge that is judged; a sentence."""


def checked_out(run: Run, base: str, head: str) -> Stand:
    """What the first workflow has checked out. `base`, `head`: commits as the payload gives them."""
    return Stand("HEAD", read_change(run.place, base, head))


def fetched(run: Run, pulls: Sequence[Pull]) -> dict[int, tuple[Pull, Stand]]:
    """Number → the pull request with the head that it has now, and where it stands.

    Fetched as objects into this checkout of the default branch; nothing is checked out. Those that cannot be
    read are left out where there are several. Raises CannotRead, ForgeError.
    """
    place = run.place
    if place is None:
        raise CannotRead(f"{run.directory} is not in a git repository; check out the default branch first.")
    found = _references(place, pulls)
    stale = [pull for pull in pulls if not _is_current(place.git, pull, found)]
    if stale and _asked_anew(run.forge, stale):
        found |= _references(place, stale)
    return {
        pull.number: (replace(pull, head=head), _stand(place, pull, head, found))
        for pull in pulls
        if (head := found.get(_head(pull)))
    }


def queued(run: Run, branch: str, commit: str, base: str, parent: str) -> Stand | None:
    """A merge queue's candidate; None where that branch is no longer at that commit.

    `parent`: what the candidate was made from, as its branch's name says: the base branch, or the candidate
    before it, whose changes are not this one's. Raises CannotRead.
    """
    place = run.place
    if place is None:
        raise CannotRead(f"{run.directory} is not in a git repository; check out the default branch first.")
    found = place.git.references([f"refs/heads/{base}", f"refs/heads/{branch}*"])
    if found.get(f"refs/heads/{branch}") != commit:
        return None
    tip = found[f"refs/heads/{base}"]
    inside = place.git.ask("merge-base", "--is-ancestor", parent, commit) is not None
    after = place.git.ask("merge-base", "--is-ancestor", tip, parent) is not None
    change = read_change(place, parent if inside and after else tip, commit, commit)
    return Stand(commit, replace(change, settings=tip) if change else None)


def _references(place: Place, pulls: Sequence[Pull]) -> dict[str, str]:
    bases = [f"refs/heads/{pull.base}" for pull in pulls]
    return place.git.references([*bases, *(f"refs/pull/{pull.number}/*" for pull in pulls)])


def _asked_anew(forge: Forge, pulls: Sequence[Pull]) -> bool:
    """Let the forge make new trial merges, where it may."""
    for pull in pulls:
        forge.pull(pull.number)
    time.sleep(_MOMENT)
    return True


def _head(pull: Pull) -> str:
    return f"refs/pull/{pull.number}/head"


def _merged_into(git: Git, pull: Pull, found: dict[str, str]) -> str:
    """The state of the base into which the trial merge merges the present head; empty where it is of another
    head, or there is none."""
    merge, head = found.get(f"refs/pull/{pull.number}/merge"), found.get(_head(pull))
    listed = git.ask("rev-list", "--parents", "--max-count=1", merge) if merge else None
    parents = (listed or "").split(" ")[1:]
    return parents[0] if len(parents) == 2 and parents[1] == head else ""


def _is_current(git: Git, pull: Pull, found: dict[str, str]) -> bool:
    """Whether the trial merge is that of the present head into the present base."""
    into = _merged_into(git, pull, found)
    return bool(into) and into == found.get(f"refs/heads/{pull.base}")


def _stand(place: Place, pull: Pull, head: str, found: dict[str, str]) -> Stand:
    """A base that moved on does not move the trial merge by itself
    (https://github.com/cozystack/cozystack/issues/3267): one of an older state is judged against that state,
    by the present one's settings."""
    base, into = found[f"refs/heads/{pull.base}"], _merged_into(place.git, pull, found)
    if into and place.git.ask("merge-base", "--is-ancestor", into, base) is not None:
        merge = found[f"refs/pull/{pull.number}/merge"]
        return Stand(merge, read_change(place, base, head, merge))
    note = (
        f"GitHub has no merge of it with {pull.base} (a conflict, or not yet), so its own files are judged as"
        " they are, against the commit that it branched off from."
    )
    return Stand(head, read_change(place, base, head, head), note)
