"""What people name on the command line: another commit. A wrong one is wrong usage."""

from __future__ import annotations

from readiness_bot.reading.errors import NoSuchRevision
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.former import former_selves
from readiness_bot.runs.run import Run


def former_at(run: Run, revision: str, present: Snapshot) -> list[Snapshot]:
    """What the model was at a commit, in the same folder or by its name; the one to compare with first."""
    try:
        return former_selves(run.directory, revision, present, run.place)
    except NoSuchRevision as error:
        raise WrongUsage(str(error)) from error


def former_states(run: Run, revision: str, present: Snapshot) -> list[Snapshot]:
    """The same; empty where the commit is not in this checkout (a shallow one, a rewritten branch)."""
    try:
        return former_selves(run.directory, revision, present, run.place)
    except NoSuchRevision:
        return []
