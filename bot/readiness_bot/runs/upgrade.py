"""`readiness upgrade`: the files and the workflows as the convention of this version has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from readiness_bot.doctor.renew import Renewal, Target, renewals
from readiness_bot.doctor.shipped import Written
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.moved import CONTRACT
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.reading.worktree import read_bounded, read_worktree
from readiness_bot.runs.errors import CannotDo, told
from readiness_bot.scaffold.plan import WORKFLOWS, Addition, NewFile, Scaffold, plan_scaffold
from readiness_bot.scaffold.read import read_sources, root_of
from readiness_bot.scaffold.sources import Sources
from readiness_bot.scaffold.templates import former, parts, templates
from readiness_bot.scaffold.write import CannotWrite, check_folders, write_files
from readiness_bot.stopping import held

MOST_WORKFLOWS = 200
"""Files of .github/workflows that are looked at."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """All that an upgrade does, as data."""

    root: Path
    files: tuple[NewFile, ...]
    """Readiness files that a model does not have."""
    additions: tuple[Addition, ...]
    """Readiness files with the blocks that they lacked."""
    workflows: tuple[Renewal, ...]
    notes: tuple[str, ...]

    @property
    def rewritten(self) -> tuple[Addition, ...]:
        return tuple(
            Addition(one.path, one.before, one.content, ())
            for one in self.workflows
            if one.content is not None
        )


def plan_upgrade(directory: Path, target: Target, today: date) -> Upgrade:
    """What to do in a repository: for the model in `directory`, or for every model below it.

    Raises CannotDo where there is none, CannotRead.
    """
    snapshot = read_worktree(directory)
    models = sorted(
        path.removesuffix(CONTRACT)
        for path in snapshot.paths
        if path == CONTRACT or path.endswith(f"/{CONTRACT}")
    )
    if CONTRACT in snapshot.paths:  # a model's own folder: others below it are not meant
        models = [""] if snapshot.prefix else models
    if not models:
        raise CannotDo(
            f"There is no readiness/ folder in {directory}, so there is nothing to upgrade; `readiness init`"
            " writes one."
        )
    scaffolds = [_scaffold(directory / model, today) for model in models]
    sources = read_sources(directory)
    root = root_of(directory, sources.prefix)
    return Upgrade(
        root=root,
        files=tuple(file for one in scaffolds for file in one.files),
        additions=tuple(each for one in scaffolds for each in one.additions),
        workflows=renewals(_workflows(root), Written(templates(), parts()), former(), target, sources.remote),
        notes=tuple(dict.fromkeys(note for one in scaffolds for note in one.notes)),
    )


def _scaffold(folder: Path, today: date) -> Scaffold:
    scaffold = brought(read_sources(folder), evaluate(read_worktree(folder), today))
    return replace(scaffold, notes=tuple(note for note in scaffold.notes if "readiness/" in note))


def brought(sources: Sources, report: Report) -> Scaffold:
    """What `init` would do for a model that is there, but for the workflows."""
    texts = {name: text for name, text in templates().items() if name.startswith("readiness/")}
    return plan_scaffold({}, sources, texts, parts(), report=report)


def _workflows(root: Path) -> dict[str, bytes | Refusal]:
    found: dict[str, bytes | Refusal] = {}
    for path in list(_listed(root))[:MOST_WORKFLOWS]:
        content = read_bounded(root, path)
        if content is not None:
            found[path] = content
    return found


def _listed(root: Path) -> Iterator[str]:
    try:
        names = sorted(each.name for each in (root / WORKFLOWS).iterdir())
    except OSError:
        return
    yield from (f"{WORKFLOWS}/{name}" for name in names if name.endswith((".yml", ".yaml")))


def apply_upgrade(upgrade: Upgrade) -> None:
    """Write all of it, or nothing. Raises CannotDo."""
    changes = (*upgrade.additions, *upgrade.rewritten)
    superfluous = {one.path: one.before for one in upgrade.workflows if one.superfluous}
    with held(), told(CannotWrite):
        check_folders(
            upgrade.root, (*(file.path for file in upgrade.files), *(each.path for each in changes))
        )
        write_files(upgrade.root, upgrade.files, changes, superfluous)
