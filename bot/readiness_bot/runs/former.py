"""What a model was at another commit, wherever its folder stood there: a model is known by its place and by
its name."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.moved import CONTRACT, came_from, models_at, named
from readiness_bot.reading.revision import Place, read_revision
from readiness_bot.reading.snapshot import Snapshot

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
    root = directory.joinpath(*[".."] * place.prefix.count("/"))
    gone = [one for one in stood if not os.path.lexists(root / one / CONTRACT)]
    folders = came_from(stood, gone)
    if len(folders) > _MOST:
        raise CannotRead(
            f"{len(folders):,} folders of {commit[:12]} may be what this model was there, and {_MOST} at most"
            " are compared. Give each model a name of its own (`model:` in contract.yaml), or move fewer of"
            " them in one pull request."
        )
    found = [read_revision(directory, commit, replace(place, prefix=one)) for one in folders]
    return [here, *found] if here.has_own("readiness") or not found else found
