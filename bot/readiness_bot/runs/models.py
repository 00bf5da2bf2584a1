"""Which models a repository holds: found by their contract.yaml, not configured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness_bot.convention.settings import Settings, parse_settings
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.reading.moved import models_at
from readiness_bot.reading.place import Place
from readiness_bot.reading.snapshot import MAX_FILE_BYTES
from readiness_bot.runs.run import Run

MOST_MODELS = 100
"""So many are judged in one run; each is read with its history."""


def models_in(run: Run, commits: Iterable[str], rules: str = "") -> list[str]:
    """The folders that hold a model at any of these commits, below the run's own, each with a closing slash;
    the run's own where there is none, so that its absence is told. Raises CannotRead.

    `rules`: the commit whose settings say where none is looked for; empty: everywhere.
    """
    place = run.place
    if place is None:
        return [""]
    left_out = tuple(f"{one.strip('/')}/" for one in _settings(place, rules).ignore)
    found = {
        one
        for commit in commits
        for one in models_at(place.git, commit, None)
        if one.startswith(place.prefix) and not one.startswith(left_out)
    }
    if len(found) > MOST_MODELS:
        raise CannotRead(
            f"{len(found):,} models are here (each readiness/contract.yaml is one), and a run judges"
            f" {MOST_MODELS} at most. Leave folders out that hold none of yours: `ignore:` in {SETTINGS}."
        )
    return sorted(found) or [place.prefix]


def _settings(place: Place, commit: str) -> Settings:
    """The repository's at a commit; the defaults where there are none, or none that are right."""
    [name] = place.git.names_of([f"{commit}:{SETTINGS}"]) if commit else [None]
    content = place.git.blobs([name], MAX_FILE_BYTES).get(name) if name else None
    read = parse_settings(content) if content is not None else Settings()
    return read if isinstance(read, Settings) else Settings()


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
