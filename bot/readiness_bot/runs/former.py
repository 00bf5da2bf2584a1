"""What a model was at another commit, wherever its folder stood there: a model is known by its place and by
its name."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from readiness_bot.reading.errors import CannotRead, NoSuchRevision
from readiness_bot.reading.git import Git
from readiness_bot.reading.moved import CONTRACT, came_from, models_at, named
from readiness_bot.reading.revision import Place, read_revision
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.run import Run

_MOST = 20
"""Folders that it may have come from. Each is read with its history, which takes seconds in a large
repository."""


def former_selves(directory: Path, commit: str, present: Snapshot, place: Place | None) -> list[Snapshot]:
    """What stood in the same folder, and what had the same name elsewhere: whoever moves a folder must not
    leave its rules behind.

    Where nothing of its name moved, whatever stood in a folder that is gone now: it may have got another
    name, or none, and even that of a model that stays where it is.

    The one to compare with first. Raises CannotRead, NoSuchRevision.
    """
    here = read_revision(directory, commit, place)
    name = named(present)
    if place is None or here.revision is None or (name is not None and named(here) == name):
        return [here]
    models = models_at(place.git, here.revision, name)
    stood = {one: called for one, called in models.items() if one != here.prefix}
    folders = came_from(stood, _gone(stood, present, place))
    if len(folders) > _MOST:
        raise CannotRead(
            f"{len(folders):,} folders at {commit[:12]} may be where this model was, and at most {_MOST} are"
            " compared. Give each model a name of its own (`model:` in contract.yaml), or move fewer of"
            " them in one pull request."
        )
    found = [read_revision(directory, commit, replace(place, prefix=one)) for one in folders]
    return [here, *found] if here.has_own("readiness") or not found else found


def _gone(folders: Iterable[str], present: Snapshot, place: Place) -> Collection[str]:
    """Those in which no model stands now: in the commit that is judged, or in the files as they lie there."""
    if present.revision is not None:
        return _absent(place.git, present.revision, list(folders))
    return [one for one in folders if not os.path.lexists(place.root / one / CONTRACT)]


def _absent(git: Git, commit: str, folders: list[str]) -> list[str]:
    found = git.names_of(f"{commit}:{one}{CONTRACT}" for one in folders)
    return [one for one, name in zip(folders, found, strict=True) if name is None]


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
