"""Which models a repository holds: found by their contract.yaml, not configured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.moved import models_at
from readiness_bot.reading.place import Place
from readiness_bot.runs.run import Run

MOST_MODELS = 100
"""So many are judged in one run; each is read with its history."""


def models_in(run: Run, commits: Iterable[str]) -> list[str]:
    """The folders that hold a model at any of these commits, below the run's own, each with a closing slash;
    the run's own where there is none, so that its absence is told. Raises CannotRead."""
    place = run.place
    if place is None:
        return [""]
    below = place.prefix
    found = {one for commit in commits for one in models_at(place.git, commit, None) if one.startswith(below)}
    if len(found) > MOST_MODELS:
        raise CannotRead(
            f"{len(found):,} models are here (each readiness/contract.yaml is one), and a run judges"
            f" {MOST_MODELS} at most. Name the folder of some of them: `directory:` of the Action, or DIR."
        )
    return sorted(found) or [below]


def each_model(run: Run, folders: Iterable[str]) -> Iterator[Run]:
    """A run for each of these models; git, the forge and its records are those of this run."""
    place = run.place
    for folder in folders:
        if place is None or folder == place.prefix:
            yield run
            continue
        there = replace(place, prefix=folder)
        yield run.at_folder(place.root / folder, there)


def folder_of(place: Place | None) -> str:
    return place.prefix if place else ""
