"""Where a workflow calls ours. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename

from readiness_bot.reading.document import Document, KeyPath, Position
from readiness_bot.scaffold.action import REPOSITORY

FIRST, FOLLOW_UP = "readiness.yml", "readiness-follow-up.yml"
CALLED = {FIRST: "lines.yml", FOLLOW_UP: "follow-up.yml"}
"""The file that `init` writes → the workflow of ours that it calls."""
OURS = REPOSITORY.partition("/")[2]
"""The repository's name, whoever keeps a copy of it."""
_USES = re.compile(r"(?P<repository>[^/@\s]+/[^/@\s]+)(?P<path>/[^@\s]*)?@(?P<ref>\S+)")


@dataclass(frozen=True, slots=True)
class Call:
    """One `uses:` that names us."""

    uses: str
    action: str
    """`acme/readiness-bot@v1`; empty where it is a folder of the repository itself."""
    called: str
    """The file of our workflow, or empty: a step uses the action."""
    job: str
    position: Position

    @property
    def ref(self) -> str:
        """The tag, commit or branch."""
        return self.action.partition("@")[2]


def calls_in(read: Document, ours: bool) -> Iterator[Call]:
    """`ours`: the file has the name of one that `init` writes."""
    jobs = read.data.get("jobs")
    for name, job in jobs.items() if isinstance(jobs, Mapping) else ():
        if not isinstance(job, Mapping):
            continue
        if call := _call(read, ("jobs", name, "uses"), job.get("uses"), str(name), ours):
            yield call
        steps = job.get("steps")
        for index, step in enumerate(steps if isinstance(steps, list) else ()):
            uses = step.get("uses") if isinstance(step, Mapping) else None
            if call := _call(read, ("jobs", name, "steps", index, "uses"), uses, str(name), ours):
                yield call


def _call(read: Document, at: KeyPath, uses: object, job: str, ours: bool) -> Call | None:
    if not isinstance(uses, str):
        return None
    place = read.position(at)
    if uses.startswith(("./", "$/")):
        name = basename(uses.rstrip("/"))
        if name in CALLED.values() or name == OURS:
            return Call(uses, "", name if name in CALLED.values() else "", job, place)
        return None
    match = _USES.fullmatch(uses)
    if not match:
        return None
    action = f"{match['repository']}@{match['ref']}"
    called = basename(match["path"] or "")
    named = match["repository"].partition("/")[2] == OURS
    if called in CALLED.values() and (named or ours):
        return Call(uses, action, called, job, place)
    return Call(uses, action, "", job, place) if named and at[2] == "steps" else None
